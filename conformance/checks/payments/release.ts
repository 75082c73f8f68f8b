import { defineCheck } from '../../engine/define-check.ts';
import type { CheckContext, Reply } from '../../engine/context.ts';
import type { Order, Trader } from '../../engine/market.ts';
import { expectAccepted } from '../acceptance.ts';
import { expectAllRejected } from '../rejections.ts';
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

const release = (ctx: CheckContext, order: Order, body: object | undefined = {}): Promise<Reply> =>
  ctx.act(order, 'releasePayment', { body });

interface Case {
  what: string;
  order: Order;
}

/** No payment of these orders is released; that of a confirmed one is. */
async function expectRefused(
  ctx: CheckContext,
  trader: Trader,
  orders: readonly Case[],
  code: string,
): Promise<void> {
  const good = await confirmed(ctx, trader);
  const cases = orders.map(({ what, order }) => ({ what, request: () => release(ctx, order) }));
  await expectAllRejected(ctx, cases, { code, control: () => release(ctx, good) });
}

/** Set-up: confirmed, though nobody paid. */
async function confirmedUnpaid(ctx: CheckContext, trader: Trader): Promise<Order> {
  const order = await deliveredUnpaid(ctx, trader);
  await ctx.confirm(order);
  return order;
}

/** Set-up: confirmed, and the payment due for release was refunded. */
async function confirmedRefunded(ctx: CheckContext, trader: Trader): Promise<Order> {
  const order = await confirmed(ctx, trader);
  const reply = await ctx.act(order, 'refundPayment', { body: {} });
  return reply.isAccepted ? order : ctx.untestable(`refundPayment was answered ${reply.status}.`);
}

export const paymentReleaseChecks = [
  defineCheck('payments.release-after-confirm', async (ctx) => {
    const order = await confirmed(ctx, await ctx.trader());
    const reply = expectAccepted(
      ctx,
      await release(ctx, order),
      'the payment of a confirmed order is released',
    );
    ctx.expect.equal(reply.at('item.status'), 'released', 'the status of the payment');
    const wanted = { order: 'confirmed', payment: 'released' } as const;
    await expectStanding(ctx, order, wanted, 'the order stays confirmed');
  }),

  defineCheck('payments.release-needs-confirm', async (ctx) => {
    const trader = await ctx.trader();
    const orders = [
      { what: 'a payment that is pending is not released', order: await withIntent(ctx, trader) },
      { what: 'a payment that is held is not released', order: await held(ctx, trader) },
      { what: 'it is not before the order is confirmed', order: await deliveredHeld(ctx, trader) },
      { what: 'nor unpaid and delivered', order: await deliveredUnpaid(ctx, trader) },
      { what: 'nor after a hand-off', order: await deliveredUnpaid(ctx, trader, 'handoff') },
      { what: 'nor unpaid, though the order is confirmed', order: await confirmedUnpaid(ctx, trader) },
    ];
    await expectRefused(ctx, trader, orders, 'ORDER_NOT_DELIVERED');
    const [pending, ready] = orders;
    if (!pending || !ready) return;
    const asked = { order: 'payment_pending', payment: 'intent_created' } as const;
    await expectStanding(ctx, pending.order, asked, 'a pending payment is unchanged after the refusal');
    const paid = { order: 'ready', payment: 'held' } as const;
    await expectStanding(ctx, ready.order, paid, 'a held payment is unchanged after the refusal');
  }),

  defineCheck('payments.release-needs-payment', async (ctx) => {
    const trader = await ctx.trader();
    const what = 'an order without payment has nothing to release';
    await expectRefused(ctx, trader, [{ what, order: await unpaid(ctx, trader) }], 'NOT_FOUND');
  }),

  defineCheck('payments.release-not-required', async (ctx) => {
    const trader = await ctx.trader();
    const what = 'a payment that is not required is not released';
    await expectRefused(ctx, trader, [{ what, order: await notRequired(ctx, trader) }], 'VALIDATION_ERROR');
  }),

  defineCheck('payments.release-closed', async (ctx) => {
    const trader = await ctx.trader();
    const orders = [
      { what: 'a frozen payment is not released', order: await disputed(ctx, trader) },
      { what: 'a refunded payment is not released', order: await refunded(ctx, trader) },
      { what: 'nor when its order is confirmed', order: await confirmedRefunded(ctx, trader) },
    ];
    await expectRefused(ctx, trader, orders, 'ORDER_CLOSED');
  }),

  defineCheck('payments.release-idempotent', async (ctx) => {
    const order = await released(ctx, await ctx.trader());
    const before = await ctx.readPayment(order);
    const body = { transactionHash: ctx.freshHash(), notes: 'once more' };
    const again = expectAccepted(ctx, await release(ctx, order, body), 'a second release is accepted');
    ctx.expect.equal(again.at('item'), before, 'and changes nothing');
  }),

  defineCheck('payments.release-notes', async (ctx) => {
    const order = await confirmed(ctx, await ctx.trader());
    const before = (await ctx.readPayment(order))?.notes ?? [];
    const body = { transactionHash: ctx.freshHash(), notes: 'Released by hand.' };
    const reply = expectAccepted(ctx, await release(ctx, order, body), 'the payment is released');
    const notes = ctx.expect.array(reply.at('item.notes'), 'notes');
    ctx.expect.equal(notes.slice(0, before.length), before, 'the notes that were there already');
    const added = notes.slice(before.length).join('\n');
    for (const text of Object.values(body))
      ctx.expect.ok(added.includes(text), 'transactionHash and notes stand in the notes added', {
        expected: text,
        actual: notes,
      });
  }),

  defineCheck('payments.release-empty', async (ctx) => {
    const trader = await ctx.trader();
    for (const body of [undefined, {}]) {
      const order = await confirmed(ctx, trader);
      const reply = await ctx.act(order, 'releasePayment', { body });
      expectAccepted(ctx, reply, `a release with ${body === undefined ? 'no body' : '{}'} is accepted`);
    }
  }),
];
