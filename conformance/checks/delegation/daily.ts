import type { CheckContext } from '../../engine/context.ts';
import { defineCheck } from '../../engine/define-check.ts';
import type { Order, Trader } from '../../engine/market.ts';
import { expectAccepted, needAccepted } from '../acceptance.ts';
import { openPriced, place, placeBudget } from './agents.ts';

const overDay = 'AGENT_DAILY_LIMIT_EXCEEDED';

/** An agent whose daily limit is the price of one order, and that order. */
async function spendAll(ctx: CheckContext): Promise<{ trader: Trader; order: Order }> {
  const service = await ctx.service(
    'paid',
    ({ providerKey, pricing }) => providerKey === 'walrus' && (pricing?.amount ?? 0) > 0,
  );
  const dailySpendLimit = service.json.pricing?.amount ?? 0;
  const trader = await ctx.trader({ delegationPolicy: { dailySpendLimit } });
  return { trader, order: await ctx.order(trader, { service }) };
}

/** A second order is over the daily limit, and is not once `free` has undone the first. */
async function expectFreed(ctx: CheckContext, what: string, free: (order: Order) => Promise<void>) {
  const { trader, order } = await spendAll(ctx);
  const unbound = await ctx.trader({ machine: trader.machine });
  await ctx.expectRejected({
    what: 'a second order is over the daily limit',
    code: overDay,
    request: () => place(ctx, trader, order.service),
    control: () => place(ctx, unbound, order.service),
  });
  await free(order);
  expectAccepted(ctx, await place(ctx, trader, order.service), what);
}

export const delegationDailyChecks = [
  defineCheck('delegation.daily-limit', async (ctx) => {
    const service = await openPriced(ctx);
    const trader = await ctx.trader({ delegationPolicy: { dailySpendLimit: 5 } });
    const order = (amount: number) => place(ctx, trader, service, { budget: { amount } });
    await placeBudget(ctx, trader, service, { amount: 2 });
    await ctx.expectRejected({
      what: 'an order that takes the day over the daily limit is refused',
      code: overDay,
      request: () => order(3.01),
      control: () => order(2.5),
    });
  }),

  defineCheck('delegation.daily-sum-exact', async (ctx) => {
    const service = await openPriced(ctx);
    const trader = await ctx.trader({ delegationPolicy: { dailySpendLimit: 0.3 } });
    await placeBudget(ctx, trader, service, { amount: 0.1 });
    const reply = await place(ctx, trader, service, { budget: { amount: 0.2 } });
    expectAccepted(ctx, reply, '0.1 and 0.2 are together no more than 0.3');
  }),

  defineCheck('delegation.daily-of-pairing', async (ctx) => {
    const service = await openPriced(ctx);
    const delegationPolicy = { dailySpendLimit: 3 };
    const trader = await ctx.trader({ delegationPolicy });
    const second = await ctx.trader({ machine: trader.machine, delegationPolicy });
    await placeBudget(ctx, trader, service, { amount: 3 });
    const reply = await place(ctx, second, service, { budget: { amount: 3 } });
    expectAccepted(ctx, reply, 'an agent may spend its own limit after another has spent theirs');
  }),

  defineCheck('delegation.daily-without-cancelled', (ctx) =>
    expectFreed(ctx, 'the next order is placed once the first is cancelled', async (order) => {
      await ctx.intent(order);
      needAccepted(ctx, await ctx.act(order, 'refundPayment'), 'refundPayment');
    }),
  ),

  defineCheck(
    'delegation.daily-without-failed',
    (ctx) =>
      expectFreed(ctx, 'the next order is placed once the first has failed', async (order) => {
        await ctx.hold(order);
        ctx.providers.setFault('walrus', { kind: 'status', status: 500, body: {} });
        const { status } = (await ctx.execute(order)).order;
        if (status !== 'failed') ctx.untestable(`The order is ${status} although its provider broke.`);
      }),
    { exclusive: true },
  ),

  defineCheck('delegation.daily-in-parallel', async (ctx) => {
    const service = await openPriced(ctx);
    const trader = await ctx.trader({ delegationPolicy: { dailySpendLimit: 5 } });
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => place(ctx, trader, service, { budget: { amount: 1 } })),
    );
    const accepted = replies.filter(({ isAccepted }) => isAccepted);
    ctx.expect.ok(accepted.length > 0, 'at least one of 20 parallel orders of 1 is placed');
    ctx.expect.ok(accepted.length <= 5, 'no more of them are placed than a daily limit of 5 allows', {
      expected: 'at most 5',
      actual: accepted.length,
    });
  }),
];
