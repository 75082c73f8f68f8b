import type { MarketService } from '../catalog/market-service.ts';
import type { ExternalHandoff } from '../catalog/skill.ts';
import type { ExecutionRecords, Outcome, Route, Run, Task } from './execution.ts';

export interface ExecutionSubject {
  machineId: string;
  agentPairingId: string;
  orderId: string | null;
  service: MarketService;
  operation: string;
  input: Record<string, unknown>;
  runtimeEndpointId: string | null;
}

/** Task and route of an execution that begins. */
export interface Dispatch {
  task: Task;
  route: Route;
  startedAt: string;
}

export type ExecutionEnd =
  | { status: 'completed'; result: unknown; externalRef: string | null }
  | { status: 'failed'; errorMessage: string; errorCode: string | null }
  | { status: 'external'; handoff: ExternalHandoff };

interface DispatchIds {
  task: string;
  route: string;
}

/** What is written when an execution begins. */
export function createDispatch(subject: ExecutionSubject, ids: DispatchIds, now: string): Dispatch {
  return { task: createTask(subject, ids, now), route: createRoute(subject, ids, now), startedAt: now };
}

function createTask(subject: ExecutionSubject, ids: DispatchIds, now: string): Task {
  const { machineId, agentPairingId, orderId, service, operation, input } = subject;
  return {
    id: ids.task,
    machineId,
    agentPairingId,
    orderId,
    serviceType: service.serviceType,
    operation,
    input,
    requiredCapabilities: [],
    status: 'executing',
    candidates: [],
    routeId: ids.route,
    runId: null,
    outcomeId: null,
    errorMessage: null,
    createdAt: now,
    updatedAt: now,
  };
}

function createRoute(subject: ExecutionSubject, ids: DispatchIds, now: string): Route {
  const { machineId, service, runtimeEndpointId } = subject;
  const { skillKey, providerKey, executionMode, integrationStatus } = service;
  return {
    id: ids.route,
    taskId: ids.task,
    machineId,
    serviceId: service.id,
    skillKey,
    providerKey,
    executionMode,
    integrationStatus,
    status: 'dispatched',
    handoff: null,
    runtimeEndpointId,
    createdAt: now,
    updatedAt: now,
  };
}

interface ResultIds {
  run: string;
  outcome: string;
}

const taskStatuses = { completed: 'completed', failed: 'failed', external: 'handoff' } as const;
const routeStatuses = { completed: 'completed', failed: 'failed', external: 'handed_off' } as const;

/** What is written when it ends: the same task and route, a run and an outcome. */
export function createRecords(
  dispatch: Dispatch,
  end: ExecutionEnd,
  ids: ResultIds,
  now: string,
): ExecutionRecords {
  const outcome = createOutcome(dispatch, end, ids, now);
  return {
    task: {
      ...dispatch.task,
      status: taskStatuses[end.status],
      runId: ids.run,
      outcomeId: ids.outcome,
      errorMessage: outcome.errorMessage,
      updatedAt: now,
    },
    route: {
      ...dispatch.route,
      status: routeStatuses[end.status],
      handoff: end.status === 'external' ? end.handoff : null,
      updatedAt: now,
    },
    run: createRun(dispatch, end, ids, now),
    outcome,
  };
}

function pickSubject({ task, route }: Dispatch) {
  const { machineId, orderId } = task;
  const { serviceId, skillKey, executionMode } = route;
  return { taskId: task.id, orderId, machineId, serviceId, skillKey, executionMode };
}

function createRun(dispatch: Dispatch, end: ExecutionEnd, ids: ResultIds, now: string): Run {
  return {
    ...pickSubject(dispatch),
    id: ids.run,
    routeId: dispatch.route.id,
    outcomeId: ids.outcome,
    status: end.status,
    startedAt: dispatch.startedAt,
    finishedAt: now,
  };
}

function createOutcome(dispatch: Dispatch, end: ExecutionEnd, ids: ResultIds, now: string): Outcome {
  const isCompleted = end.status === 'completed';
  const isFailed = end.status === 'failed';
  return {
    ...pickSubject(dispatch),
    id: ids.outcome,
    runId: ids.run,
    status: end.status,
    result: isCompleted ? end.result : null,
    errorMessage: isFailed ? end.errorMessage : null,
    errorCode: isFailed ? end.errorCode : null,
    externalRef: isCompleted ? end.externalRef : null,
    createdAt: now,
  };
}
