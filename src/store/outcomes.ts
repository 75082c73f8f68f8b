import type { ExecutionMode } from '../domain/catalog/skill.ts';
import type { Outcome, RunStatus } from '../domain/executions/execution.ts';
import type { Table } from './table.ts';

type OutcomeRow = {
  id: string;
  run_id: string;
  task_id: string;
  order_id: string | null;
  machine_id: string;
  service_id: string;
  skill_key: string;
  execution_mode: string;
  status: string;
  result: string;
  error_message: string | null;
  error_code: string | null;
  external_ref: string | null;
  created_at: string;
};

export const OUTCOMES: Table<Outcome, OutcomeRow> = { name: 'outcomes', toRow, fromRow };

function toRow(outcome: Outcome): OutcomeRow {
  return {
    id: outcome.id,
    run_id: outcome.runId,
    task_id: outcome.taskId,
    order_id: outcome.orderId,
    machine_id: outcome.machineId,
    service_id: outcome.serviceId,
    skill_key: outcome.skillKey,
    execution_mode: outcome.executionMode,
    status: outcome.status,
    // JSON has no undefined, which is what a provider that answers nothing leaves.
    result: JSON.stringify(outcome.result ?? null),
    error_message: outcome.errorMessage,
    error_code: outcome.errorCode,
    external_ref: outcome.externalRef,
    created_at: outcome.createdAt,
  };
}

function fromRow(row: OutcomeRow): Outcome {
  return {
    id: row.id,
    runId: row.run_id,
    taskId: row.task_id,
    orderId: row.order_id,
    machineId: row.machine_id,
    serviceId: row.service_id,
    skillKey: row.skill_key,
    executionMode: row.execution_mode as ExecutionMode,
    status: row.status as RunStatus,
    result: JSON.parse(row.result) as unknown,
    errorMessage: row.error_message,
    errorCode: row.error_code,
    externalRef: row.external_ref,
    createdAt: row.created_at,
  };
}
