import type { CheckContext } from '../../engine/context.ts';
import { defineCheck } from '../../engine/define-check.ts';
import type { Trader } from '../../engine/market.ts';
import { needAccepted } from '../acceptance.ts';
import { catalogueKeys, listCatalogue, namesOf } from '../catalogue-rows.ts';
import { expectAllRejected } from '../rejections.ts';
import { catalogueLists, cataloguePages, needCursor, orderPages, walk } from './pages.ts';

/** Orders of one machine, made one after another. */
async function orderTimes(ctx: CheckContext, count: number): Promise<{ trader: Trader; ids: string[] }> {
  const trader = await ctx.trader();
  const ids: string[] = [];
  for (let made = 0; made < count; made += 1) ids.push((await ctx.order(trader)).id);
  return { trader, ids };
}

export const marketListChecks = [
  defineCheck('pagination.catalogue-walk', async (ctx) => {
    for (const list of catalogueLists) {
      const all = namesOf(list, await listCatalogue(ctx, list));
      const limit = Math.max(1, Math.ceil(all.length / 3));
      const found = await walk(ctx, cataloguePages(ctx, list), limit, catalogueKeys[list]);
      ctx.expect.equal(found, all, `what ${list} gives in pages of ${limit}`);
      const last = needAccepted(
        ctx,
        await cataloguePages(ctx, list)({ limit: Math.min(500, all.length) }),
        list,
      );
      ctx.expect.equal(last.at('nextCursor'), undefined, `nextCursor of ${list} when the page holds all`);
    }
  }),

  defineCheck('pagination.orders-walk', async (ctx) => {
    const { trader, ids } = await orderTimes(ctx, 3);
    const found = await walk(ctx, orderPages(ctx, { machineId: trader.machine.id }), 1);
    for (const id of ids) ctx.expect.includes(found, id, 'the orders of all pages');
    ctx.expect.equal(found.length, ids.length, 'the number of orders on all pages');
  }),

  defineCheck('pagination.cursor-of-other-filters', async (ctx) => {
    const { trader } = await orderTimes(ctx, 2);
    const other = await ctx.machine({ activate: true });
    const lists = [
      {
        own: orderPages(ctx, { machineId: trader.machine.id }),
        strange: orderPages(ctx, { machineId: other.id }),
      },
      {
        own: cataloguePages(ctx, 'listMarketServices'),
        strange: cataloguePages(ctx, 'listMarketServices', { executionMode: 'external-handoff' }),
      },
      {
        own: cataloguePages(ctx, 'listSkills'),
        strange: cataloguePages(ctx, 'listSkills', { source: 'partner' }),
      },
      { own: cataloguePages(ctx, 'listAdapters'), strange: cataloguePages(ctx, 'listSkills') },
    ];
    for (const { own, strange } of lists) {
      const cursor = needCursor(ctx, await own({ limit: 1 }));
      await ctx.expectRejected({
        what: 'a cursor is rejected for other filters, and for another list',
        code: 'VALIDATION_ERROR',
        request: () => strange({ limit: 1, cursor }),
        control: () => own({ limit: 1, cursor }),
      });
    }
  }),

  defineCheck('pagination.unknown-filter-value', async (ctx) => {
    const filters = [
      { list: 'listSkills', filter: 'scope' },
      { list: 'listSkills', filter: 'direction' },
      { list: 'listSkills', filter: 'source' },
      { list: 'listMarketServices', filter: 'executionMode' },
    ] as const;
    const cases = filters.flatMap(({ list, filter }) =>
      ['conformance-no-such-value', ''].map((value) => ({
        what: `${list} with ${filter}=${value} is rejected`,
        request: () => cataloguePages(ctx, list, { [filter]: value })({}),
      })),
    );
    await expectAllRejected(ctx, cases, {
      code: 'VALIDATION_ERROR',
      control: () => cataloguePages(ctx, 'listMarketServices', { executionMode: 'native' })({}),
    });
  }),
];
