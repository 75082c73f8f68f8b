import type { CheckContext } from '../../engine/context.ts';
import { defineCheck } from '../../engine/define-check.ts';
import type { MarketService } from '../../engine/market.ts';
import type { Fields } from './ask.ts';
import { findIds, mostResults } from './ask.ts';

/** Expects each search to find exactly the services that pass. */
async function expectFound(
  ctx: CheckContext,
  cases: readonly { fields: Fields; passes: (service: MarketService) => boolean }[],
): Promise<void> {
  const trader = await ctx.trader();
  const services = await ctx.services();
  for (const { fields, passes } of cases) {
    const wanted = services.filter(passes).map(({ id }) => id);
    const found = await findIds(ctx, trader, fields);
    const what = `the services that ${JSON.stringify(fields)} finds`;
    if (wanted.length <= mostResults) ctx.expect.equal(found, wanted.toSorted(), what);
    else
      ctx.expect.ok(
        found.every((id) => wanted.includes(id)),
        what,
        { expected: wanted, actual: found },
      );
  }
}

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

export const searchFilterChecks = [
  defineCheck('search.filter-type', async (ctx) => {
    const types = [...new Set((await ctx.services()).map(({ serviceType }) => serviceType))].slice(0, 3);
    await expectFound(
      ctx,
      types.map((serviceType) => ({
        fields: { serviceType },
        passes: (service: MarketService) => service.serviceType === serviceType,
      })),
    );
  }),

  defineCheck('search.filter-operation', async (ctx) => {
    const { operation } = await ctx.service('any', ({ operations }) => operations.length > 0);
    await expectFound(
      ctx,
      [operation, 'conformance-no-such-operation'].map((wanted) => ({
        fields: { operation: wanted },
        passes: ({ operations }: MarketService) => operations.includes(wanted),
      })),
    );
  }),

  defineCheck('search.filter-capabilities', async (ctx) => {
    const { json } = await ctx.service('any', ({ capabilities }) => capabilities.length > 1);
    const [first = '', second = ''] = json.capabilities;
    const lists = [[first.toUpperCase()], [first, second], [first, 'conformance-no-such-capability']];
    await expectFound(
      ctx,
      lists.map((requiredCapabilities) => ({
        fields: { requiredCapabilities },
        passes: ({ capabilities }: MarketService) =>
          requiredCapabilities.every((wanted) => capabilities.some((own) => isSame(own, wanted))),
      })),
    );
  }),

  defineCheck('search.filter-region', async (ctx) => {
    const regions = (await ctx.services()).map(({ region }) => region);
    const own = regions.find((region) => region !== 'global') ?? 'global';
    await expectFound(
      ctx,
      [own, 'conformance-no-such-region'].map((wanted) => ({
        fields: { region: wanted },
        passes: ({ region }: MarketService) => isSame(region, wanted) || isSame(region, 'global'),
      })),
    );
  }),

  defineCheck('search.filter-native', (ctx) =>
    expectFound(ctx, [
      { fields: { requireNativeExecution: true }, passes: ({ executionMode }) => executionMode === 'native' },
    ]),
  ),

  defineCheck('search.filter-handoff', (ctx) =>
    expectFound(ctx, [
      {
        fields: { allowExternalHandoff: false },
        passes: ({ executionMode }) => executionMode !== 'external-handoff',
      },
      { fields: { allowExternalHandoff: true }, passes: () => true },
    ]),
  ),

  defineCheck('search.filter-budget', async (ctx) => {
    const { id, operation, json } = await ctx.service('paid', ({ pricing }) => (pricing?.amount ?? 0) > 0);
    const price = json.pricing?.amount ?? 0;
    const currency = json.pricing?.currency ?? undefined;
    const trader = await ctx.trader();
    for (const { budget, isFound } of [
      { budget: { max: price / 2 }, isFound: false },
      { budget: { max: price }, isFound: true },
      { budget: { amount: price / 2 }, isFound: false },
      { budget: { amount: price / 2, max: price }, isFound: true },
    ]) {
      const found = await findIds(ctx, trader, { operation, budget: { ...budget, currency } });
      const what = `whether a service at ${price} is found with the budget ${JSON.stringify(budget)}`;
      ctx.expect.equal(found.includes(id), isFound, what);
    }
  }),

  defineCheck('search.filter-budget-open-price', async (ctx) => {
    const { id, operation } = await ctx.service('any', ({ pricing }) => pricing?.mode !== 'fixed');
    const found = await findIds(ctx, await ctx.trader(), { operation, budget: { max: 0.000001 } });
    ctx.expect.includes(
      found,
      id,
      'the services within a tiny budget, with one whose price is not known yet',
    );
  }),
];
