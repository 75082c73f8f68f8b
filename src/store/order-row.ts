import type { MarketService, PaymentRecommendation } from '../domain/catalog/market-service.ts';
import type { ExecutionMode, ExternalHandoff, IntegrationStatus } from '../domain/catalog/skill.ts';
import type { ExecutionAttempt, MarketOrder, OrderStatus } from '../domain/orders/order.ts';

export type OrderRow = {
  id: string;
  machine_id: string;
  agent_pairing_id: string;
  status: string;
  spend_amount: string;
  spend_currency: string | null;
  created_at: string;
  updated_at: string;
  service_id: string;
  skill_key: string;
  provider_key: string;
  service_type: string;
  operation: string;
  execution_mode: string;
  integration_status: string;
  search_id: string | null;
  quote_id: string | null;
  task_id: string | null;
  route_id: string | null;
  run_id: string | null;
  outcome_id: string | null;
  attempt: string | null;
  input: string;
  payment: string;
  budget: string | null;
  handoff: string | null;
  error_message: string | null;
  service_snapshot: string;
};

export type OrderChanges = Pick<
  OrderRow,
  | 'id'
  | 'status'
  | 'spend_amount'
  | 'spend_currency'
  | 'updated_at'
  | 'task_id'
  | 'route_id'
  | 'run_id'
  | 'outcome_id'
  | 'attempt'
  | 'handoff'
  | 'error_message'
>;

/** The columns that change in an order's life. */
export function toOrderChanges(order: MarketOrder): OrderChanges {
  return {
    id: order.id,
    status: order.status,
    spend_amount: String(order.spend.amount),
    spend_currency: order.spend.currency,
    updated_at: order.updatedAt,
    task_id: order.taskId,
    route_id: order.routeId,
    run_id: order.runId,
    outcome_id: order.outcomeId,
    attempt: order.attempt === null ? null : JSON.stringify(order.attempt),
    handoff: order.handoff === null ? null : JSON.stringify(order.handoff),
    error_message: order.errorMessage,
  };
}

/** How an order lies in its table. */
export function toOrderRow(order: MarketOrder): OrderRow {
  return {
    ...toOrderChanges(order),
    machine_id: order.machineId,
    agent_pairing_id: order.agentPairingId,
    created_at: order.createdAt,
    service_id: order.serviceId,
    skill_key: order.skillKey,
    provider_key: order.providerKey,
    service_type: order.serviceType,
    operation: order.operation,
    execution_mode: order.executionMode,
    integration_status: order.integrationStatus,
    search_id: order.searchId,
    quote_id: order.quoteId,
    input: JSON.stringify(order.input),
    payment: JSON.stringify(order.payment),
    budget: order.budget === null ? null : JSON.stringify(order.budget),
    service_snapshot: JSON.stringify(order.serviceSnapshot),
  };
}

const MOST_SNAPSHOTS = 500;
const snapshots = new Map<string, MarketService>();

/** Orders of one service hold the same text: it is parsed once. Nobody changes what is shared here. */
function parseSnapshot(text: string): MarketService {
  const known = snapshots.get(text);
  if (known) return known;
  const snapshot = JSON.parse(text) as MarketService;
  if (snapshots.size >= MOST_SNAPSHOTS) snapshots.clear();
  snapshots.set(text, snapshot);
  return snapshot;
}

/** The order that a row holds. */
export function fromOrderRow(row: OrderRow): MarketOrder {
  return {
    id: row.id,
    machineId: row.machine_id,
    agentPairingId: row.agent_pairing_id,
    serviceId: row.service_id,
    skillKey: row.skill_key,
    providerKey: row.provider_key,
    serviceType: row.service_type,
    operation: row.operation,
    executionMode: row.execution_mode as ExecutionMode,
    integrationStatus: row.integration_status as IntegrationStatus,
    status: row.status as OrderStatus,
    input: JSON.parse(row.input) as Record<string, unknown>,
    payment: JSON.parse(row.payment) as PaymentRecommendation,
    budget: row.budget === null ? null : (JSON.parse(row.budget) as NonNullable<MarketOrder['budget']>),
    handoff: row.handoff === null ? null : (JSON.parse(row.handoff) as ExternalHandoff),
    errorMessage: row.error_message,
    serviceSnapshot: parseSnapshot(row.service_snapshot),
    searchId: row.search_id,
    quoteId: row.quote_id,
    taskId: row.task_id,
    routeId: row.route_id,
    runId: row.run_id,
    outcomeId: row.outcome_id,
    spend: { amount: Number(row.spend_amount), currency: row.spend_currency },
    attempt: row.attempt === null ? null : (JSON.parse(row.attempt) as ExecutionAttempt),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
