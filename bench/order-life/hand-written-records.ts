import type { MarketService } from '../../src/domain/catalog/market-service.ts';
import type { Row } from './hand-written-store.ts';
import { newId } from './hand-written-store.ts';

const documents = new Set([
  'input',
  'payment',
  'budget',
  'handoff',
  'service_snapshot',
  'rail',
  'proof',
  'notes',
  'result',
  'required_capabilities',
  'candidates',
]);
const hidden = new Set(['spend_amount', 'spend_currency', 'attempt', 'reference', 'signature_digest']);

const camel = (column: string) =>
  column.replaceAll(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase());

/** A record as answers show it. */
export function view(row: Row): Record<string, unknown> {
  const shown: Record<string, unknown> = {};
  for (const [column, value] of Object.entries(row)) {
    if (hidden.has(column)) continue;
    shown[camel(column)] = documents.has(column) && value !== null ? JSON.parse(value) : value;
  }
  return shown;
}

/** A column that is never null where it is read. */
export const textOf = (row: Row, column: string): string => row[column] ?? '';

export function newOrder(
  service: MarketService,
  actor: { machineId: string; agentPairingId: string },
  input: object,
  at: string,
): Row {
  return {
    id: newId('ord'),
    machine_id: actor.machineId,
    agent_pairing_id: actor.agentPairingId,
    status: 'created',
    spend_amount: '0',
    spend_currency: null,
    created_at: at,
    updated_at: at,
    service_id: service.id,
    skill_key: service.skillKey,
    provider_key: service.providerKey,
    service_type: service.serviceType,
    operation: service.operations[0] ?? '',
    execution_mode: service.executionMode,
    integration_status: service.integrationStatus,
    search_id: null,
    quote_id: null,
    task_id: null,
    route_id: null,
    run_id: null,
    outcome_id: null,
    attempt: null,
    input: JSON.stringify(input),
    payment: JSON.stringify(service.payment),
    budget: null,
    handoff: null,
    error_message: null,
    service_snapshot: JSON.stringify(service),
  };
}

export interface Intent {
  rail: object;
  amount: number;
  currency: string;
}

export function newPayment(order: Row, { rail, amount, currency }: Intent, at: string): Row {
  const metadata = { tokenDecimals: 6, rawAmount: String(Math.round(amount * 1e6)) };
  return {
    id: newId('pay'),
    order_id: textOf(order, 'id'),
    machine_id: textOf(order, 'machine_id'),
    status: 'intent_created',
    rail: JSON.stringify({ ...rail, metadata }),
    amount: String(amount),
    currency,
    proof: null,
    notes: '[]',
    reference: null,
    signature_digest: null,
    created_at: at,
    updated_at: at,
  };
}

/** Task and route of an execution that begins. */
export function newDispatch(order: Row, input: object, at: string): { task: Row; route: Row } {
  const [taskId, routeId] = [newId('task'), newId('route')];
  const shared = { status: 'executing', created_at: at, updated_at: at };
  const machine_id = textOf(order, 'machine_id');
  const task: Row = {
    ...shared,
    id: taskId,
    machine_id,
    agent_pairing_id: textOf(order, 'agent_pairing_id'),
    order_id: textOf(order, 'id'),
    service_type: textOf(order, 'service_type'),
    operation: textOf(order, 'operation'),
    input: JSON.stringify(input),
    required_capabilities: '[]',
    candidates: '[]',
    route_id: routeId,
    run_id: null,
    outcome_id: null,
    error_message: null,
  };
  const route: Row = {
    ...shared,
    id: routeId,
    task_id: taskId,
    machine_id,
    service_id: textOf(order, 'service_id'),
    skill_key: textOf(order, 'skill_key'),
    provider_key: textOf(order, 'provider_key'),
    execution_mode: textOf(order, 'execution_mode'),
    integration_status: textOf(order, 'integration_status'),
    status: 'dispatched',
    handoff: null,
    runtime_endpoint_id: null,
  };
  return { task, route };
}

/** Run and outcome of an execution that ended. */
export function newResult(
  { task, route }: { task: Row; route: Row },
  result: { blobId: string },
  at: string,
): { run: Row; outcome: Row } {
  const [runId, outcomeId] = [newId('run'), newId('out')];
  const shared: Row = {
    task_id: textOf(task, 'id'),
    order_id: textOf(task, 'order_id'),
    machine_id: textOf(task, 'machine_id'),
    service_id: textOf(route, 'service_id'),
    skill_key: textOf(route, 'skill_key'),
    execution_mode: textOf(route, 'execution_mode'),
    status: 'completed',
  };
  const run: Row = {
    ...shared,
    id: runId,
    route_id: textOf(route, 'id'),
    outcome_id: outcomeId,
    started_at: textOf(task, 'created_at'),
    finished_at: at,
  };
  const outcome: Row = {
    ...shared,
    id: outcomeId,
    run_id: runId,
    result: JSON.stringify(result),
    error_message: null,
    error_code: null,
    external_ref: result.blobId,
    created_at: at,
  };
  return { run, outcome };
}
