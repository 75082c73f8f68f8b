import type { CheckContext } from '../../engine/context.ts';
import { defineCheck } from '../../engine/define-check.ts';
import { expectAccepted } from '../acceptance.ts';
import { expectAllRejected } from '../rejections.ts';
import type { Fields } from './agents.ts';
import { expectPolicyRefuses, openPriced, place } from './agents.ts';

const overLimit = 'AGENT_SPEND_LIMIT_EXCEEDED';
const limit = { perTransactionLimit: 5 };

/** Of orders without a fixed price by an agent with a limit of 5, those with the first budgets are refused. */
async function expectBudgetsRefused(
  ctx: CheckContext,
  refused: readonly Fields[],
  accepted: Fields,
): Promise<void> {
  const service = await openPriced(ctx);
  const trader = await ctx.trader({ delegationPolicy: limit });
  const cases = refused.map((budget) => ({
    what: `an order with the budget ${JSON.stringify(budget)} is over a limit of 5`,
    request: () => place(ctx, trader, service, { budget }),
  }));
  await expectAllRejected(ctx, cases, {
    code: overLimit,
    control: () => place(ctx, trader, service, { budget: accepted }),
  });
}

export const delegationAmountChecks = [
  defineCheck('delegation.fixed-price-counts', async (ctx) => {
    const service = await ctx.service('paid');
    const price = service.json.pricing?.amount ?? 0;
    await expectPolicyRefuses(ctx, {
      what: 'an order with a small budget counts its fixed price',
      code: overLimit,
      service,
      fields: { budget: { amount: price / 4, max: price / 4 } },
      policies: [{ perTransactionLimit: price / 2 }, { perTransactionLimit: price * 2 }],
    });
  }),

  defineCheck('delegation.budget-amount-counts', (ctx) =>
    expectBudgetsRefused(ctx, [{ amount: 9 }, { amount: 9, max: 1 }], { amount: 1, max: 9 }),
  ),

  defineCheck('delegation.budget-max-counts', (ctx) => expectBudgetsRefused(ctx, [{ max: 9 }], { max: 1 })),

  defineCheck('delegation.nothing-counts-zero', async (ctx) => {
    const service = await openPriced(ctx);
    const trader = await ctx.trader({ delegationPolicy: { perTransactionLimit: 0, dailySpendLimit: 0 } });
    const reply = await place(ctx, trader, service);
    expectAccepted(ctx, reply, 'an order without price and budget passes limits of 0');
  }),

  defineCheck('delegation.over-limit', (ctx) =>
    expectBudgetsRefused(ctx, [{ amount: 5.01 }], { amount: 4.5 }),
  ),

  defineCheck('delegation.equal-passes', async (ctx) => {
    const service = await openPriced(ctx);
    const trader = await ctx.trader({ delegationPolicy: limit });
    const reply = await place(ctx, trader, service, { budget: { amount: 5 } });
    expectAccepted(ctx, reply, 'an order of exactly the limit is placed');
  }),

  defineCheck('delegation.dollars-are-one', async (ctx) => {
    const service = await openPriced(ctx);
    for (const currency of ['USD', 'USDC', 'USDT']) {
      const trader = await ctx.trader({ delegationPolicy: { ...limit, currency } });
      for (const other of ['USD', 'USDC', 'USDT']) {
        const reply = await place(ctx, trader, service, { budget: { amount: 1, currency: other } });
        expectAccepted(ctx, reply, `a budget in ${other} is held against a limit in ${currency}`);
      }
    }
  }),

  defineCheck('delegation.other-currency', async (ctx) => {
    const service = await openPriced(ctx);
    await expectPolicyRefuses(ctx, {
      what: 'a budget in EUR is refused by a policy in USD',
      code: 'AGENT_POLICY_DENIED',
      service,
      fields: { budget: { amount: 1, currency: 'EUR' } },
      policies: [
        { ...limit, currency: 'USD' },
        { ...limit, currency: 'EUR' },
      ],
    });
  }),

  defineCheck('delegation.no-currency', async (ctx) => {
    const service = await openPriced(ctx);
    const trader = await ctx.trader({ delegationPolicy: { ...limit, currency: 'EUR' } });
    const order = (amount: number) => place(ctx, trader, service, { budget: { amount } });
    await ctx.expectRejected({
      what: 'a budget without currency over a limit in EUR is refused',
      code: overLimit,
      request: () => order(9),
      control: () => order(1),
    });
  }),

  defineCheck('delegation.intent-over-limit', async (ctx) => {
    const service = await ctx.service('paid');
    const price = service.json.pricing?.amount ?? 0;
    const order = await ctx.order(
      await ctx.trader({ delegationPolicy: { perTransactionLimit: price * 10 } }),
      { service },
    );
    const ask = (amount: number) => ctx.act(order, 'createPaymentIntent', { body: { amount } });
    await ctx.expectRejected({
      what: 'a payment intent of more than the order counted is held against the limit',
      code: overLimit,
      request: () => ask(price * 20),
      control: () => ask(price * 5),
    });
  }),

  defineCheck('delegation.intent-over-daily-limit', async (ctx) => {
    const service = await ctx.service('paid');
    const price = service.json.pricing?.amount ?? 0;
    const trader = await ctx.trader({ delegationPolicy: { dailySpendLimit: price * 10 } });
    await ctx.order(trader, { service });
    const order = await ctx.order(trader, { service });
    const ask = (amount: number) => ctx.act(order, 'createPaymentIntent', { body: { amount } });
    await ctx.expectRejected({
      what: 'a payment intent of more than the order counted is held against the daily limit',
      code: 'AGENT_DAILY_LIMIT_EXCEEDED',
      request: () => ask(price * 9.5),
      control: () => ask(price * 5),
    });
  }),
];
