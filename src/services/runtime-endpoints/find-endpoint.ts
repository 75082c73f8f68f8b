import { DomainError } from '../../domain/errors.ts';
import { toProviderKey } from '../../domain/runtime-endpoints/endpoint-fields.ts';
import type { RuntimeEndpoint } from '../../domain/runtime-endpoints/runtime-endpoint.ts';
import type { Repositories } from '../../store/store.ts';
import type { StandingDemand } from '../machine-standing.ts';

/** What every call about runtime endpoints demands of the machine, reads too (contract B.6). */
export const endpointDemand: StandingDemand = { withoutProof: 'MACHINE_NOT_ACTIVATED', bond: false };

/** The refusal of a provider key for which the machine has no endpoint. */
export const noEndpoint = () =>
  new DomainError('NOT_FOUND', 'The machine has no runtime endpoint of this provider.');

/** The machine's endpoint for a provider, in whatever case its key is written. Raises NOT_FOUND. */
export async function findEndpoint(
  repositories: Repositories,
  machineId: string,
  providerKey: string,
): Promise<RuntimeEndpoint> {
  const endpoint = await repositories.runtimeEndpoints.find(machineId, toProviderKey(providerKey));
  if (!endpoint) throw noEndpoint();
  return endpoint;
}
