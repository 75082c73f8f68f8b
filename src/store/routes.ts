import type { ExecutionMode, ExternalHandoff, IntegrationStatus } from '../domain/catalog/skill.ts';
import type { Route, RouteStatus } from '../domain/executions/execution.ts';
import type { Table } from './table.ts';

type RouteRow = {
  id: string;
  task_id: string;
  machine_id: string;
  service_id: string;
  skill_key: string;
  provider_key: string;
  execution_mode: string;
  integration_status: string;
  status: string;
  handoff: string | null;
  runtime_endpoint_id: string | null;
  created_at: string;
  updated_at: string;
};

export const ROUTES: Table<Route, RouteRow> = { name: 'routes', toRow, fromRow };

function toRow(route: Route): RouteRow {
  return {
    id: route.id,
    task_id: route.taskId,
    machine_id: route.machineId,
    service_id: route.serviceId,
    skill_key: route.skillKey,
    provider_key: route.providerKey,
    execution_mode: route.executionMode,
    integration_status: route.integrationStatus,
    status: route.status,
    handoff: route.handoff === null ? null : JSON.stringify(route.handoff),
    runtime_endpoint_id: route.runtimeEndpointId,
    created_at: route.createdAt,
    updated_at: route.updatedAt,
  };
}

function fromRow(row: RouteRow): Route {
  return {
    id: row.id,
    taskId: row.task_id,
    machineId: row.machine_id,
    serviceId: row.service_id,
    skillKey: row.skill_key,
    providerKey: row.provider_key,
    executionMode: row.execution_mode as ExecutionMode,
    integrationStatus: row.integration_status as IntegrationStatus,
    status: row.status as RouteStatus,
    handoff: row.handoff === null ? null : (JSON.parse(row.handoff) as ExternalHandoff),
    runtimeEndpointId: row.runtime_endpoint_id,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
