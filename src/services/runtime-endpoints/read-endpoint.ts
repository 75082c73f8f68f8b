import type { RuntimeEndpoint } from '../../domain/runtime-endpoints/runtime-endpoint.ts';
import { findMachine } from '../find-or-refuse.ts';
import { assertMachineStands } from '../machine-standing.ts';
import type { Page, PageRequest } from '../paging.ts';
import { defaultLimit, startOf, toPage } from '../paging.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { endpointDemand, findEndpoint } from './find-endpoint.ts';

/** One endpoint of a machine. Raises NOT_FOUND and the codes of assertMachineStands (contract B.6.1). */
export async function readRuntimeEndpoint(
  deps: ServiceDeps,
  machineId: string,
  providerKey: string,
): Promise<RuntimeEndpoint> {
  const machine = await findMachine(deps.store, machineId);
  const endpoint = await findEndpoint(deps.store, machineId, providerKey);
  await assertMachineStands(deps, machine, endpointDemand);
  return endpoint;
}

/** A page of a machine's endpoints, oldest first. Raises NOT_FOUND and the codes of assertMachineStands. */
export async function listRuntimeEndpoints(
  deps: ServiceDeps,
  machineId: string,
  request: PageRequest,
): Promise<Page<RuntimeEndpoint>> {
  const list = { list: 'runtime-endpoints', filters: { machineId } };
  const limit = request.limit ?? defaultLimit;
  const after = startOf(deps, list, request);
  await assertMachineStands(deps, await findMachine(deps.store, machineId), endpointDemand);
  const rows = await deps.store.runtimeEndpoints.list(machineId, { after, limit: limit + 1 });
  const endpoints = rows.slice(0, limit);
  return toPage(deps, list, endpoints, rows.length > limit ? (endpoints.at(-1) ?? null) : null);
}
