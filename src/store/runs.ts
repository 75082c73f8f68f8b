import type { ExecutionMode } from '../domain/catalog/skill.ts';
import type { Run, RunStatus } from '../domain/executions/execution.ts';
import type { Table } from './table.ts';

type RunRow = {
  id: string;
  task_id: string;
  route_id: string;
  order_id: string | null;
  machine_id: string;
  service_id: string;
  skill_key: string;
  execution_mode: string;
  status: string;
  outcome_id: string | null;
  started_at: string;
  finished_at: string | null;
};

export const RUNS: Table<Run, RunRow> = { name: 'runs', toRow, fromRow };

function toRow(run: Run): RunRow {
  return {
    id: run.id,
    task_id: run.taskId,
    route_id: run.routeId,
    order_id: run.orderId,
    machine_id: run.machineId,
    service_id: run.serviceId,
    skill_key: run.skillKey,
    execution_mode: run.executionMode,
    status: run.status,
    outcome_id: run.outcomeId,
    started_at: run.startedAt,
    finished_at: run.finishedAt,
  };
}

function fromRow(row: RunRow): Run {
  return {
    id: row.id,
    taskId: row.task_id,
    routeId: row.route_id,
    orderId: row.order_id,
    machineId: row.machine_id,
    serviceId: row.service_id,
    skillKey: row.skill_key,
    executionMode: row.execution_mode as ExecutionMode,
    status: row.status as RunStatus,
    outcomeId: row.outcome_id,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  };
}
