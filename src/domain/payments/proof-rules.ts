import { parseDecimal } from '../money.ts';
import { claimedRawAmount, expectTransfer, findDifferences, intendedRawAmount } from './expected-transfer.ts';
import type { MarketPayment, PaymentProof, Rail, VerificationMode } from './payment.ts';
import { invalidPayment, readAddresses, readChain } from './rail-fields.ts';
import type { ExpectedTransfer } from './receipt-rules.ts';
import type { TransferClaim, TransferForm, VerificationSettings } from './transfer-claim.ts';
import { chooseMode, formOf, formOfChain, readClaimedChain, readReference } from './transfer-claim.ts';

export type { TransferClaim };

export interface ProofSettings extends VerificationSettings {
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
  /** How the proof differs from the intent, for `payment.notes`. */
  notes: string[];
}

type Claimed = Pick<MarketPayment, 'rail' | 'amount'>;

/**
 * Everything about a transfer claim that can be decided without asking the chain: its form, its mode, what it leaves to the
 * intent, and how it differs from it. Raises VALIDATION_ERROR and PAYMENT_RPC_REQUIRED (contract E.10).
 */
export function checkClaim(claim: TransferClaim, payment: Claimed, settings: ProofSettings): CheckedClaim {
  const { rail } = payment;
  const chain = readClaimedChain(claim, rail, settings.forceRpc);
  const form = formOf(claim, rail, chain);
  const mode = chooseMode(form, claim, rail, settings);
  const reference = readReference(form, claim);
  assertAmount(claim);
  const proof: PaymentProof = {
    verificationMode: mode,
    ...(chain === null ? {} : { chain }),
    ...readAddresses(chooseAddresses(claim, rail, mode, settings), form === 'evm'),
    ...pickTexts(claim, rail, form),
    ...chooseAmounts(claim, rail, { form, settings }),
    ...nameReference(claim, reference),
    ...(claim.metadata ? { metadata: claim.metadata } : {}),
  };
  const expected = mode === 'rpc' ? expectTransfer(proof, payment) : null;
  return { proof, reference, expected, notes: describeDifferences(findDifferences(proof, payment)) };
}

function assertAmount({ amount }: TransferClaim): void {
  if (amount !== undefined && parseDecimal(amount) === null) {
    throw invalidPayment({ path: 'amount', message: 'must be a decimal that is not negative' });
  }
}

function chooseAddresses(claim: TransferClaim, rail: Rail, mode: VerificationMode, settings: ProofSettings) {
  return {
    payerAddress: claim.payerAddress ?? rail.payerAddress,
    payeeAddress: claim.payeeAddress ?? rail.payeeAddress,
    tokenAddress: claim.tokenAddress ?? rail.tokenAddress ?? (mode === 'rpc' ? settings.usdtContract : null),
  };
}

function pickTexts(claim: TransferClaim, rail: Rail, form: TransferForm): Partial<PaymentProof> {
  const token = claim.token ?? rail.token;
  const tokenMint = claim.tokenMint ?? (form === 'solana' ? rail.tokenMint : null);
  return {
    ...(typeof token === 'string' ? { token } : {}),
    ...(typeof tokenMint === 'string' ? { tokenMint } : {}),
    ...(claim.amount === undefined ? {} : { amount: claim.amount }),
  };
}

interface Resolved {
  form: TransferForm;
  settings: ProofSettings;
}

/** Base units are known of an EVM token only; elsewhere they stay as sent. */
function chooseAmounts(
  claim: TransferClaim,
  rail: Rail,
  { form, settings }: Resolved,
): Partial<PaymentProof> {
  const rawAmount =
    form === 'evm'
      ? (claimedRawAmount(claim, rail, settings.usdtDecimals) ?? intendedRawAmount(rail))
      : claim.rawAmount;
  return rawAmount === undefined ? {} : { rawAmount };
}

function nameReference({ paymentReference }: TransferClaim, reference: string): Partial<PaymentProof> {
  const named = paymentReference === undefined ? {} : { paymentReference };
  return reference === paymentReference?.trim() ? named : { transactionHash: reference, ...named };
}

function describeDifferences(fields: readonly string[]): string[] {
  return fields.length === 0 ? [] : [`The proof differs from the payment intent in: ${fields.join(', ')}.`];
}

/** A proof ends the choice of a wallet: the transfer was made (contract E.8). */
export function railAfterProof(rail: Rail): Rail {
  return rail.type === 'wallet' ? { ...rail, type: 'wdk-usdt-transfer' } : rail;
}

export interface EscrowProof {
  transactionHash: string;
  chain: string;
  escrowAddress: string;
}

/** An escrow lock as it is kept: CAIP-2, the transaction in its one spelling, the address checksummed. Raises VALIDATION_ERROR. */
export function toEscrowProof(lock: EscrowProof): EscrowProof {
  const chain = readChain(lock.chain, 'chain');
  const form = formOfChain(chain);
  const { escrowAddress = lock.escrowAddress } = readAddresses(
    { escrowAddress: lock.escrowAddress },
    form === 'evm',
  );
  const { transactionHash } = lock;
  return { chain, transactionHash: readReference(form, { transactionHash }), escrowAddress };
}

/**
 * Raises VALIDATION_ERROR unless a repeated proof names the payment that is held already (contract E.8); `path` is the
 * field that the client named it with.
 */
export function assertSameReference(
  payment: Pick<MarketPayment, 'reference'>,
  reference: string,
  path: string,
): void {
  if (payment.reference !== reference) {
    throw invalidPayment({ path, message: 'must be that of the payment already held' });
  }
}
