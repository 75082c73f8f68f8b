import { describe, expect, it } from 'vitest';
import { aService } from '../market.fixture.ts';
import type { ExecutionEnd } from './create-records.ts';
import { createDispatch, createRecords } from './create-records.ts';

const started = '2026-05-16T12:00:00.000Z';
const ended = '2026-05-16T12:00:02.000Z';
const handoff = { label: 'Console', url: 'https://console.example', notes: [] };

const dispatch = createDispatch(
  {
    machineId: 'mach_1',
    agentPairingId: 'pair_1',
    orderId: 'ord_1',
    service: aService({ integrationStatus: 'credentials-required' }),
    operation: 'history',
    input: { symbol: 'BTC' },
    runtimeEndpointId: 'rte_1',
  },
  { task: 'task_1', route: 'route_1' },
  started,
);
const about = {
  machineId: 'mach_1',
  serviceId: 'pyth:feeds:price',
  skillKey: 'pyth',
  executionMode: 'native',
};

describe('createDispatch', () => {
  it('makes the task and the route of an execution that begins', () => {
    expect(dispatch).toEqual({
      startedAt: started,
      task: {
        id: 'task_1',
        machineId: 'mach_1',
        agentPairingId: 'pair_1',
        orderId: 'ord_1',
        serviceType: 'oracle.price-feed',
        operation: 'history',
        input: { symbol: 'BTC' },
        requiredCapabilities: [],
        status: 'executing',
        candidates: [],
        routeId: 'route_1',
        runId: null,
        outcomeId: null,
        errorMessage: null,
        createdAt: started,
        updatedAt: started,
      },
      route: {
        ...about,
        id: 'route_1',
        taskId: 'task_1',
        providerKey: 'pyth',
        integrationStatus: 'credentials-required',
        status: 'dispatched',
        handoff: null,
        runtimeEndpointId: 'rte_1',
        createdAt: started,
        updatedAt: started,
      },
    });
  });
});

interface Shown {
  task: string;
  route: string;
  handoff: object | null;
  outcome: { result?: unknown; externalRef?: string; errorMessage?: string; errorCode?: string };
}

describe('createRecords', () => {
  const nothing = { result: null, errorMessage: null, errorCode: null, externalRef: null };
  const ends: [ExecutionEnd, Shown][] = [
    [
      { status: 'completed', result: { price: 1 }, externalRef: 'job/7' },
      {
        task: 'completed',
        route: 'completed',
        handoff: null,
        outcome: { result: { price: 1 }, externalRef: 'job/7' },
      },
    ],
    [
      { status: 'completed', result: null, externalRef: null },
      { task: 'completed', route: 'completed', handoff: null, outcome: {} },
    ],
    [
      { status: 'failed', errorMessage: 'No answer.', errorCode: 'E7' },
      {
        task: 'failed',
        route: 'failed',
        handoff: null,
        outcome: { errorMessage: 'No answer.', errorCode: 'E7' },
      },
    ],
    [
      { status: 'external', handoff },
      { task: 'handoff', route: 'handed_off', handoff, outcome: {} },
    ],
  ];

  it.each(ends)('tells in every record how it ended: %o', (end, expected) => {
    const records = createRecords(dispatch, end, { run: 'run_1', outcome: 'out_1' }, ended);
    const { task, route, handoff: shown, outcome } = expected;
    const shared = { ...about, taskId: 'task_1', orderId: 'ord_1', status: end.status };
    const own = { ...nothing, ...outcome };
    expect(records).toEqual({
      task: {
        ...dispatch.task,
        status: task,
        runId: 'run_1',
        outcomeId: 'out_1',
        errorMessage: own.errorMessage,
        updatedAt: ended,
      },
      route: { ...dispatch.route, status: route, handoff: shown, updatedAt: ended },
      run: {
        ...shared,
        id: 'run_1',
        routeId: 'route_1',
        outcomeId: 'out_1',
        startedAt: started,
        finishedAt: ended,
      },
      outcome: { ...shared, ...own, id: 'out_1', runId: 'run_1', createdAt: ended },
    });
  });
});
