import type { PaymentRecommendation, Pricing } from '../catalog/market-service.ts';
import type { ExecutionMode, ExternalHandoff, IntegrationStatus } from '../catalog/skill.ts';

/** A search after aliases and defaults (contract C.6). */
export interface NormalizedTask {
  serviceType: string;
  requiredCapabilities: string[];
  allowExternalHandoff: boolean;
  requireNativeExecution: boolean;
  operation?: string;
  region?: string;
}

/** An offer for one service, good until `expiresAt`, bound to its search, machine and pairing. */
export interface MarketQuote {
  id: string;
  serviceId: string;
  skillKey: string;
  providerKey: string;
  executionMode: ExecutionMode;
  integrationStatus: IntegrationStatus;
  operation: string;
  /** 0 to 1; the best offer first. */
  score: number;
  reasons: string[];
  pricing: Pricing;
  payment: PaymentRecommendation;
  handoff: ExternalHandoff | null;
  expiresAt: string;
}

/** A quote together with what it is bound to, as an order finds it by its id alone. */
export interface BoundQuote {
  quote: MarketQuote;
  searchId: string;
  machineId: string;
  agentPairingId: string | null;
}

export interface MarketSearch {
  id: string;
  machineId: string;
  agentPairingId: string | null;
  /** The request as received, credentials redacted (contract E.12). */
  requestPayload: Record<string, unknown>;
  normalizedTask: NormalizedTask;
  status: 'completed' | 'no_match';
  quotes: MarketQuote[];
  createdAt: string;
}
