import type { ReceiptAnswer } from '../domain/payments/receipt.ts';

/** The EVM node that payment proofs are checked against (contract E.10). It never throws. */
export interface PaymentRpc {
  /** Asks for the receipt of a transaction, now. */
  findReceipt(transactionHash: string): Promise<ReceiptAnswer>;
}
