import type { MarketService } from '../../domain/catalog/market-service.ts';
import type { ServiceStanding } from '../../domain/search/score-service.ts';
import type { ProviderCredentials } from '../../ports/credential-vault.ts';
import type { ProviderEntry } from '../../providers/catalog.ts';
import type { LiveOffer, ProviderAccess } from '../../providers/provider-adapter.ts';
import type { SkillAccess } from '../catalog/skill-configs.ts';
import { readAllSkillAccess } from '../catalog/skill-configs.ts';
import { toAccess } from '../executions/provider-call.ts';
import type { ServiceDeps } from '../service-deps.ts';

const unconfigured: Pick<SkillAccess, 'settings' | 'credentials'> = { settings: {}, credentials: {} };

/**
 * What is known of services now: whether their providers' credentials are at hand, and what those providers say whose
 * credentials came with the request; others are not asked, so that a search waits for nobody it need not (contract E.6).
 */
export async function createStandings(
  deps: ServiceDeps,
  services: readonly MarketService[],
  credentials: ProviderCredentials | null,
): Promise<(service: MarketService) => ServiceStanding> {
  const skills = await readAllSkillAccess(deps);
  const accessOf = (service: MarketService): { provider: ProviderEntry; access: ProviderAccess } | null => {
    const provider = deps.catalog.findProvider(service.providerKey);
    if (!provider) return null;
    return {
      provider,
      access: toAccess(deps, provider, skills.get(service.skillKey) ?? unconfigured, credentials),
    };
  };
  const live =
    credentials === null
      ? new Map<string, LiveOffer>()
      : await askProviders(deps, services, accessOf, credentials);
  return (service) => {
    const found = accessOf(service);
    const hasCredentials =
      found !== null &&
      found.provider.values.every(({ key, required }) => !required || found.access.value(key) !== undefined);
    return { hasCredentials, live: live.get(service.id) };
  };
}

type AccessOf = (service: MarketService) => { provider: ProviderEntry; access: ProviderAccess } | null;

async function askProviders(
  deps: ServiceDeps,
  services: readonly MarketService[],
  accessOf: AccessOf,
  credentials: ProviderCredentials,
): Promise<Map<string, LiveOffer>> {
  const asked = Map.groupBy(services, ({ providerKey }) => providerKey);
  const answers = await Promise.all(
    [...asked].map(async ([providerKey, own]) => {
      const found = own[0] ? accessOf(own[0]) : null;
      const block = found?.provider.credentialsBlock;
      const isConcerned = typeof block === 'string' && Object.hasOwn(credentials, block);
      const adapter = deps.providers.adapterFor(providerKey);
      return found && isConcerned ? adapter?.discover?.(own, found.access) : undefined;
    }),
  );
  return new Map(
    answers.flatMap((offers) => (offers ?? []).map((offer) => [offer.serviceId, offer] as const)),
  );
}
