import { DomainError } from '../../domain/errors.ts';
import { healthAt } from '../../domain/runtime-endpoints/endpoint-health.ts';
import { toProviderKey } from '../../domain/runtime-endpoints/endpoint-fields.ts';
import type { RuntimeEndpoint } from '../../domain/runtime-endpoints/runtime-endpoint.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { timestamp } from '../service-deps.ts';
import { openAuthToken } from './auth-token.ts';

/** What an execution needs to call a machine's runtime. */
export interface UsableEndpoint extends Pick<
  RuntimeEndpoint,
  'id' | 'endpointBaseUrl' | 'authType' | 'modelAlias'
> {
  /** In clear; null exactly when `authType` is `none`. */
  authToken: string | null;
}

/**
 * The machine's endpoint for a provider, null when it has none. Raises EXECUTION_UNSUPPORTED when the endpoint is
 * unreachable, its lease is past, or its token is missing (contract E.11).
 */
export async function findUsableEndpoint(
  deps: ServiceDeps,
  machineId: string,
  providerKey: string,
): Promise<UsableEndpoint | null> {
  const endpoint = await deps.store.runtimeEndpoints.find(machineId, toProviderKey(providerKey));
  if (!endpoint) return null;
  if (healthAt(endpoint, timestamp(deps.clock)) === 'unreachable') {
    throw new DomainError('EXECUTION_UNSUPPORTED', "The machine's runtime endpoint is unreachable.", {
      reason: 'runtime-endpoint-unreachable',
      runtimeEndpointId: endpoint.id,
    });
  }
  const { id, endpointBaseUrl, authType, modelAlias } = endpoint;
  const authToken = openAuthToken(deps, endpoint);
  if (authType !== 'none' && authToken === null) {
    throw new DomainError('EXECUTION_UNSUPPORTED', "The machine's runtime endpoint has no usable token.", {
      missing: ['authToken'],
      runtimeEndpointId: id,
    });
  }
  return { id, endpointBaseUrl, authType, authToken, modelAlias };
}
