import type { CheckContext, Reply } from '../../engine/context.ts';
import { defineCheck } from '../../engine/define-check.ts';
import type { Order } from '../../engine/market.ts';
import { expectAccepted, needAccepted } from '../acceptance.ts';
import { expectAllRejected } from '../rejections.ts';
import type { Stage } from './stages.ts';
import { duringExecution, orderIn } from './stages.ts';

const confirm = (ctx: CheckContext, order: Order, body?: object): Promise<Reply> =>
  ctx.act(order, 'confirmMarketOrder', body === undefined ? {} : { body });

/** Orders in these statuses cannot be confirmed, and a delivered one of the same agent can. */
async function expectRefused(ctx: CheckContext, stages: readonly Stage[], code: string): Promise<void> {
  const trader = await ctx.trader();
  const good = await orderIn(ctx, trader, 'delivered');
  const cases = [];
  for (const stage of stages) {
    const order = await orderIn(ctx, trader, stage);
    cases.push({ what: `an order that is ${stage} is not confirmed`, request: () => confirm(ctx, order) });
  }
  await expectAllRejected(ctx, cases, { code, control: () => confirm(ctx, good) });
}

export const orderConfirmChecks = [
  defineCheck('orders.confirm-delivered', async (ctx) => {
    const order = await orderIn(ctx, await ctx.trader(), 'delivered');
    const reply = expectAccepted(ctx, await confirm(ctx, order), 'a delivered order is confirmed');
    ctx.expect.equal(reply.at('order.status'), 'confirmed', 'its status in the answer');
    ctx.expect.equal((await ctx.readOrder(order)).status, 'confirmed', 'its status afterwards');
  }),

  defineCheck('orders.confirm-handoff', async (ctx) => {
    const order = await orderIn(ctx, await ctx.trader(), 'handoff');
    const reply = expectAccepted(ctx, await confirm(ctx, order), 'an order that was handed off is confirmed');
    ctx.expect.equal(reply.at('order.status'), 'confirmed', 'its status');
  }),

  defineCheck('orders.confirm-undelivered', (ctx) =>
    expectRefused(ctx, ['created', 'payment_pending', 'ready'], 'ORDER_NOT_DELIVERED'),
  ),

  defineCheck(
    'orders.confirm-executing',
    async (ctx) => {
      const early: Reply[] = [];
      const order = await duringExecution(ctx, async (executing) => {
        early.push(await confirm(ctx, executing));
      });
      const [first] = early;
      if (!first) return ctx.untestable('Nothing was confirmed during the execution.');
      await ctx.expectRejected({
        what: 'an order that is executing is not confirmed',
        code: 'ORDER_NOT_DELIVERED',
        request: async () => first,
        control: () => confirm(ctx, order),
      });
    },
    { exclusive: true },
  ),

  defineCheck('orders.confirm-twice', async (ctx) => {
    const trader = await ctx.trader();
    const [order, other] = [await orderIn(ctx, trader, 'confirmed'), await orderIn(ctx, trader, 'delivered')];
    await ctx.expectRejected({
      what: 'an order is not confirmed twice',
      code: 'ORDER_CLOSED',
      request: () => confirm(ctx, order),
      control: () => confirm(ctx, other),
    });
  }),

  defineCheck('orders.confirm-closed', (ctx) =>
    expectRefused(ctx, ['disputed', 'cancelled', 'failed'], 'ORDER_CLOSED'),
  ),

  defineCheck('orders.confirm-makes-payment-due', async (ctx) => {
    const order = await ctx.order(await ctx.trader(), { kind: 'paid' });
    await ctx.hold(order);
    await ctx.execute(order);
    const reply = needAccepted(ctx, await confirm(ctx, order), 'confirmMarketOrder');
    ctx.expect.equal(reply.at('payment.status'), 'release_pending', 'the status of the payment');
  }),

  defineCheck('orders.confirm-unpaid', async (ctx) => {
    const trader = await ctx.trader();
    const free = await orderIn(ctx, trader, 'delivered');
    const reply = needAccepted(ctx, await confirm(ctx, free), 'confirmMarketOrder');
    ctx.expect.equal(reply.at('payment'), null, 'the payment of an order that has none');
    const unpaid = await ctx.order(trader, { kind: 'paid' });
    await ctx.intent(unpaid);
    await ctx.execute(unpaid);
    const other = expectAccepted(ctx, await confirm(ctx, unpaid), 'an unpaid order is confirmed');
    ctx.expect.equal(other.at('payment.status'), 'intent_created', 'the status of a payment not made');
  }),

  defineCheck('orders.confirm-empty-body', async (ctx) => {
    const order = await orderIn(ctx, await ctx.trader(), 'delivered');
    expectAccepted(ctx, await confirm(ctx, order, {}), 'a confirm with {} as its body succeeds');
  }),

  defineCheck('orders.refusal-names-status', async (ctx) => {
    const trader = await ctx.trader();
    const order = await orderIn(ctx, trader, 'delivered');
    for (const stage of ['ready', 'disputed'] as const) {
      const refused = await orderIn(ctx, trader, stage);
      const reply = await confirm(ctx, refused);
      ctx.expect.equal(reply.at('error.details.status'), stage, 'details.status of the refusal');
    }
    needAccepted(ctx, await confirm(ctx, order), 'confirmMarketOrder');
  }),
];
