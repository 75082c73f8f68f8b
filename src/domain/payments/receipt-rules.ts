import { DomainError } from '../errors.ts';
import type { ReceiptAnswer, TransferLog } from './receipt.ts';

/** The transfer that must stand in the receipt. */
export interface ExpectedTransfer {
  tokenAddress: string;
  payerAddress: string;
  payeeAddress: string;
  /** Integer text in base units of the token. */
  rawAmount: string;
}

const isSame = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

function isExpected(log: TransferLog, expected: ExpectedTransfer): boolean {
  return (
    isSame(log.tokenAddress, expected.tokenAddress) &&
    isSame(log.from, expected.payerAddress) &&
    isSame(log.to, expected.payeeAddress) &&
    log.value === BigInt(expected.rawAmount)
  );
}

/**
 * The block (null when not told) of a transaction that made exactly this transfer. Raises PAYMENT_RPC_ERROR,
 * PAYMENT_NOT_MINED, PAYMENT_TX_FAILED or PAYMENT_TRANSFER_NOT_FOUND (contract E.10).
 */
export function assertTransferred(
  receipt: ReceiptAnswer,
  expected: ExpectedTransfer,
): { blockNumber: number | null } {
  if (receipt.outcome === 'unreachable') {
    throw new DomainError('PAYMENT_RPC_ERROR', 'The payment RPC node gave no usable answer.', {
      reason: receipt.reason,
    });
  }
  if (receipt.outcome === 'not-mined') {
    throw new DomainError(
      'PAYMENT_NOT_MINED',
      'The transaction is not mined yet. Send the proof again later.',
    );
  }
  if (!receipt.isSuccess) throw new DomainError('PAYMENT_TX_FAILED', 'The transaction failed on the chain.');
  if (!receipt.transfers.some((log) => isExpected(log, expected))) {
    throw new DomainError(
      'PAYMENT_TRANSFER_NOT_FOUND',
      'The transaction has no transfer of this token, payer, payee and amount.',
    );
  }
  return { blockNumber: receipt.blockNumber };
}
