import { DomainError } from '../errors.ts';
import { parseDecimal, toRawAmount } from '../money.ts';
import { isEvmChain, isSolanaChain } from './chain.ts';
import type { MarketPayment, PaymentProof, Rail, VerificationMode } from './payment.ts';
import { isEvmHash, isSolanaSignature, readAddresses, readChain, refuseWith } from './rail-fields.ts';
import type { ExpectedTransfer } from './receipt-rules.ts';

/** A transfer as a proof claims it, nulls left out (contract C.8). */
export interface TransferClaim {
  verificationMode?: VerificationMode;
  chain?: string;
  token?: string;
  payerAddress?: string;
  payeeAddress?: string;
  amount?: string;
  transactionHash?: string;
  transactionSignature?: string;
  tokenAddress?: string;
  tokenMint?: string;
  tokenDecimals?: number;
  rawAmount?: string;
  paymentReference?: string;
  metadata?: Record<string, unknown>;
}

export interface ProofSettings {
  forceRpc: boolean;
  hasRpc: boolean;
  usdtContract: string | null;
  usdtDecimals: number;
}

/** A claim that passed every rule that needs no chain. */
export interface CheckedClaim {
  proof: PaymentProof;
  /** What makes the payment unique. */
  reference: string;
  /** What the receipt must show; null where nothing is asked of the chain. */
  expected: ExpectedTransfer | null;
  /** Differences from the intent, for `payment.notes`. */
  notes: string[];
}

type Claimed = Pick<MarketPayment, 'rail' | 'amount'>;

/** Money that moves elsewhere has no chain to ask. */
const offChainRails = ['vault-stripe', 'offchain-record', 'external'];

function rpcRequired(reason: 'verification-forced' | 'no-rpc-url', message: string): DomainError {
  return new DomainError('PAYMENT_RPC_REQUIRED', message, { reason });
}

type Form = 'evm' | 'solana' | 'off-chain';

/** The chain of the claim. While verification is forced, a payment intended on an EVM chain cannot be claimed on another. */
function readClaimedChain(claim: TransferClaim, rail: Rail, forceRpc: boolean): string | null {
  const claimed = claim.chain === undefined ? null : readChain(claim.chain, 'chain');
  const intended = rail.chain ?? null;
  const mustAgree = forceRpc && intended !== null && isEvmChain(intended);
  if (mustAgree && claimed !== null && claimed !== intended) {
    refuseWith([{ path: 'chain', message: 'must be the chain of the payment intent' }]);
  }
  return claimed ?? intended;
}

function formOf(chain: string | null, rail: Rail): Form {
  if (chain !== null && isSolanaChain(chain)) return 'solana';
  if (chain !== null && isEvmChain(chain)) return 'evm';
  return offChainRails.includes(rail.type) || chain !== null ? 'off-chain' : 'evm';
}

function chooseMode(form: Form, claim: TransferClaim, { forceRpc, hasRpc }: ProofSettings): VerificationMode {
  if (form !== 'evm') return 'recorded';
  const mode = claim.verificationMode ?? 'recorded';
  if (forceRpc && mode !== 'rpc') {
    throw rpcRequired(
      'verification-forced',
      'This deployment takes only proofs that it can verify on chain.',
    );
  }
  if (mode === 'rpc' && !hasRpc) throw rpcRequired('no-rpc-url', 'This deployment has no payment RPC node.');
  return mode;
}

/** The transaction in its one spelling. Raises VALIDATION_ERROR. */
function readTransaction(form: Form, claim: TransferClaim): string {
  const sent =
    form === 'solana' ? (claim.transactionSignature ?? claim.transactionHash) : claim.transactionHash;
  const path = form === 'solana' ? 'transactionSignature' : 'transactionHash';
  if (form === 'evm') {
    if (sent === undefined || !isEvmHash(sent)) {
      refuseWith([{ path, message: 'must be 0x and 64 hex digits' }]);
    }
    return (sent ?? '').toLowerCase();
  }
  if (form === 'solana') {
    if (sent === undefined || !isSolanaSignature(sent)) {
      refuseWith([{ path, message: 'must be a transaction signature in base58' }]);
    }
    return sent ?? '';
  }
  const reference = (sent ?? claim.paymentReference ?? '').trim();
  if (reference === '') refuseWith([{ path, message: 'a transactionHash or paymentReference is required' }]);
  return reference;
}

function assertAmount({ amount }: TransferClaim): void {
  if (amount !== undefined && parseDecimal(amount) === null) {
    refuseWith([{ path: 'amount', message: 'must be a decimal that is not negative' }]);
  }
}

/**
 * Everything about a transfer claim that can be decided without asking the chain: its form, its mode, what is missing, and how
 * it differs from the intent. Raises VALIDATION_ERROR and PAYMENT_RPC_REQUIRED (contract E.10).
 */
