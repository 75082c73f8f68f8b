import { assertActive } from '../../domain/machine-rules.ts';
import type { EndpointFields, EndpointInput } from '../../domain/runtime-endpoints/endpoint-fields.ts';
import { toEndpointFields, toProviderKey } from '../../domain/runtime-endpoints/endpoint-fields.ts';
import { checksAfter } from '../../domain/runtime-endpoints/endpoint-health.ts';
import type { RuntimeEndpoint } from '../../domain/runtime-endpoints/runtime-endpoint.ts';
import { findMachine, lockMachine } from '../find-or-refuse.ts';
import { assertMachineStands } from '../machine-standing.ts';
import { recordAuditEvent } from '../record-audit-event.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { timestamp } from '../service-deps.ts';
import { assertAddressAllowed } from './assert-address-allowed.ts';
import { sealAuthToken } from './auth-token.ts';
import { endpointDemand } from './find-endpoint.ts';

export interface UpsertRuntimeEndpoint {
  endpoint: EndpointInput;
  /** Left out: the stored one stays. */
  authToken?: string;
}

export interface UpsertedEndpoint {
  endpoint: RuntimeEndpoint;
  /** True for exactly one of parallel first writers. */
  isNew: boolean;
}

/**
 * Registers the machine's endpoint for a provider, or replaces the one that is there; either becomes a manual one. Raises
 * VALIDATION_ERROR, NOT_FOUND and the codes of assertMachineStands (contract B.6.1, E.13).
 */
export async function upsertRuntimeEndpoint(
  deps: ServiceDeps,
  machineId: string,
  key: string,
  { endpoint: input, authToken }: UpsertRuntimeEndpoint,
): Promise<UpsertedEndpoint> {
  const providerKey = toProviderKey(key);
  const fields = toEndpointFields(providerKey, input);
  assertAddressAllowed(fields.endpointBaseUrl, deps.config.outboundScopes);
  await assertMachineStands(deps, await findMachine(deps.store, machineId), endpointDemand);
  const initial = newEndpoint(deps, { machineId, providerKey, fields });
  return deps.store.transaction(async (repositories) => {
    // The machine may have been archived while the registry took its time.
    assertActive(await lockMachine(repositories, machineId));
    const present = await repositories.runtimeEndpoints.findOrInsertForUpdate(initial);
    const isNew = present.id === initial.id;
    const now = timestamp(deps.clock);
    const endpoint: RuntimeEndpoint = {
      ...present,
      ...fields,
      ...checksAfter(present, input.status, now),
      source: 'manual',
      agentId: null,
      sealedAuthToken: sealAuthToken(deps, fields.authType, present.sealedAuthToken, authToken),
      updatedAt: now,
    };
    await repositories.runtimeEndpoints.update(endpoint);
    await recordAuditEvent(deps, repositories, {
      type: 'runtime-endpoint.upserted',
      resourceId: endpoint.id,
      machineId,
      payload: {
        providerKey,
        isNew,
        status: endpoint.status,
        hasAuthToken: endpoint.sealedAuthToken !== null,
      },
    });
    return { endpoint, isNew };
  });
}

function newEndpoint(
  deps: ServiceDeps,
  { machineId, providerKey, fields }: { machineId: string; providerKey: string; fields: EndpointFields },
): RuntimeEndpoint {
  const now = timestamp(deps.clock);
  return {
    ...fields,
    id: deps.ids.id('rte'),
    machineId,
    providerKey,
    source: 'manual',
    agentId: null,
    sealedAuthToken: null,
    lastCheckedAt: null,
    lastHealthyAt: null,
    createdAt: now,
    updatedAt: now,
  };
}
