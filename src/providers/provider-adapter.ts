import type { MarketService } from '../domain/catalog/market-service.ts';

/**
 * Where a value came from. What a request brought may only reach addresses that the operator allows; what the operator
 * configured may reach any (no request forgery into internal networks).
 */
export type ValueOrigin = 'operator' | 'request';

/** A provider's settings and credentials for one call, by the names of its catalogue entry. */
export interface ProviderAccess {
  value(key: string): string | undefined;
  originOf(key: string): ValueOrigin;
  /** Values that must never appear in an answer, a message or a log. */
  secrets(): readonly string[];
}

export interface ProviderCall {
  service: MarketService;
  operation: string;
  input: Record<string, unknown>;
  access: ProviderAccess;
  machineId: string;
  /** The x402 header of this execution; used once and forgotten. */
  paymentSignature: string | null;
}

/** What a provider said about its payment (contract E.9). */
export interface Settlement {
  status: 'settled' | 'failed' | 'unknown';
  /** The decoded PAYMENT-RESPONSE. */
  response: Record<string, unknown> | null;
  payerAddress: string | null;
}

export type ProviderResult =
  | { status: 'completed'; result: unknown; externalRef: string | null; settlement: Settlement | null }
  | { status: 'failed'; errorMessage: string; errorCode: string | null; settlement: Settlement | null };

/** The payment challenge of a seller as a payment intent shows it (contract E.9). */
export interface PaymentChallenge {
  /** Base64 of the JSON challenge, exactly as the seller sent it; absent when there was none. */
  paymentRequired?: string;
  /** HTTP status of the probe; null when the seller could not be reached. */
  statusCode: number | null;
  paymentUrl: string;
  bodyError: string | null;
  /** Decoded copy for display. */
  accepts?: Record<string, unknown>[];
}

/** A call that passed every check that needs no network. */
export interface PreparedCall {
  /** Calls the provider. Never rejects for what the provider does: that is a failed result. */
  run(): Promise<ProviderResult>;
}

/** What a provider offers right now for a search. */
export interface LiveOffer {
  serviceId: string;
  isAvailable: boolean;
  /** Short phrases for the quote's reasons. */
  reasons: string[];
}

/** One service provider behind one interface. No adapter invents data: an unreachable provider is a failed result. */
export interface ProviderAdapter {
  readonly providerKey: string;
  /** Raises DomainError EXECUTION_UNSUPPORTED (details.missing lists what is not configured) or VALIDATION_ERROR. */
  prepare(call: ProviderCall): PreparedCall;
  /** The payment challenge for this call; only sellers that demand payment have one. Never rejects. */
  challenge?(call: ProviderCall): Promise<PaymentChallenge>;
  /** Asks the provider what it has; undefined when it does not answer. Never rejects. */
  discover?(services: readonly MarketService[], access: ProviderAccess): Promise<LiveOffer[] | undefined>;
}

export interface Providers {
  /** Null when nothing here can call that provider. */
  adapterFor(providerKey: string): ProviderAdapter | null;
}