export function checkClaim(claim: TransferClaim, payment: Claimed, settings: ProofSettings): CheckedClaim {
  const { rail } = payment;
  const chain = readClaimedChain(claim, rail, settings.forceRpc);
  const form = formOf(chain, rail);
  const mode = chooseMode(form, claim, settings);
  const reference = readTransaction(form, claim);
  assertAmount(claim);
  const tokenAddress = claim.tokenAddress ?? rail.tokenAddress ?? settings.usdtContract ?? undefined;
  const addresses = readAddresses(
    {
      payerAddress: claim.payerAddress ?? rail.payerAddress ?? undefined,
      payeeAddress: claim.payeeAddress ?? rail.payeeAddress ?? undefined,
      tokenAddress,
    },
    chain,
    '',
  );
  const proof: PaymentProof = {
    verificationMode: mode,
    ...(chain === null ? {} : { chain }),
    transactionHash: reference,
    ...addresses,
    ...pickTexts(claim, rail),
    ...(claim.metadata ? { metadata: claim.metadata } : {}),
  };
  const expected = mode === 'rpc' ? toExpected(claim, payment, { addresses, chain, settings }) : null;
  return {
    proof: expected ? { ...proof, rawAmount: expected.rawAmount } : proof,
    reference,
    expected,
    notes: mode === 'rpc' ? [] : listDifferences(proof, payment),
  };
}

function pickTexts(claim: TransferClaim, rail: Rail): Partial<PaymentProof> {
  const { amount, rawAmount, tokenMint } = claim;
  const token = claim.token ?? rail.token ?? undefined;
  return {
    ...(token === undefined ? {} : { token }),
    ...(tokenMint === undefined ? {} : { tokenMint }),
    ...(amount === undefined ? {} : { amount }),
    ...(rawAmount === undefined ? {} : { rawAmount }),
  };
}

const isOther = (a: string | null | undefined, b: string | null | undefined) =>
  typeof a === 'string' && typeof b === 'string' && a.toLowerCase() !== b.toLowerCase();

interface Resolved {
  addresses: Partial<Record<'payerAddress' | 'payeeAddress' | 'tokenAddress', string>>;
  chain: string | null;
  settings: ProofSettings;
}

/** What the receipt must show. It is checked against the intent, not against values that the caller chose (contract E.10). */
function toExpected(claim: TransferClaim, { rail }: Claimed, resolved: Resolved): ExpectedTransfer {
  const { addresses, chain, settings } = resolved;
  const { payerAddress = '', payeeAddress = '', tokenAddress = '' } = addresses;
  const missing = Object.entries({ payerAddress, payeeAddress, tokenAddress }).filter(
    ([, value]) => value === '',
  );
  refuseWith(missing.map(([path]) => ({ path, message: 'is required to verify the transfer' })));
  const known = rail.metadata?.['rawAmount'];
  const intended = typeof known === 'string' ? known : undefined;
  const rawAmount = claimRawAmount(claim, rail, settings) ?? intended;
  if (rawAmount === undefined)
    refuseWith([{ path: 'amount', message: 'is required to verify the transfer' }]);
  const differing = [
    ...(isOther(payeeAddress, rail.payeeAddress) ? ['payeeAddress'] : []),
    ...(isOther(tokenAddress, rail.tokenAddress) ? ['tokenAddress'] : []),
    ...(isOther(chain, rail.chain) ? ['chain'] : []),
    ...(intended !== undefined && rawAmount !== intended ? ['amount'] : []),
  ];
  refuseWith(differing.map((path) => ({ path, message: 'must be as in the payment intent' })));
  return { payerAddress, payeeAddress, tokenAddress, rawAmount: rawAmount ?? '' };
}

function claimRawAmount(
  claim: TransferClaim,
  rail: Rail,
  { usdtDecimals }: ProofSettings,
): string | undefined {
  if (claim.rawAmount !== undefined) return String(BigInt(claim.rawAmount));
  if (claim.amount === undefined) return undefined;
  const known = rail.metadata?.['tokenDecimals'];
  const decimals = claim.tokenDecimals ?? (typeof known === 'number' ? known : usdtDecimals);
  return toRawAmount(claim.amount, decimals, 'amount');
}

function listDifferences(proof: PaymentProof, { rail, amount }: Claimed): string[] {
  const fields = ['chain', 'token', 'tokenAddress', 'payerAddress', 'payeeAddress'] as const;
  const names: string[] = fields.filter((field) => isOther(proof[field], rail[field]));
  const claimed = proof.amount === undefined ? null : Number(proof.amount);
  if (claimed !== null && claimed !== 0 && amount !== null && claimed !== amount) names.push('amount');
  return names.length === 0 ? [] : [`The recorded proof differs from the intent in: ${names.join(', ')}.`];
}

/** A proof ends the choice of a wallet: the transfer was made (contract E.8). */
export function railAfterProof(rail: Rail): Rail {
  return rail.type === 'wallet' ? { ...rail, type: 'wdk-usdt-transfer' } : rail;
}

/** The transaction of an escrow lock in its one spelling. Raises VALIDATION_ERROR. */
export function toEscrowProof(lock: { transactionHash: string; chain: string; escrowAddress: string }): {
  chain: string;
  transactionHash: string;
  escrowAddress: string;
} {
  const chain = readChain(lock.chain, 'chain');
  const form: Form = isSolanaChain(chain) ? 'solana' : isEvmChain(chain) ? 'evm' : 'off-chain';
  const transactionHash = readTransaction(form, {
    transactionHash: lock.transactionHash,
    transactionSignature: lock.transactionHash,
  });
  const { escrowAddress = lock.escrowAddress } = readAddresses(
    { escrowAddress: lock.escrowAddress },
    chain,
    '',
  );
  return { chain, transactionHash, escrowAddress };
}

/** Raises VALIDATION_ERROR unless a repeated proof names the payment that is held already (contract E.8). */
export function assertSameReference(payment: Pick<MarketPayment, 'reference'>, reference: string): void {
  if (payment.reference !== reference) {
    refuseWith([{ path: 'transactionHash', message: 'must be that of the payment already held' }]);
  }
}
