/** One ERC-20 Transfer event of a receipt; addresses in lower case. */
export interface TransferLog {
  tokenAddress: string;
  from: string;
  to: string;
  /** In base units of the token. */
  value: bigint;
}

export type ReceiptAnswer =
  | {
      outcome: 'mined';
      isSuccess: boolean;
      /** Null when the node does not tell it. */
      blockNumber: number | null;
      transfers: TransferLog[];
    }
  | { outcome: 'not-mined' }
  | { outcome: 'unreachable'; reason: 'timeout' | 'network' | 'error-reply' | 'invalid-reply' };
