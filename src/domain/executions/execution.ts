import type { ExecutionMode, ExternalHandoff, IntegrationStatus } from '../catalog/skill.ts';
import type { MarketQuote } from '../search/market-search.ts';

export type TaskStatus =
  | 'created'
  | 'discovered'
  | 'resolved'
  | 'executing'
  | 'completed'
  | 'handoff'
  | 'failed';
export type RouteStatus = 'selected' | 'dispatched' | 'completed' | 'failed' | 'handed_off';
export type RunStatus = 'completed' | 'failed' | 'external';

/** What is to be done for a machine (contract C.7). */
export interface Task {
  id: string;
  machineId: string;
  agentPairingId: string | null;
  orderId: string | null;
  serviceType: string;
  operation: string | null;
  input: Record<string, unknown>;
  requiredCapabilities: string[];
  status: TaskStatus;
  candidates: MarketQuote[];
  routeId: string | null;
  runId: string | null;
  outcomeId: string | null;
  errorMessage: string | null;
  createdAt: string;
  updatedAt: string;
}

/** Who is to do it. */
export interface Route {
  id: string;
  taskId: string;
  machineId: string;
  serviceId: string;
  skillKey: string;
  providerKey: string;
  executionMode: ExecutionMode;
  integrationStatus: IntegrationStatus;
  status: RouteStatus;
  handoff: ExternalHandoff | null;
  runtimeEndpointId: string | null;
  createdAt: string;
  updatedAt: string;
}

/** One attempt to do it. */
export interface Run {
  id: string;
  taskId: string;
  routeId: string;
  orderId: string | null;
  machineId: string;
  serviceId: string;
  skillKey: string;
  executionMode: ExecutionMode;
  status: RunStatus;
  outcomeId: string | null;
  startedAt: string;
  finishedAt: string | null;
}

/** What came of it. */
export interface Outcome {
  id: string;
  runId: string;
  taskId: string;
  orderId: string | null;
  machineId: string;
  serviceId: string;
  skillKey: string;
  executionMode: ExecutionMode;
  status: RunStatus;
  /** As the provider answered; any JSON value. */
  result: unknown;
  errorMessage: string | null;
  errorCode: string | null;
  externalRef: string | null;
  createdAt: string;
}

/** All records of one execution. */
export interface ExecutionRecords {
  task: Task;
  route: Route;
  run: Run;
  outcome: Outcome;
}
