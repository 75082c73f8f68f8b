import type { MarketService } from '../../domain/catalog/market-service.ts';
import { DomainError } from '../../domain/errors.ts';
import type { ProviderCredentials } from '../../ports/credential-vault.ts';
import type { ProviderEntry } from '../../providers/catalog.ts';
import { createProviderAccess, createRuntimeAccess } from '../../providers/provider-access.ts';
import type { ProviderAccess, ProviderAdapter, ProviderCall } from '../../providers/provider-adapter.ts';
import type { SkillAccess } from '../catalog/skill-configs.ts';
import { readSkillAccess } from '../catalog/skill-configs.ts';
import { findUsableEndpoint } from '../runtime-endpoints/find-usable-endpoint.ts';
import type { ServiceDeps } from '../service-deps.ts';

export interface CallRequest {
  machineId: string;
  service: MarketService;
  operation: string;
  input: Record<string, unknown>;
  /** What the request brought; null = nothing. */
  credentials: ProviderCredentials | null;
  paymentSignature: string | null;
}

export interface ResolvedCall {
  adapter: ProviderAdapter;
  call: ProviderCall;
  /** The machine's own runtime endpoint that is called, where one is. */
  runtimeEndpointId: string | null;
}

const unsupported = (reason: string, message: string) =>
  new DomainError('EXECUTION_UNSUPPORTED', message, { reason });

/**
 * Who is called, with everything that call may use: the machine's own runtime endpoint where the skill is a runtime and one
 * is registered, else what is configured. Raises EXECUTION_UNSUPPORTED when nothing here can call the provider, the skill
 * is disabled, or the endpoint is unreachable (contract E.11).
 */
export async function resolveCall(deps: ServiceDeps, request: CallRequest): Promise<ResolvedCall> {
  const { service, machineId, operation, input, paymentSignature } = request;
  const provider = deps.catalog.findProvider(service.providerKey);
  const adapter = deps.providers.adapterFor(service.providerKey);
  if (!provider || !adapter) throw unsupported('no-adapter', 'Nothing here can call this provider.');
  const skill = await readSkillAccess(deps, deps.store, service.skillKey);
  if (!skill.enabled) throw unsupported('skill-disabled', 'The skill is disabled on this deployment.');
  const endpoint =
    service.kind === 'runtime' ? await findUsableEndpoint(deps, machineId, service.providerKey) : null;
  const access = endpoint
    ? createRuntimeAccess(endpoint)
    : toAccess(deps, provider, skill, request.credentials);
  return {
    adapter,
    call: { service, operation, input, access, machineId, paymentSignature },
    runtimeEndpointId: endpoint?.id ?? null,
  };
}

/** The values of a provider for one request. */
export function toAccess(
  deps: ServiceDeps,
  provider: ProviderEntry,
  skill: Pick<SkillAccess, 'settings' | 'credentials'>,
  credentials: ProviderCredentials | null,
): ProviderAccess {
  const block = provider.credentialsBlock;
  const own =
    block === null || credentials === null || !Object.hasOwn(credentials, block) ? {} : credentials[block];
  return createProviderAccess({
    values: provider.values,
    request: own ?? {},
    skill,
    environment: deps.providerVariables,
  });
}
