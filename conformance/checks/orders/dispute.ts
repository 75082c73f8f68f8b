import type { CheckContext, Reply } from '../../engine/context.ts';
import { defineCheck } from '../../engine/define-check.ts';
import type { Order } from '../../engine/market.ts';
import { expectAccepted, needAccepted } from '../acceptance.ts';
import { expectAllRejected } from '../rejections.ts';
import { duringExecution, orderIn } from './stages.ts';

const reason = 'Not what was ordered.';

const dispute = (ctx: CheckContext, order: Order, body: object = { reason }): Promise<Reply> =>
  ctx.act(order, 'disputeMarketOrder', { body });

export const orderDisputeChecks = [
  defineCheck('orders.dispute-open', async (ctx) => {
    const trader = await ctx.trader();
    for (const stage of ['created', 'payment_pending', 'ready', 'delivered', 'handoff'] as const) {
      const order = await orderIn(ctx, trader, stage);
      const reply = expectAccepted(ctx, await dispute(ctx, order), `an order that is ${stage} is disputed`);
      ctx.expect.equal(reply.at('order.status'), 'disputed', 'its status');
    }
  }),

  defineCheck(
    'orders.dispute-executing',
    async (ctx) => {
      const order = await duringExecution(ctx, async (executing) => {
        const reply = await dispute(ctx, executing);
        expectAccepted(ctx, reply, 'an order that is executing is disputed');
      });
      const { status } = await ctx.readOrder(order);
      ctx.expect.equal(status, 'disputed', 'its status after the execution has ended');
    },
    { exclusive: true },
  ),

  defineCheck('orders.dispute-twice', async (ctx) => {
    const trader = await ctx.trader();
    const [order, other] = [await orderIn(ctx, trader, 'disputed'), await orderIn(ctx, trader, 'created')];
    await ctx.expectRejected({
      what: 'an order is not disputed twice',
      code: 'ORDER_CLOSED',
      request: () => dispute(ctx, order),
      control: () => dispute(ctx, other),
    });
  }),

  defineCheck('orders.dispute-closed', async (ctx) => {
    const trader = await ctx.trader();
    const good = await orderIn(ctx, trader, 'created');
    const cases = [];
    for (const stage of ['confirmed', 'cancelled', 'failed'] as const) {
      const order = await orderIn(ctx, trader, stage);
      cases.push({ what: `an order that is ${stage} is not disputed`, request: () => dispute(ctx, order) });
    }
    await expectAllRejected(ctx, cases, { code: 'ORDER_CLOSED', control: () => dispute(ctx, good) });
  }),

  defineCheck('orders.dispute-freezes-payment', async (ctx) => {
    const trader = await ctx.trader();
    for (const stage of ['payment_pending', 'ready'] as const) {
      const order = await orderIn(ctx, trader, stage);
      const reply = needAccepted(ctx, await dispute(ctx, order), 'disputeMarketOrder');
      ctx.expect.equal(reply.at('payment.status'), 'frozen', `the payment of an order that was ${stage}`);
    }
  }),

  defineCheck('orders.dispute-without-payment', async (ctx) => {
    const trader = await ctx.trader();
    const [bare, free] = [await ctx.order(trader), await ctx.order(trader)];
    await ctx.intent(free);
    const reply = needAccepted(ctx, await dispute(ctx, bare), 'disputeMarketOrder');
    ctx.expect.equal(reply.at('payment'), null, 'the payment of an order that has none');
    const other = needAccepted(ctx, await dispute(ctx, free), 'disputeMarketOrder');
    ctx.expect.equal(other.at('payment.status'), 'not_required', 'the status of a payment that needs none');
  }),

  defineCheck('orders.dispute-record', async (ctx) => {
    const order = await orderIn(ctx, await ctx.trader(), 'created');
    const reply = needAccepted(ctx, await dispute(ctx, order), 'disputeMarketOrder');
    const { id: orderId, trader } = order;
    const expected = { orderId, machineId: trader.machine.id, reason, status: 'open' };
    for (const [name, value] of Object.entries(expected))
      ctx.expect.equal(reply.at(`dispute.${name}`), value, `dispute.${name}`);
  }),

  defineCheck('orders.dispute-needs-reason', async (ctx) => {
    const order = await orderIn(ctx, await ctx.trader(), 'created');
    await ctx.expectRejected({
      what: 'a dispute without reason is refused',
      code: 'VALIDATION_ERROR',
      request: () => dispute(ctx, order, { evidence: {} }),
      control: () => dispute(ctx, order),
    });
  }),

  defineCheck('orders.dispute-blank-reason', async (ctx) => {
    const order = await orderIn(ctx, await ctx.trader(), 'created');
    const cases = ['', ' \n\t'].map((blank) => ({
      what: `a dispute for the reason ${JSON.stringify(blank)} is refused`,
      request: () => dispute(ctx, order, { reason: blank }),
    }));
    await expectAllRejected(ctx, cases, { code: 'VALIDATION_ERROR', control: () => dispute(ctx, order) });
  }),

  defineCheck('orders.dispute-default-evidence', async (ctx) => {
    const order = await orderIn(ctx, await ctx.trader(), 'created');
    const reply = needAccepted(ctx, await dispute(ctx, order), 'disputeMarketOrder');
    ctx.expect.equal(reply.at('dispute.evidence'), {}, 'dispute.evidence');
  }),

  defineCheck('orders.dispute-keeps-evidence', async (ctx) => {
    const order = await orderIn(ctx, await ctx.trader(), 'created');
    const evidence = { photo_url: 'https://example.com/1.jpg', sensorReadings: [{ at_ms: 5 }] };
    const reply = needAccepted(ctx, await dispute(ctx, order, { reason, evidence }), 'disputeMarketOrder');
    ctx.expect.equal(reply.at('dispute.evidence'), evidence, 'dispute.evidence');
  }),
];
