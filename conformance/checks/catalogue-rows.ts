import { isRecord } from '../contract/json.ts';
import type { CallOptions, CheckContext } from '../engine/context.ts';
import { needAccepted } from './acceptance.ts';
import type { Row } from './listed-rows.ts';

/** The lists that a deployment fills from its catalogue, and the field that names a row in each. */
export const catalogueKeys = {
  listSkills: 'key',
  listMarketServices: 'id',
  listAdapters: 'providerKey',
} as const;
export type CatalogueList = keyof typeof catalogueKeys;

const mostPages = 50;

/** Every row of a catalogue list that passes the filters of `query`. */
export async function listCatalogue(
  ctx: CheckContext,
  list: CatalogueList,
  options: CallOptions = {},
): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor: string | undefined;
  for (let count = 0; count < mostPages; count += 1) {
    const query = { limit: 500, cursor, ...options.query };
    const reply = needAccepted(ctx, await ctx.call(list, { ...options, query }), list);
    const items = reply.at('items');
    if (Array.isArray(items)) rows.push(...items.filter(isRecord));
    const next = reply.at('nextCursor');
    if (typeof next !== 'string') return rows;
    cursor = next;
  }
  return rows;
}

/** What names the rows, in their order. */
export const namesOf = (list: CatalogueList, rows: readonly Row[]): unknown[] =>
  rows.map((row) => row[catalogueKeys[list]]);

export interface FilterQuestion {
  list: CatalogueList;
  /** The query parameter. */
  filter: string;
  /** Values to ask for; those of no row must give an empty list. */
  values: readonly string[];
  /** True for the rows that a value must give. Default: the field with the filter's name has that value. */
  matches?: (row: Row, value: string) => boolean;
}

/** Expects each value of a filter to give exactly the rows that have it. */
export async function expectFiltered(ctx: CheckContext, question: FilterQuestion): Promise<void> {
  const { list, filter, values, matches = (row, value) => row[filter] === value } = question;
  const all = await listCatalogue(ctx, list);
  for (const value of values) {
    const found = await listCatalogue(ctx, list, { query: { [filter]: value } });
    const wanted = all.filter((row) => matches(row, value));
    ctx.expect.equal(namesOf(list, found), namesOf(list, wanted), `${list} with ${filter}=${value}`);
  }
}

/** The different texts in a field, in the order of the rows. */
export const valuesOf = (rows: readonly Row[], field: string): string[] => [
  ...new Set(rows.map((row) => row[field]).filter((value) => typeof value === 'string')),
];

/** Every byte of a text percent-encoded: `a` → `%61`. */
export const encodeAll = (text: string): string =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0').toUpperCase()}`).join('');
