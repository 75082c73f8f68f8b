import { beforeEach, describe, expect, test } from 'vitest';
import type {
  ExecutionRecords,
  RouteStatus,
  RunStatus,
  TaskStatus,
} from '../../domain/executions/execution.ts';
import type { MarketOrder } from '../../domain/orders/order.ts';
import { anExecution } from '../execution-records.fixture.ts';
import type { StoreHarness } from '../harness.fixture.ts';
import { storeOrder } from '../market-records.fixture.ts';
import { LATER, NOW } from '../records.fixture.ts';
import type { Repositories, Store } from '../store.ts';

const TASK_STATUSES: TaskStatus[] = [
  'created',
  'discovered',
  'resolved',
  'executing',
  'completed',
  'handoff',
  'failed',
];
const ROUTE_STATUSES: RouteStatus[] = ['selected', 'dispatched', 'completed', 'failed', 'handed_off'];
const RUN_STATUSES: RunStatus[] = ['completed', 'failed', 'external'];

/** What every engine must do with tasks, routes, runs and outcomes. `current` gives the store of the running test. */
export function describeExecutions(current: () => StoreHarness): void {
  describe('executions', () => {
    let store: Store;
    let order: MarketOrder;
    let records: ExecutionRecords;
    beforeEach(async () => {
      store = current().store;
      order = await storeOrder(store);
      records = anExecution(order);
    });

    test('come back with every field unchanged', async () => {
      const bare = withoutOptionalFields(anExecution(order));
      for (const each of [records, bare]) {
        await store.transaction((tx) => insertExecution(tx, each));
        expect(await store.executions.findTask(each.task.id)).toEqual(each.task);
        expect(await store.executions.findRoute(each.route.id)).toEqual(each.route);
        expect(await store.executions.findRun(each.run.id)).toEqual(each.run);
        expect(await store.executions.findOutcome(each.outcome.id)).toEqual(each.outcome);
        expect(await store.executions.findByOutcome(each.outcome.id)).toEqual(each);
      }
    });

    test('are not found by an unknown id', async () => {
      const { executions } = store;
      for (const id of ['x_000000000000', 'x_\0']) {
        expect(await executions.findTask(id)).toBeNull();
        expect(await executions.findRoute(id)).toBeNull();
        expect(await executions.findRun(id)).toBeNull();
        expect(await executions.findOutcome(id)).toBeNull();
        expect(await executions.findByOutcome(id)).toBeNull();
      }
    });

    test.each([null, false, 0, '', 'text', [[]], 1e21])('keep the result %j', async (result) => {
      const { outcome } = records;
      await insertExecution(store, { ...records, outcome: { ...outcome, result } });
      expect((await store.executions.findOutcome(outcome.id))?.result).toEqual(result);
    });

    test('keep a result of nothing as null', async () => {
      const { outcome } = records;
      await insertExecution(store, { ...records, outcome: { ...outcome, result: undefined } });
      expect((await store.executions.findOutcome(outcome.id))?.result).toBeNull();
    });

    test('have tasks and routes that an update replaces, except for what they belong to', async () => {
      await insertExecution(store, records);
      const other = withoutOptionalFields(anExecution(order));
      const task = { ...other.task, id: records.task.id, orderId: null, updatedAt: LATER };
      await store.executions.updateTask({ ...task, machineId: 'mach_of_nobody', createdAt: LATER });
      expect(await store.executions.findTask(task.id)).toEqual({ ...task, createdAt: NOW });
      const route = { ...other.route, id: records.route.id, taskId: records.task.id, updatedAt: LATER };
      await store.executions.updateRoute({
        ...route,
        taskId: 'task_of_nobody',
        machineId: 'mach_of_nobody',
        createdAt: LATER,
      });
      expect(await store.executions.findRoute(route.id)).toEqual({ ...route, createdAt: NOW });
      await expect(store.executions.updateTask(other.task)).rejects.toThrow('no row');
      await expect(store.executions.updateRoute(other.route)).rejects.toThrow('no row');
    });

    test('need the records that they belong to', async () => {
      const { executions } = store;
      const { task, route, run, outcome } = records;
      for (const broken of [{ machineId: 'x' }, { agentPairingId: 'x' }, { orderId: 'x' }])
        await expect(executions.insertTask({ ...task, ...broken })).rejects.toThrow(/foreign key/i);
      await executions.insertTask(task);
      for (const broken of [{ machineId: 'x' }, { taskId: 'x' }])
        await expect(executions.insertRoute({ ...route, ...broken })).rejects.toThrow(/foreign key/i);
      await executions.insertRoute(route);
      for (const broken of [{ machineId: 'x' }, { taskId: 'x' }, { routeId: 'x' }, { orderId: 'x' }])
        await expect(executions.insertRun({ ...run, ...broken })).rejects.toThrow(/foreign key/i);
      await executions.insertRun(run);
      for (const broken of [{ machineId: 'x' }, { taskId: 'x' }, { runId: 'x' }, { orderId: 'x' }])
        await expect(executions.insertOutcome({ ...outcome, ...broken })).rejects.toThrow(/foreign key/i);
    });

    test('take every known status and no other', async () => {
      const { executions } = store;
      await insertExecution(store, records);
      for (const status of TASK_STATUSES) await executions.updateTask({ ...records.task, status });
      for (const status of ROUTE_STATUSES) await executions.updateRoute({ ...records.route, status });
      for (const status of RUN_STATUSES) {
        const { run, outcome } = records;
        await executions.insertRun({ ...run, id: `run_${status}`, status });
        await executions.insertOutcome({ ...outcome, id: `out_${status}`, runId: `run_${status}`, status });
      }
      const lost = anExecution(order);
      await expect(executions.insertTask({ ...lost.task, status: 'lost' as 'failed' })).rejects.toThrow(
        'tasks_status_known',
      );
      await executions.insertTask(lost.task);
      await expect(executions.insertRoute({ ...lost.route, status: 'lost' as 'failed' })).rejects.toThrow(
        'routes_status_known',
      );
      await executions.insertRoute(lost.route);
      await expect(executions.insertRun({ ...lost.run, status: 'lost' as 'failed' })).rejects.toThrow(
        'runs_status_known',
      );
      await executions.insertRun(lost.run);
      await expect(executions.insertOutcome({ ...lost.outcome, status: 'lost' as 'failed' })).rejects.toThrow(
        'outcomes_status_known',
      );
    });
  });
}

async function insertExecution(
  { executions }: Repositories,
  { task, route, run, outcome }: ExecutionRecords,
): Promise<void> {
  await executions.insertTask(task);
  await executions.insertRoute(route);
  await executions.insertRun(run);
  await executions.insertOutcome(outcome);
}

function withoutOptionalFields({ task, route, run, outcome }: ExecutionRecords): ExecutionRecords {
  return {
    task: {
      ...task,
      agentPairingId: null,
      orderId: null,
      operation: null,
      input: {},
      requiredCapabilities: [],
      candidates: [],
      routeId: null,
      runId: null,
      outcomeId: null,
      errorMessage: null,
    },
    route: { ...route, handoff: null, runtimeEndpointId: null },
    run: { ...run, orderId: null, outcomeId: null, finishedAt: null },
    outcome: {
      ...outcome,
      orderId: null,
      result: null,
      errorMessage: null,
      errorCode: null,
      externalRef: null,
    },
  };
}
