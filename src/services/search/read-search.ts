import { DomainError } from '../../domain/errors.ts';
import type { MarketSearch } from '../../domain/search/market-search.ts';
import type { ServiceDeps } from '../service-deps.ts';

/** A search with its quotes, expired ones included. Raises NOT_FOUND. */
export async function readSearch(deps: ServiceDeps, id: string): Promise<MarketSearch> {
  const search = await deps.store.searches.find(id);
  if (!search) throw new DomainError('NOT_FOUND', 'There is no such search.');
  return search;
}
