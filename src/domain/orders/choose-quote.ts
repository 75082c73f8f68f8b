import type { MarketService } from '../catalog/market-service.ts';
import { DomainError } from '../errors.ts';
import type { BoundQuote, MarketQuote, MarketSearch } from '../search/market-search.ts';

export interface QuoteReference {
  searchId: string | null;
  quoteId: string | null;
  machineId: string;
  agentPairingId: string;
  serviceId: string;
}

const refuseAll = (paths: readonly string[], message: string) =>
  new DomainError('VALIDATION_ERROR', 'The request is not valid.', {
    issues: paths.map((path) => ({ path, message })),
  });
const refuse = (path: string, message: string) => refuseAll([path], message);

/**
 * The quote that an order names; null when it names none. What is named must belong together: quote and search, machine,
 * pairing and service. Raises VALIDATION_ERROR, and QUOTE_EXPIRED at or past `expiresAt` (contract E.6, F).
 */
export function chooseQuote(
  reference: QuoteReference,
  found: { search: MarketSearch | null; bound: BoundQuote | null },
  { requireQuotes, now }: { requireQuotes: boolean; now: string },
): MarketQuote | null {
  const { searchId, quoteId } = reference;
  const missing = [...(searchId === null ? ['searchId'] : []), ...(quoteId === null ? ['quoteId'] : [])];
  if (requireQuotes && missing.length > 0) throw refuseAll(missing, 'is required on this deployment');
  if (searchId !== null) assertSearchFits(found.search, reference);
  if (quoteId === null) return null;
  const { bound } = found;
  const isBound =
    bound !== null &&
    (searchId === null || bound.searchId === searchId) &&
    bound.machineId === reference.machineId &&
    bound.agentPairingId === reference.agentPairingId &&
    bound.quote.serviceId === reference.serviceId;
  if (!isBound) throw refuse('quoteId', 'must be a quote of this search, machine, pairing and service');
  if (bound.quote.expiresAt <= now) {
    throw new DomainError('QUOTE_EXPIRED', 'The quote has expired. Search again.', {
      expiresAt: bound.quote.expiresAt,
    });
  }
  return bound.quote;
}

function assertSearchFits(search: MarketSearch | null, reference: QuoteReference): void {
  const isOwn =
    search?.machineId === reference.machineId && search.agentPairingId === reference.agentPairingId;
  if (!isOwn) throw refuse('searchId', 'must be a search of this machine and pairing');
}

/** The operation of an order: the requested one, else the quote's, else the service's first. Raises VALIDATION_ERROR. */
export function chooseOperation(
  service: Pick<MarketService, 'operations'>,
  quote: Pick<MarketQuote, 'operation'> | null,
  requested: string | null,
): string {
  const operation = requested ?? quote?.operation ?? service.operations[0];
  if (operation === undefined || !service.operations.includes(operation)) {
    throw refuse('operation', 'must be an operation of the service');
  }
  return operation;
}
