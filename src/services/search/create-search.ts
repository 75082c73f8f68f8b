import type { MarketService } from '../../domain/catalog/market-service.ts';
import { createQuotes, quoteTtlMs, toNormalizedTask } from '../../domain/search/create-quotes.ts';
import { isPermitted, matchesTerms } from '../../domain/search/filter-services.ts';
import type { MarketSearch } from '../../domain/search/market-search.ts';
import type { SearchTerms, SearchWish } from '../../domain/search/normalise-search.ts';
import { normaliseSearch } from '../../domain/search/normalise-search.ts';
import { redactCredentials } from '../../domain/search/redact-credentials.ts';
import { scoreService } from '../../domain/search/score-service.ts';
import type { ProviderCredentials } from '../../ports/credential-vault.ts';
import { listOffered } from '../catalog/read-services.ts';
import type { MarketActor, NamedActor, PairingToken } from '../market-actor.ts';
import { authoriseActor } from '../market-actor.ts';
import { loadPolicies } from '../policies/load-policies.ts';
import { recordAuditEvent } from '../record-audit-event.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { timestamp } from '../service-deps.ts';
import { createStandings } from './service-standing.ts';

export interface CreateSearch extends NamedActor {
  wanted: SearchWish;
  credentials: ProviderCredentials | null;
  /** The body as it came; it is kept with its credentials redacted. */
  received: Readonly<Record<string, unknown>>;
}

/**
 * Finds services for a machine and quotes them; nothing found is `no_match`, not an error. Raises VALIDATION_ERROR and the
 * codes of authoriseActor (contract B.4, E.6).
 */
export async function createSearch(
  deps: ServiceDeps,
  token: PairingToken,
  command: CreateSearch,
): Promise<MarketSearch> {
  const terms = normaliseSearch(command.wanted);
  const demand = { withoutProof: 'MACHINE_IDENTITY_PROOF_REQUIRED', bond: true } as const;
  const actor = await authoriseActor(deps, token, command, demand);
  const matching = await findMatching(deps, actor, terms);
  const search = await quote(deps, { actor, terms, matching, command });
  await deps.store.transaction(async (repositories) => {
    await repositories.searches.insert(search);
    await recordAuditEvent(deps, repositories, {
      type: 'market-search.created',
      actor: `agent:${actor.pairing.id}`,
      resourceId: search.id,
      machineId: search.machineId,
      payload: { status: search.status, serviceType: search.normalizedTask.serviceType },
    });
  });
  return search;
}

async function findMatching(
  deps: ServiceDeps,
  { machine, pairing }: MarketActor,
  terms: SearchTerms,
): Promise<MarketService[]> {
  const policies = await loadPolicies(deps.store, machine);
  const limits = { delegation: pairing.delegationPolicy, policies };
  const offered = await listOffered(deps);
  return offered.filter((service) => matchesTerms(service, terms) && isPermitted(service, terms, limits));
}

interface Found {
  actor: MarketActor;
  terms: SearchTerms;
  matching: MarketService[];
  command: CreateSearch;
}

async function quote(deps: ServiceDeps, { actor, terms, matching, command }: Found): Promise<MarketSearch> {
  const standingOf = await createStandings(deps, matching, command.credentials);
  const scored = matching.map((service) => ({
    service,
    ...scoreService(service, terms, standingOf(service)),
  }));
  const quotes = createQuotes(scored, terms, {
    createId: () => deps.ids.id('quote'),
    expiresAt: timestamp(deps.clock, quoteTtlMs),
  });
  const best = matching.find(({ id }) => id === quotes[0]?.serviceId);
  return {
    id: deps.ids.id('msearch'),
    machineId: actor.machine.id,
    agentPairingId: actor.pairing.id,
    requestPayload: redactCredentials(command.received),
    normalizedTask: toNormalizedTask(terms, best),
    status: quotes.length > 0 ? 'completed' : 'no_match',
    quotes,
    createdAt: timestamp(deps.clock),
  };
}
