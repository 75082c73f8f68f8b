import type { MarketService } from '../catalog/market-service.ts';
import type { MarketQuote, NormalizedTask } from './market-search.ts';
import type { SearchTerms } from './normalise-search.ts';
import type { Score } from './score-service.ts';

/** How long a quote can be ordered at, in ms (contract E.6). */
export const quoteTtlMs = 600_000;

export interface ScoredService extends Score {
  service: MarketService;
}

const byScore = (a: ScoredService, b: ScoredService): number =>
  b.score - a.score || (a.service.id < b.service.id ? -1 : 1);

/** The best offers first, ties by service id, as many as the search wants. */
export function createQuotes(
  scored: readonly ScoredService[],
  terms: SearchTerms,
  { createId, expiresAt }: { createId: () => string; expiresAt: string },
): MarketQuote[] {
  return scored
    .toSorted(byScore)
    .slice(0, terms.maxResults)
    .map(({ service, score, reasons }) =>
      toQuote(service, terms, { id: createId(), score, reasons, expiresAt }),
    );
}

function toQuote(
  service: MarketService,
  terms: SearchTerms,
  own: Pick<MarketQuote, 'id' | 'score' | 'reasons' | 'expiresAt'>,
): MarketQuote {
  const {
    id: serviceId,
    skillKey,
    providerKey,
    executionMode,
    integrationStatus,
    pricing,
    payment,
  } = service;
  return {
    ...own,
    serviceId,
    skillKey,
    providerKey,
    executionMode,
    integrationStatus,
    operation: terms.operation ?? service.operations[0] ?? '',
    pricing,
    payment,
    handoff: service.handoff,
  };
}

/** What the search understood. Without a type: the best offer's, else `machine.commerce`, as clients read it always. */
export function toNormalizedTask(terms: SearchTerms, best: MarketService | undefined): NormalizedTask {
  const { requiredCapabilities, allowExternalHandoff, requireNativeExecution, operation, region } = terms;
  return {
    serviceType: terms.serviceType ?? best?.serviceType ?? 'machine.commerce',
    requiredCapabilities,
    allowExternalHandoff,
    requireNativeExecution,
    ...(operation === null ? {} : { operation }),
    ...(region === null ? {} : { region }),
  };
}
