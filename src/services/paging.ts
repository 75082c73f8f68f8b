import type { PageKey } from '../store/store.ts';
import type { ServiceDeps } from './service-deps.ts';

/** Page size where a request names none (contract A.7). */
export const defaultLimit = 100;

/** What a list request asks for. */
export interface PageRequest {
  cursor: string | undefined;
  limit: number | undefined;
}

export interface Page<Item> {
  items: Item[];
  /** Absent on the last page, never null (contract A.7). */
  nextCursor?: string;
}

/** A list with its filters: a cursor is good for exactly one of these. */
export interface ListIdentity {
  list: string;
  filters: Record<string, string | undefined>;
}

/** Where the page starts; null = at the beginning. Raises VALIDATION_ERROR for a cursor that is not of this list. */
export function startOf(
  deps: ServiceDeps,
  { list, filters }: ListIdentity,
  request: PageRequest,
): PageKey | null {
  return request.cursor === undefined ? null : deps.cursors.decode(list, filters, request.cursor);
}

/** The page to answer with; `next` is the last row shown when there is more behind it, else null. */
export function toPage<Item>(
  deps: ServiceDeps,
  { list, filters }: ListIdentity,
  items: Item[],
  next: PageKey | null,
): Page<Item> {
  if (next === null) return { items };
  return {
    items,
    nextCursor: deps.cursors.encode(list, filters, { createdAt: next.createdAt, id: next.id }),
  };
}

/** A page of a list that is held in memory and sorted by the key of its items. */
export function pageOfSorted<Item>(
  deps: ServiceDeps,
  identity: ListIdentity,
  { items, keyOf }: { items: readonly Item[]; keyOf: (item: Item) => string },
  request: PageRequest,
): Page<Item> {
  const limit = request.limit ?? defaultLimit;
  const after = startOf(deps, identity, request);
  const rest = after === null ? items : items.filter((item) => keyOf(item) > after.id);
  const shown = rest.slice(0, limit);
  const last = shown.at(-1);
  const isLast = rest.length <= limit || last === undefined;
  return toPage(deps, identity, shown, isLast ? null : { createdAt: '', id: keyOf(last) });
}
