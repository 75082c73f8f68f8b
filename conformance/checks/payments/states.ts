import { defineCheck } from '../../engine/define-check.ts';
import type { CheckContext } from '../../engine/context.ts';
import type { Order, Trader } from '../../engine/market.ts';
import { expectAccepted, needAccepted } from '../acceptance.ts';
import { openRuntime, whileExecuting } from '../own-runtime.ts';
import { expectAllRejected } from '../rejections.ts';
import {
  askIntent,
  askRail,
  confirmed,
  deliveredFree,
  deliveredHeld,
  deliveredUnpaid,
  dispute,
  disputed,
  execute,
  expectStanding,
  held,
  notRequired,
  refunded,
  released,
  unpaid,
  withIntent,
} from './standings.ts';

const everyStanding = [
  withIntent,
  held,
  deliveredUnpaid,
  deliveredHeld,
  confirmed,
  released,
  disputed,
  refunded,
  notRequired,
];

/** The order has this status without a payment, and gets one. */
async function expectFirstIntent(ctx: CheckContext, order: Order, status: 'delivered' | 'handoff') {
  await execute(ctx, order);
  expectAccepted(ctx, await askRail(ctx, order, {}), `an order that is ${status} gets a payment intent`);
  const wanted = { order: status, payment: 'intent_created' } as const;
  await expectStanding(ctx, order, wanted, `an order that is ${status} keeps its status`);
}

async function makeClosed(ctx: CheckContext, trader: Trader) {
  const confirmedFree = await deliveredFree(ctx, trader);
  await ctx.confirm(confirmedFree);
  const disputedFree = await dispute(ctx, await ctx.order(trader));
  return [
    { what: 'a first intent for a confirmed order is refused', order: confirmedFree },
    { what: 'a first intent for a disputed order is refused', order: disputedFree },
  ];
}

export const paymentStateChecks = [
  defineCheck('payments.intent-existing', async (ctx) => {
    const trader = await ctx.trader();
    for (const make of everyStanding) {
      const order = await make(ctx, trader);
      const [before, payment] = await Promise.all([ctx.readOrder(order), ctx.readPayment(order)]);
      const standing = `an order that is ${before.status}, its payment ${payment?.status ?? 'missing'}`;
      const reply = await askIntent(ctx, order);
      expectAccepted(ctx, reply, `a further intent is accepted for ${standing}`);
      ctx.expect.equal(reply.at('item'), payment, `the payment that exists is answered for ${standing}`);
      const { status } = await ctx.readOrder(order);
      ctx.expect.equal(status, before.status, 'and the order keeps its status');
    }
  }),

  defineCheck('payments.intent-keeps-order', async (ctx) => {
    const trader = await ctx.trader();
    await expectFirstIntent(ctx, await ctx.order(trader), 'delivered');
    await expectFirstIntent(ctx, await ctx.order(trader, { kind: 'handoff' }), 'handoff');
  }),

  defineCheck('payments.intent-closed', async (ctx) => {
    const trader = await ctx.trader();
    const closed = await makeClosed(ctx, trader);
    const cases = closed.map(({ what, order }) => ({ what, request: () => askRail(ctx, order, {}) }));
    const open = await unpaid(ctx, trader);
    await expectAllRejected(ctx, cases, {
      code: 'ORDER_CLOSED',
      control: () => askRail(ctx, open, {}),
    });
  }),

  defineCheck('payments.confirm-not-required', async (ctx) => {
    const order = await notRequired(ctx, await ctx.trader());
    await execute(ctx, order);
    const reply = expectAccepted(ctx, await ctx.act(order, 'confirmMarketOrder'), 'the order is confirmed');
    ctx.expect.equal(reply.at('payment.status'), 'not_required', 'the status of the payment in the answer');
    const wanted = { order: 'confirmed', payment: 'not_required' } as const;
    await expectStanding(ctx, order, wanted, 'a payment that is not required stays so');
  }),

  defineCheck('payments.failed-order', async (ctx) => {
    const runtime = await openRuntime(ctx);
    const [bare, order, open] = [await runtime.order(), await runtime.order(), await runtime.order()];
    runtime.stub.setFault({ kind: 'status', status: 400 });
    const lock = {
      transactionHash: ctx.freshHash(),
      chain: 'eip155:3338',
      escrowAddress: ctx.agent().address,
    };
    await ctx.intent(order, { rail: { type: 'offchain-record' } });
    for (const each of [bare, order]) {
      const { status } = (await ctx.execute(each)).order;
      if (status !== 'failed')
        return ctx.untestable(`The execution left the order ${status}, and not failed.`);
    }
    const proof = ctx.recordedProof((await ctx.readPayment(order)) ?? (await ctx.intent(order)));
    const cases = [
      { what: 'a first intent for a failed order is refused', request: () => askRail(ctx, bare, {}) },
      {
        what: 'a proof for a failed order is refused',
        request: () => ctx.act(order, 'submitPaymentProof', { body: proof }),
      },
      {
        what: 'an escrow lock for a failed order is refused',
        request: () => ctx.act(order, 'lockEscrow', { body: lock }),
      },
      {
        what: 'a release for a failed order is refused',
        request: () => ctx.act(order, 'releasePayment', { body: {} }),
      },
    ];
    await expectAllRejected(ctx, cases, { code: 'ORDER_CLOSED', control: () => askRail(ctx, open, {}) });
    const again = expectAccepted(ctx, await askIntent(ctx, order), 'an intent that exists is answered');
    ctx.expect.equal(again.at('item'), await ctx.readPayment(order), 'the payment of the failed order');
    expectAccepted(ctx, await ctx.act(order, 'refundPayment', { body: {} }), 'a failed order is refunded');
    await expectStanding(ctx, order, { order: 'failed', payment: 'refunded' }, 'and stays failed');
  }),

  defineCheck('payments.while-executing', async (ctx) => {
    const runtime = await openRuntime(ctx);
    const [order, confirmable] = [await runtime.order(), await confirmed(ctx, runtime.trader)];
    await whileExecuting(ctx, runtime, order, async () => {
      expectAccepted(ctx, await askRail(ctx, order, {}), 'an order that is executing gets an intent');
      const pending = { order: 'executing', payment: 'intent_created' } as const;
      await expectStanding(ctx, order, pending, 'an intent leaves the order executing');
      const payment = (await ctx.readPayment(order)) ?? ctx.untestable('The payment is gone.');
      const proof = ctx.recordedProof(payment);
      needAccepted(ctx, await ctx.act(order, 'submitPaymentProof', { body: proof }), 'submitPaymentProof');
      const paid = { order: 'executing', payment: 'held' } as const;
      await expectStanding(ctx, order, paid, 'a proof leaves the order executing');
      await ctx.expectRejected({
        what: 'a payment is not released while its order is executing',
        code: 'ORDER_NOT_DELIVERED',
        request: () => ctx.act(order, 'releasePayment', { body: {} }),
        control: () => ctx.act(confirmable, 'releasePayment', { body: {} }),
      });
      expectAccepted(ctx, await ctx.act(order, 'refundPayment', { body: {} }), 'it is refunded');
      const gone = { order: 'cancelled', payment: 'refunded' } as const;
      await expectStanding(ctx, order, gone, 'a refund cancels the executing order');
    });
    const gone = { order: 'cancelled', payment: 'refunded' } as const;
    await expectStanding(ctx, order, gone, 'the end of the execution does not bring the order back');
  }),
];
