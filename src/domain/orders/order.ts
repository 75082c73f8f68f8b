import type { MarketService, PaymentRecommendation } from '../catalog/market-service.ts';
import type { ExecutionMode, ExternalHandoff, IntegrationStatus } from '../catalog/skill.ts';

export const orderStatuses = [
  'created',
  'payment_pending',
  'ready',
  'executing',
  'delivered',
  'confirmed',
  'disputed',
  'cancelled',
  'failed',
  'handoff',
] as const;
export type OrderStatus = (typeof orderStatuses)[number];

/** What an order counts against the limits of its pairing, in major units. */
export interface Spend {
  amount: number;
  currency: string | null;
}

/** One execution under way. Past `expiresAt` nobody is working on it any more and another may begin. */
export interface ExecutionAttempt {
  id: string;
  expiresAt: string;
}

export interface MarketOrder {
  id: string;
  machineId: string;
  agentPairingId: string;
  serviceId: string;
  skillKey: string;
  providerKey: string;
  serviceType: string;
  operation: string;
  executionMode: ExecutionMode;
  integrationStatus: IntegrationStatus;
  status: OrderStatus;
  input: Record<string, unknown>;
  /** Copied from the quote or the service at creation. */
  payment: PaymentRecommendation;
  budget: { amount?: number; max?: number; currency?: string } | null;
  handoff: ExternalHandoff | null;
  errorMessage: string | null;
  serviceSnapshot: MarketService;
  searchId: string | null;
  quoteId: string | null;
  taskId: string | null;
  routeId: string | null;
  runId: string | null;
  outcomeId: string | null;
  /** Never shown. */
  spend: Spend;
  /** Never shown; null while nothing runs. */
  attempt: ExecutionAttempt | null;
  createdAt: string;
  updatedAt: string;
}

export interface Dispute {
  id: string;
  orderId: string;
  machineId: string;
  status: 'open' | 'resolved';
  reason: string;
  evidence: Record<string, unknown>;
  createdAt: string;
  updatedAt: string;
}
