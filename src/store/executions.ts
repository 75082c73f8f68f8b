import type { Knex } from 'knex';
import type { ExecutionRecords } from '../domain/executions/execution.ts';
import { OUTCOMES } from './outcomes.ts';
import { ROUTES } from './routes.ts';
import { RUNS } from './runs.ts';
import type { ExecutionRepository } from './store.ts';
import type { Connections } from './table.ts';
import { findRow, insertRow, replaceRow } from './table.ts';
import { TASKS } from './tasks.ts';

export function createExecutionRepository({ read, write }: Connections): ExecutionRepository {
  return {
    insertTask: (task) => insertRow(write, TASKS, task),
    updateTask: (task) => replaceRow(write, TASKS, task, ['id', 'machine_id', 'created_at']),
    insertRoute: (route) => insertRow(write, ROUTES, route),
    updateRoute: (route) => replaceRow(write, ROUTES, route, ['id', 'task_id', 'machine_id', 'created_at']),
    insertRun: (run) => insertRow(write, RUNS, run),
    insertOutcome: (outcome) => insertRow(write, OUTCOMES, outcome),
    findTask: (id) => findRow(read, TASKS, id),
    findRoute: (id) => findRow(read, ROUTES, id),
    findRun: (id) => findRow(read, RUNS, id),
    findOutcome: (id) => findRow(read, OUTCOMES, id),
    findByOutcome: (outcomeId) => findByOutcome(read, outcomeId),
  };
}

async function findByOutcome(db: Knex, outcomeId: string): Promise<ExecutionRecords | null> {
  const outcome = await findRow(db, OUTCOMES, outcomeId);
  const run = outcome && (await findRow(db, RUNS, outcome.runId));
  const route = run && (await findRow(db, ROUTES, run.routeId));
  const task = outcome && (await findRow(db, TASKS, outcome.taskId));
  // Foreign keys keep all of them or none.
  return task && route && run && outcome ? { task, route, run, outcome } : null;
}
