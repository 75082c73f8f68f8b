import { DomainError } from '../errors.ts';
import { isEvmChain, isSolanaChain } from './chain.ts';
import type { Rail, VerificationMode } from './payment.ts';
import { invalidPayment, isEvmHash, isSolanaSignature, readChain } from './rail-fields.ts';

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

/** Where the money moved: the form decides what names the transaction, and whether a chain can be asked. */
export type TransferForm = 'evm' | 'solana' | 'elsewhere';

/** Money that moves outside of chains. */
const offChainRails: readonly string[] = ['vault-stripe', 'offchain-record', 'external'];

/** A chain that nobody names is taken for the deployment's own, which is an EVM chain. */
export function formOfChain(chain: string | null): TransferForm {
  if (chain === null || isEvmChain(chain)) return 'evm';
  return isSolanaChain(chain) ? 'solana' : 'elsewhere';
}

/** The form of a claim; a rail outside of chains has one only when the transaction says so. */
export function formOf(claim: TransferClaim, rail: Pick<Rail, 'type'>, chain: string | null): TransferForm {
  const form = formOfChain(chain);
  if (chain === null) return offChainRails.includes(rail.type) ? 'elsewhere' : form;
  const isOnChain =
    form === 'evm' ? isEvmHash(nameTransaction(claim)) : isSolanaSignature(nameTransaction(claim));
  return offChainRails.includes(rail.type) && !isOnChain ? 'elsewhere' : form;
}

/**
 * The chain of a claim, else of the intent. While verification is forced, a payment that is intended on an EVM chain cannot
 * be claimed on another, which would not be verified. Raises VALIDATION_ERROR.
 */
export function readClaimedChain(claim: TransferClaim, rail: Rail, forceRpc: boolean): string | null {
  const claimed = claim.chain === undefined ? null : readChain(claim.chain, 'chain');
  const intended = rail.chain ?? null;
  const isBound = forceRpc && intended !== null && isEvmChain(intended);
  if (isBound && claimed !== null && claimed !== intended) {
    throw invalidPayment({ path: 'chain', message: 'must be the chain of the payment intent' });
  }
  return claimed ?? intended;
}

export interface VerificationSettings {
  forceRpc: boolean;
  /** True when there is a node to ask. */
  hasRpc: boolean;
}

/**
 * How the transfer is verified. Solana and money outside of chains are only ever recorded. Raises PAYMENT_RPC_REQUIRED with
 * `details.reason` for what this deployment does not take (contract E.10).
 */
export function chooseMode(
  form: TransferForm,
  { verificationMode = 'recorded' }: TransferClaim,
  rail: Pick<Rail, 'type'>,
  { forceRpc, hasRpc }: VerificationSettings,
): VerificationMode {
  const isExempt = form === 'solana' || offChainRails.includes(rail.type);
  if (form !== 'evm') {
    if (forceRpc && !isExempt) throw rpcRequired('verification-forced');
    return 'recorded';
  }
  if (forceRpc && verificationMode !== 'rpc') throw rpcRequired('verification-forced');
  if (verificationMode === 'rpc' && !hasRpc) throw rpcRequired('no-rpc-url');
  return verificationMode;
}

const rpcMessages = {
  'verification-forced': 'This deployment takes only transfers that it can verify on the chain.',
  'no-rpc-url': 'This deployment has no payment RPC node.',
};

function rpcRequired(reason: keyof typeof rpcMessages): DomainError {
  return new DomainError('PAYMENT_RPC_REQUIRED', rpcMessages[reason], { reason });
}

const nameTransaction = ({ transactionHash, transactionSignature }: TransferClaim): string =>
  (transactionHash ?? transactionSignature ?? '').trim();

/** A longer one is no reference of anything, and no index takes it. */
const longestReference = 200;

/** What names the payment, in its one spelling. Raises VALIDATION_ERROR. */
export function readReference(form: TransferForm, claim: TransferClaim): string {
  if (form === 'evm') {
    const hash = claim.transactionHash?.trim() ?? '';
    if (isEvmHash(hash)) return hash.toLowerCase();
    throw invalidPayment({ path: 'transactionHash', message: 'must be 0x and 64 hex digits' });
  }
  if (form === 'solana') {
    const signature = (claim.transactionSignature ?? claim.transactionHash ?? '').trim();
    if (isSolanaSignature(signature)) return signature;
    throw invalidPayment({
      path: 'transactionSignature',
      message: 'must be the signature of a transaction in base58',
    });
  }
  const reference = nameTransaction(claim) || (claim.paymentReference?.trim() ?? '');
  if (reference !== '' && reference.length <= longestReference) return reference;
  throw invalidPayment({
    path: 'transactionHash',
    message: `a transactionHash or paymentReference of at most ${longestReference} characters is required`,
  });
}
