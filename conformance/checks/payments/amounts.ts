import { defineCheck } from '../../engine/define-check.ts';
import type { CheckContext, Reply } from '../../engine/context.ts';
import type { MarketService, Order } from '../../engine/market.ts';
import { expectAccepted } from '../acceptance.ts';
import { expectAllRejected } from '../rejections.ts';
import { askRail, unpaid } from './standings.ts';

const hasNoPrice = ({ pricing, payment }: MarketService): boolean =>
  pricing?.mode !== 'fixed' && payment?.supportedRails.some((rail) => rail !== 'not-required') === true;

function expectAmount(ctx: CheckContext, reply: Reply, amount: unknown, currency: unknown): void {
  expectAccepted(ctx, reply, 'an intent is made');
  ctx.expect.equal(
    { amount: reply.at('item.amount'), currency: reply.at('item.currency') },
    { amount, currency },
    'amount and currency of the payment',
  );
}

async function expectMetadata(
  ctx: CheckContext,
  order: Order,
  { amount, metadata }: { amount: number; metadata?: Record<string, unknown> },
  wanted: { tokenDecimals: number; rawAmount: string },
): Promise<void> {
  const fields = metadata === undefined ? {} : { metadata };
  const reply = await askRail(ctx, order, { token: 'USDT', ...fields }, { amount });
  expectAccepted(ctx, reply, `an intent of ${amount} is made`);
  const { tokenDecimals, rawAmount } = wanted;
  ctx.expect.equal(reply.at('item.rail.metadata.tokenDecimals'), tokenDecimals, 'metadata.tokenDecimals');
  ctx.expect.equal(reply.at('item.rail.metadata.rawAmount'), rawAmount, 'metadata.rawAmount');
}

export const paymentAmountChecks = [
  defineCheck('payments.amount-requested', async (ctx) => {
    const order = await unpaid(ctx, await ctx.trader());
    expectAmount(ctx, await askRail(ctx, order, {}, { amount: 1.25, currency: 'USDC' }), 1.25, 'USDC');
  }),

  defineCheck('payments.amount-from-price', async (ctx) => {
    const trader = await ctx.trader();
    const isQuoteNeeded = ctx.toggles['PEAQOS_REQUIRE_MARKET_QUOTES'] === 'true';
    for (const quoted of isQuoteNeeded ? [true] : [true, false]) {
      const order = await ctx.order(trader, { kind: 'paid', quoted });
      const { amount, currency } = order.service.json.pricing ?? {};
      expectAmount(ctx, await askRail(ctx, order, {}), amount, currency);
    }
  }),

  defineCheck('payments.amount-from-budget', async (ctx) => {
    const trader = await ctx.trader();
    const service = await ctx.service('handoff', hasNoPrice);
    const budgets = [
      { budget: { amount: 0.5, max: 2, currency: 'USDC' }, amount: 0.5 },
      { budget: { max: 2, currency: 'USDC' }, amount: 2 },
    ];
    for (const { budget, amount } of budgets) {
      const order = await ctx.order(trader, { service, fields: { budget } });
      expectAmount(ctx, await askRail(ctx, order, {}), amount, 'USDC');
    }
  }),

  defineCheck('payments.amount-positive', async (ctx) => {
    const order = await unpaid(ctx, await ctx.trader());
    const cases = [0, -1].map((amount) => ({
      what: `an amount of ${amount} is refused`,
      request: () => askRail(ctx, order, {}, { amount }),
    }));
    const control = () => askRail(ctx, order, {}, { amount: 0.01 });
    await expectAllRejected(ctx, cases, { code: 'VALIDATION_ERROR', control });
  }),

  defineCheck('payments.raw-amount', async (ctx) => {
    const trader = await ctx.trader();
    const cases = [
      [1.5, '1500000'],
      [2.01, '2010000'],
      [0.000001, '1'],
    ] as const;
    for (const [amount, rawAmount] of cases)
      await expectMetadata(ctx, await unpaid(ctx, trader), { amount }, { tokenDecimals: 6, rawAmount });
  }),

  defineCheck('payments.raw-amount-custom', async (ctx) => {
    const tokenDecimals = Number(ctx.target.env['PEAQOS_USDT_DECIMALS']);
    const order = await unpaid(ctx, await ctx.trader());
    const wanted = { tokenDecimals, rawAmount: `2${'0'.repeat(tokenDecimals)}` };
    await expectMetadata(ctx, order, { amount: 2 }, wanted);
  }),

  defineCheck('payments.decimals-given', async (ctx) => {
    const order = await unpaid(ctx, await ctx.trader());
    const wish = { amount: 1.5, metadata: { tokenDecimals: 2, label: 'kept' } };
    await expectMetadata(ctx, order, wish, { tokenDecimals: 2, rawAmount: '150' });
  }),
];
