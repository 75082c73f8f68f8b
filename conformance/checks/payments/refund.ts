import { defineCheck } from '../../engine/define-check.ts';
import type { CheckContext, Reply } from '../../engine/context.ts';
import type { Order, Trader } from '../../engine/market.ts';
import { expectAccepted } from '../acceptance.ts';
import {
  confirmed,
  deliveredHeld,
  deliveredUnpaid,
  disputed,
  expectStanding,
  held,
  notRequired,
  refunded,
  released,
  unpaid,
  withIntent,
} from './standings.ts';

const refund = (ctx: CheckContext, order: Order, body: object | undefined = {}): Promise<Reply> =>
  ctx.act(order, 'refundPayment', { body });

/** No payment of this order is refunded; one that is held is. */
async function expectRefused(
  ctx: CheckContext,
  make: (ctx: CheckContext, trader: Trader) => Promise<Order>,
  { what, code }: { what: string; code: string },
): Promise<void> {
  const trader = await ctx.trader();
  const [order, good] = [await make(ctx, trader), await held(ctx, trader)];
  await ctx.expectRejected({
    what,
    code,
    request: () => refund(ctx, order),
    control: () => refund(ctx, good),
  });
}

export const paymentRefundChecks = [
  defineCheck('payments.refund-cancels', async (ctx) => {
    const trader = await ctx.trader();
    const orders = [
      await withIntent(ctx, trader),
      await held(ctx, trader),
      await deliveredHeld(ctx, trader),
      await deliveredUnpaid(ctx, trader),
      await deliveredUnpaid(ctx, trader, 'handoff'),
    ];
    for (const order of orders) {
      const { status } = await ctx.readOrder(order);
      const reply = await refund(ctx, order);
      expectAccepted(ctx, reply, `the payment of an order that is ${status} is refunded`);
      const wanted = { order: 'cancelled', payment: 'refunded' } as const;
      await expectStanding(ctx, order, wanted, `an order that was ${status} is cancelled with it`);
    }
  }),

  defineCheck('payments.refund-keeps-closed', async (ctx) => {
    const trader = await ctx.trader();
    for (const make of [confirmed, disputed]) {
      const order = await make(ctx, trader);
      const { status } = await ctx.readOrder(order);
      const reply = await refund(ctx, order);
      expectAccepted(ctx, reply, `the payment of an order that is ${status} is refunded`);
      const wanted = { order: status, payment: 'refunded' } as const;
      await expectStanding(ctx, order, wanted, `an order that is ${status} keeps its status`);
    }
  }),

  defineCheck('payments.refund-needs-payment', (ctx) =>
    expectRefused(ctx, unpaid, { what: 'an order without payment has no refund', code: 'NOT_FOUND' }),
  ),

  defineCheck('payments.refund-not-required', (ctx) =>
    expectRefused(ctx, notRequired, {
      what: 'a payment that is not required has no refund',
      code: 'VALIDATION_ERROR',
    }),
  ),

  defineCheck('payments.refund-released', (ctx) =>
    expectRefused(ctx, released, { what: 'a released payment is not refunded', code: 'ORDER_CLOSED' }),
  ),

  defineCheck('payments.refund-idempotent', async (ctx) => {
    const order = await refunded(ctx, await ctx.trader());
    const before = await ctx.readPayment(order);
    const body = { transactionHash: ctx.freshHash(), reason: 'once more' };
    const again = expectAccepted(ctx, await refund(ctx, order, body), 'a second refund is accepted');
    ctx.expect.equal(again.at('item'), before, 'and changes nothing');
    const wanted = { order: 'cancelled', payment: 'refunded' } as const;
    await expectStanding(ctx, order, wanted, 'the order stays cancelled');
  }),

  defineCheck('payments.refund-notes', async (ctx) => {
    const order = await held(ctx, await ctx.trader());
    const before = (await ctx.readPayment(order))?.notes ?? [];
    const body = { transactionHash: ctx.freshHash(), reason: 'The seller could not deliver.' };
    const reply = expectAccepted(ctx, await refund(ctx, order, body), 'the payment is refunded');
    const notes = ctx.expect.array(reply.at('item.notes'), 'notes');
    const added = notes.slice(before.length).join('\n');
    for (const text of Object.values(body))
      ctx.expect.ok(added.includes(text), 'transactionHash and reason stand in the notes added', {
        expected: text,
        actual: notes,
      });
  }),

  defineCheck('payments.refund-empty', async (ctx) => {
    const trader = await ctx.trader();
    for (const body of [undefined, {}]) {
      const reply = await ctx.act(await held(ctx, trader), 'refundPayment', { body });
      expectAccepted(ctx, reply, `a refund with ${body === undefined ? 'no body' : '{}'} is accepted`);
    }
  }),
];
