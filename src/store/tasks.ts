import type { Task, TaskStatus } from '../domain/executions/execution.ts';
import type { MarketQuote } from '../domain/search/market-search.ts';
import type { Table } from './table.ts';

type TaskRow = {
  id: string;
  machine_id: string;
  agent_pairing_id: string | null;
  order_id: string | null;
  service_type: string;
  operation: string | null;
  input: string;
  required_capabilities: string;
  status: string;
  candidates: string;
  route_id: string | null;
  run_id: string | null;
  outcome_id: string | null;
  error_message: string | null;
  created_at: string;
  updated_at: string;
};

export const TASKS: Table<Task, TaskRow> = { name: 'tasks', toRow, fromRow };

function toRow(task: Task): TaskRow {
  return {
    id: task.id,
    machine_id: task.machineId,
    agent_pairing_id: task.agentPairingId,
    order_id: task.orderId,
    service_type: task.serviceType,
    operation: task.operation,
    input: JSON.stringify(task.input),
    required_capabilities: JSON.stringify(task.requiredCapabilities),
    status: task.status,
    candidates: JSON.stringify(task.candidates),
    route_id: task.routeId,
    run_id: task.runId,
    outcome_id: task.outcomeId,
    error_message: task.errorMessage,
    created_at: task.createdAt,
    updated_at: task.updatedAt,
  };
}

function fromRow(row: TaskRow): Task {
  return {
    id: row.id,
    machineId: row.machine_id,
    agentPairingId: row.agent_pairing_id,
    orderId: row.order_id,
    serviceType: row.service_type,
    operation: row.operation,
    input: JSON.parse(row.input) as Record<string, unknown>,
    requiredCapabilities: JSON.parse(row.required_capabilities) as string[],
    status: row.status as TaskStatus,
    candidates: JSON.parse(row.candidates) as MarketQuote[],
    routeId: row.route_id,
    runId: row.run_id,
    outcomeId: row.outcome_id,
    errorMessage: row.error_message,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
