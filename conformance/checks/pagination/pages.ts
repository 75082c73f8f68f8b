import type { CheckContext, Machine, Reply } from '../../engine/context.ts';
import { needAccepted } from '../acceptance.ts';
import type { CatalogueList } from '../catalogue-rows.ts';
import { catalogueKeys } from '../catalogue-rows.ts';

export interface PageQuery {
  limit?: number | string;
  cursor?: string;
}

/** Asks for one page of a list. */
export type AskPage = (query: PageQuery) => Promise<Reply>;

export const machinePages =
  (ctx: CheckContext): AskPage =>
  (query) =>
    ctx.call('listMachines', { query: { ...query } });

export const pairingPages =
  (ctx: CheckContext, machine: Machine): AskPage =>
  (query) =>
    ctx.call('listAgentPairings', { path: { machineId: machine.id }, query: { ...query } });

export type Filters = Record<string, string>;

export const cataloguePages =
  (ctx: CheckContext, list: CatalogueList, filters: Filters = {}): AskPage =>
  (query) =>
    ctx.call(list, { query: { ...filters, ...query } });

export const orderPages =
  (ctx: CheckContext, filters: Filters = {}): AskPage =>
  (query) =>
    ctx.call('listMarketOrders', { query: { ...filters, ...query } });

export const catalogueLists = Object.keys(catalogueKeys) as CatalogueList[];

/** Every list of the present groups, the pairings of this machine among them. */
export const everyList = (ctx: CheckContext, machine: Machine): AskPage[] => [
  machinePages(ctx),
  pairingPages(ctx, machine),
  ...catalogueLists.map((list) => cataloguePages(ctx, list)),
  orderPages(ctx),
];

/** An active machine and its pairings, made one after another. */
export async function pairTimes(
  ctx: CheckContext,
  count: number,
): Promise<{ machine: Machine; ids: string[] }> {
  const machine = await ctx.machine({ activate: true });
  const ids: string[] = [];
  for (let made = 0; made < count; made += 1) ids.push((await ctx.pairing(machine)).id);
  return { machine, ids };
}

const itemsOf = (reply: Reply): readonly unknown[] => {
  const items = reply.at('items');
  return Array.isArray(items) ? items : [];
};

/** What names the items of a page: their `id`, or the field with that name. */
export const idsOf = (reply: Reply, field = 'id'): unknown[] =>
  itemsOf(reply).map((_item, index) => reply.at(`items.${index}.${field}`));

/** The cursor of a page that must have one for the check to go on. */
export function needCursor(ctx: CheckContext, page: Reply): string {
  const cursor = needAccepted(ctx, page, 'The list').at('nextCursor');
  if (typeof cursor === 'string' && cursor !== '') return cursor;
  return ctx.untestable(
    'The list gave no nextCursor although more items exist; see pagination.pairings-walk.',
  );
}

const mostPages = 200;

/** The ids of all pages, in order. Fails on a page longer than its limit. */
export async function walk(ctx: CheckContext, ask: AskPage, limit: number, field = 'id'): Promise<unknown[]> {
  const ids: unknown[] = [];
  let cursor: string | undefined;
  for (let count = 0; count < mostPages; count += 1) {
    const page = await ask({ limit, ...(cursor === undefined ? {} : { cursor }) });
    needAccepted(ctx, page, 'A page of the list');
    const found = idsOf(page, field);
    const isWithinLimit = found.length <= limit;
    ctx.expect.ok(isWithinLimit, 'a page is no longer than its limit', {
      expected: `at most ${limit}`,
      actual: found.length,
    });
    ids.push(...found);
    const next = page.at('nextCursor');
    if (typeof next !== 'string') return ids;
    ctx.expect.notEqual(next, cursor, 'the cursor after a page');
    cursor = next;
  }
  return ctx.untestable(`The list has more than ${mostPages} pages of ${limit}.`);
}

/** Waits for all of them also when one fails, so that nothing is made after the check has ended. */
export async function makeAll<Made>(makers: readonly Promise<Made>[]): Promise<void> {
  const results = await Promise.allSettled(makers);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}
