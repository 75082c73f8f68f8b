import type { PaymentRailType } from '../catalog/market-service.ts';

export const paymentStatuses = [
  'not_required',
  'intent_created',
  'held',
  'release_pending',
  'released',
  'frozen',
  'refunded',
] as const;
export type PaymentStatus = (typeof paymentStatuses)[number];

export interface Rail {
  type: PaymentRailType;
  /** CAIP-2. */
  chain?: string | null;
  token?: string | null;
  tokenAddress?: string | null;
  tokenMint?: string | null;
  escrowAddress?: string | null;
  externalUrl?: string | null;
  provider?: string | null;
  accountId?: string | null;
  walletAddress?: string | null;
  payerAddress?: string | null;
  payeeAddress?: string | null;
  paymentIntentId?: string | null;
  /** Clients read `rawAmount`, `tokenDecimals` and, on x402, `paymentRequest` (contract C.8, E.9). */
  metadata?: Record<string, unknown>;
}

export type VerificationMode = 'recorded' | 'rpc';

/** What is known of a payment that was made. Never a payment header or signature (contract E.12). */
export interface PaymentProof {
  verificationMode?: VerificationMode;
  chain?: string;
  token?: string;
  transactionHash?: string;
  payerAddress?: string;
  payeeAddress?: string;
  /** Decimal text in major units. */
  amount?: string;
  /** Integer text in base units of the token. */
  rawAmount?: string;
  tokenAddress?: string;
  tokenMint?: string;
  paymentReference?: string;
  blockNumber?: number;
  recordedAt?: string;
  verifiedAt?: string;
  metadata?: Record<string, unknown>;
}

export interface MarketPayment {
  id: string;
  orderId: string;
  machineId: string;
  status: PaymentStatus;
  rail: Rail;
  /** In major units of `currency`; null when nobody knows it yet. */
  amount: number | null;
  currency: string | null;
  proof: PaymentProof | null;
  notes: string[];
  /** Transaction hash or x402 reference in its one spelling; no two payments share one. Never shown. */
  reference: string | null;
  /** SHA-256 (hex) of the x402 payment signature, to recognise it at execution. Never shown. */
  signatureDigest: string | null;
  createdAt: string;
  updatedAt: string;
}
