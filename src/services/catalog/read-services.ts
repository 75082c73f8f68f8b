import type { AdapterSetup, MarketService } from '../../domain/catalog/market-service.ts';
import { DomainError } from '../../domain/errors.ts';
import { assertTokenIsFor } from '../../domain/pairing-session.ts';
import { findMachine } from '../find-or-refuse.ts';
import type { PairingToken } from '../market-actor.ts';
import type { Page, PageRequest } from '../paging.ts';
import { pageOfSorted } from '../paging.ts';
import type { ServiceDeps } from '../service-deps.ts';

export interface ServiceFilters {
  machineId: string | undefined;
  serviceType: string | undefined;
  executionMode: string | undefined;
  providerKey: string | undefined;
}

/**
 * A page of the services on offer, by id. Raises NOT_FOUND for an unknown machine and AGENT_AUTH_INVALID for one that
 * the token is not for (contract B.4).
 */
export async function listServices(
  deps: ServiceDeps,
  token: PairingToken,
  filters: ServiceFilters,
  request: PageRequest,
): Promise<Page<MarketService>> {
  const { machineId, serviceType, executionMode, providerKey } = filters;
  await assertMachineReadable(deps, token, machineId);
  const items = (await listOffered(deps)).filter(
    (service) =>
      (serviceType === undefined || service.serviceType === serviceType) &&
      (executionMode === undefined || service.executionMode === executionMode) &&
      (providerKey === undefined || service.providerKey === providerKey),
  );
  const list = { list: 'market-services', filters: { ...filters } };
  return pageOfSorted(deps, list, { items, keyOf: (service) => service.id }, request);
}

/** One service on offer. Raises NOT_FOUND, also for a machine that is unknown, and AGENT_AUTH_INVALID. */
export async function readService(
  deps: ServiceDeps,
  token: PairingToken,
  serviceId: string,
  machineId: string | undefined,
): Promise<MarketService> {
  const service = await findOffered(deps, serviceId);
  await assertMachineReadable(deps, token, machineId);
  return service;
}

/** Every service whose skill is not disabled: such a skill is as good as not in the catalogue. */
export async function listOffered(deps: ServiceDeps): Promise<MarketService[]> {
  const configs = await deps.store.skillConfigs.listAll();
  const disabled = new Set(configs.filter(({ enabled }) => !enabled).map(({ skillKey }) => skillKey));
  return deps.catalog.services.filter(({ skillKey }) => !disabled.has(skillKey));
}

/** A service whose skill is not disabled. Raises NOT_FOUND. */
export async function findOffered(deps: ServiceDeps, serviceId: string): Promise<MarketService> {
  const service = deps.catalog.findService(serviceId);
  const config = service ? await deps.store.skillConfigs.find(service.skillKey) : null;
  if (!service || config?.enabled === false)
    throw new DomainError('NOT_FOUND', 'There is no such service on offer.');
  return service;
}

async function assertMachineReadable(
  deps: ServiceDeps,
  token: PairingToken,
  machineId: string | undefined,
): Promise<void> {
  if (machineId === undefined) return;
  assertTokenIsFor(token, machineId, token?.pairingId ?? '');
  await findMachine(deps.store, machineId);
}

export interface AdapterFilters {
  providerKey: string | undefined;
  serviceType: string | undefined;
}

/** A page of what a self-hoster can set up, by provider key. */
export function listAdapters(
  deps: ServiceDeps,
  filters: AdapterFilters,
  request: PageRequest,
): Page<AdapterSetup> {
  const { providerKey, serviceType } = filters;
  const items = deps.catalog.adapters.filter(
    (adapter) =>
      (providerKey === undefined || adapter.providerKey === providerKey) &&
      (serviceType === undefined || adapter.serviceTypes.includes(serviceType)),
  );
  const list = { list: 'market-adapters', filters: { ...filters } };
  return pageOfSorted(deps, list, { items, keyOf: (adapter) => adapter.providerKey }, request);
}

/** How one provider is set up. Raises NOT_FOUND. */
export function readAdapter(deps: ServiceDeps, providerKey: string): AdapterSetup {
  const adapter = deps.catalog.findAdapter(providerKey);
  if (!adapter) throw new DomainError('NOT_FOUND', 'There is no such provider.');
  return adapter;
}
