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

/** What is written when an execution begins. */
export function createDispatch(
  subject: ExecutionSubject,
  ids: { task: string; route: string },
  now: string,
): Dispatch {
  const { machineId, agentPairingId, orderId, service, operation, input, runtimeEndpointId } = subject;
  const { skillKey, providerKey, executionMode, integrationStatus, serviceType } = service;
  const task: Task = {
    id: ids.task,
    machineId,
    agentPairingId,
    orderId,
    serviceType,
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
  const route: Route = {
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
  return { task, route, startedAt: now };
}

const taskStatus = { completed: 'completed', failed: 'failed', external: 'handoff' } as const;
const routeStatus = { completed: 'completed', failed: 'failed', external: 'handed_off' } as const;

/** What is written when it ends: the same task and route, a run and an outcome. */
export function createRecords(
  { task, route, startedAt }: Dispatch,
  end: ExecutionEnd,
  ids: { run: string; outcome: string },
  now: string,
): ExecutionRecords {
  const { machineId, orderId } = task;
  const { serviceId, skillKey, executionMode } = route;
  const shared = {
    taskId: task.id,
    orderId,
    machineId,
    serviceId,
    skillKey,
    executionMode,
    status: end.status,
  };
  const errorMessage = end.status === 'failed' ? end.errorMessage : null;
  const run: Run = {
    ...shared,
    id: ids.run,
    routeId: route.id,
    outcomeId: ids.outcome,
    startedAt,
    finishedAt: now,
  };
  const outcome: Outcome = {
    ...shared,
    id: ids.outcome,
    runId: ids.run,
    result: end.status === 'completed' ? end.result : null,
    errorMessage,
    errorCode: end.status === 'failed' ? end.errorCode : null,
    externalRef: end.status === 'completed' ? end.externalRef : null,
    createdAt: now,
  };
  return {
    task: {
      ...task,
      status: taskStatus[end.status],
      runId: run.id,
      outcomeId: outcome.id,
      errorMessage,
      updatedAt: now,
    },
    route: {
      ...route,
      status: routeStatus[end.status],
      handoff: end.status === 'external' ? end.handoff : null,
      updatedAt: now,
    },
    run,
    outcome,
  };
}
