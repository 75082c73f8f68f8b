import { findMachine } from '../find-or-refuse.ts';
import { assertMachineStands } from '../machine-standing.ts';
import { recordAuditEvent } from '../record-audit-event.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { endpointDemand, findEndpoint, noEndpoint } from './find-endpoint.ts';

/**
 * Removes an endpoint with its token. Raises NOT_FOUND, also the second time, and the codes of assertMachineStands
 * (contract B.6.1).
 */
export async function deleteRuntimeEndpoint(
  deps: ServiceDeps,
  machineId: string,
  providerKey: string,
): Promise<void> {
  const machine = await findMachine(deps.store, machineId);
  const endpoint = await findEndpoint(deps.store, machineId, providerKey);
  await assertMachineStands(deps, machine, endpointDemand);
  await deps.store.transaction(async (repositories) => {
    if (!(await repositories.runtimeEndpoints.remove(endpoint.id))) throw noEndpoint();
    await recordAuditEvent(deps, repositories, {
      type: 'runtime-endpoint.deleted',
      resourceId: endpoint.id,
      machineId,
      payload: { providerKey: endpoint.providerKey },
    });
  });
}
