import { defineCheck } from '../../engine/define-check.ts';
import type { CheckContext, Reply } from '../../engine/context.ts';
import type { Order, Trader } from '../../engine/market.ts';
import { expectAccepted } from '../acceptance.ts';
import { openRuntime, whileExecuting } from '../own-runtime.ts';
import { expectAllRejected } from '../rejections.ts';
import {
  confirmed,
  deliveredFree,
  deliveredUnpaid,
  disputed,
  expectStanding,
  held,
  notRequired,
  refunded,
  released,
  unpaid,
} from './standings.ts';

type Fields = Record<string, unknown>;

const lockOf = (ctx: CheckContext, fields: Fields = {}): Fields => ({
  transactionHash: ctx.freshHash(),
  chain: 'eip155:3338',
  escrowAddress: ctx.agent().address,
  ...fields,
});

const lock = (ctx: CheckContext, order: Order, body: Fields = lockOf(ctx)): Promise<Reply> =>
  ctx.act(order, 'lockEscrow', { body });

/** Set-up: an order whose payment is to lie in escrow. */
async function withEscrow(ctx: CheckContext, trader: Trader, type = 'escrow'): Promise<Order> {
  const order = await unpaid(ctx, trader);
  await ctx.intent(order, { rail: { type, escrowAddress: ctx.agent().address } });
  return order;
}

/** Every order refuses a lock; one that waits for payment takes it. */
async function expectRefused(
  ctx: CheckContext,
  trader: Trader,
  orders: readonly { what: string; order: Order }[],
  code: string,
): Promise<void> {
  const good = await withEscrow(ctx, trader);
  const cases = orders.map(({ what, order }) => ({ what, request: () => lock(ctx, order) }));
  await expectAllRejected(ctx, cases, { code, control: () => lock(ctx, good) });
}

export const paymentEscrowChecks = [
  defineCheck('payments.escrow-held', async (ctx) => {
    const trader = await ctx.trader();
    for (const type of ['escrow', 'onchain-escrow']) {
      const order = await withEscrow(ctx, trader, type);
      const reply = expectAccepted(ctx, await lock(ctx, order), `a lock on the rail ${type} is accepted`);
      ctx.expect.equal(reply.at('item.status'), 'held', 'the status of the payment');
      await expectStanding(ctx, order, { order: 'ready', payment: 'held' }, 'the order is ready');
    }
  }),

  defineCheck('payments.escrow-idempotent', async (ctx) => {
    const trader = await ctx.trader();
    const locked = await withEscrow(ctx, trader);
    const body = lockOf(ctx);
    const first = expectAccepted(ctx, await lock(ctx, locked, body), 'a lock is accepted');
    const repeats = [
      { order: locked, body, before: first.at('item') },
      { order: locked, body: lockOf(ctx), before: first.at('item') },
    ];
    const proven = await held(ctx, trader);
    repeats.push({ order: proven, body: lockOf(ctx), before: await ctx.readPayment(proven) });
    for (const { order, body: sent, before } of repeats) {
      const again = expectAccepted(ctx, await lock(ctx, order, sent), 'a lock of a held payment is accepted');
      ctx.expect.equal(again.at('item'), before, 'and the payment stays what it was');
    }
    await expectStanding(ctx, locked, { order: 'ready', payment: 'held' }, 'the order is still ready');
  }),

  defineCheck('payments.escrow-recorded', async (ctx) => {
    const order = await withEscrow(ctx, await ctx.trader());
    const escrowAddress = ctx.agent().address;
    const body = lockOf(ctx, { chain: 'peaq', escrowAddress: escrowAddress.toLowerCase() });
    const reply = expectAccepted(ctx, await lock(ctx, order, body), 'a lock is accepted');
    ctx.expect.equal(reply.at('item.proof.transactionHash'), body['transactionHash'], 'the transaction');
    ctx.expect.equal(reply.at('item.rail.chain'), 'eip155:3338', 'rail.chain');
    ctx.expect.equal(reply.at('item.rail.escrowAddress'), escrowAddress, 'rail.escrowAddress');
  }),

  defineCheck('payments.escrow-form', async (ctx) => {
    const order = await withEscrow(ctx, await ctx.trader());
    const body = lockOf(ctx);
    const { transactionHash: _hash, ...withoutHash } = body;
    const { chain: _chain, ...withoutChain } = body;
    const { escrowAddress: _address, ...withoutAddress } = body;
    const cases = [
      { what: 'a lock without transactionHash is refused', request: () => lock(ctx, order, withoutHash) },
      { what: 'a lock without chain is refused', request: () => lock(ctx, order, withoutChain) },
      { what: 'a lock without escrowAddress is refused', request: () => lock(ctx, order, withoutAddress) },
      {
        what: 'a lock at an address that is none is refused',
        request: () => lock(ctx, order, { ...body, escrowAddress: '0x1234' }),
      },
    ];
    await expectAllRejected(ctx, cases, {
      code: 'VALIDATION_ERROR',
      control: async () => {
        const wanted = { order: 'payment_pending', payment: 'intent_created' } as const;
        await expectStanding(ctx, order, wanted, 'order and payment are unchanged after the refusals');
        return lock(ctx, order, body);
      },
    });
  }),

  defineCheck('payments.escrow-needs-intent', async (ctx) => {
    const trader = await ctx.trader();
    const handoff = await ctx.order(trader, { kind: 'handoff' });
    await ctx.execute(handoff);
    const orders = [
      { what: 'a created order without payment takes no lock', order: await unpaid(ctx, trader) },
      { what: 'a delivered order without payment takes no lock', order: await deliveredFree(ctx, trader) },
      { what: 'an order handed off without payment takes no lock', order: handoff },
    ];
    await expectRefused(ctx, trader, orders, 'NOT_FOUND');
  }),

  defineCheck('payments.escrow-not-required', async (ctx) => {
    const trader = await ctx.trader();
    const order = await notRequired(ctx, trader);
    const what = 'a payment that is not required takes no lock';
    await expectRefused(ctx, trader, [{ what, order }], 'VALIDATION_ERROR');
  }),

  defineCheck('payments.escrow-keeps-order', async (ctx) => {
    const trader = await ctx.trader();
    for (const kind of ['paid', 'handoff'] as const) {
      const order = await deliveredUnpaid(ctx, trader, kind);
      const { status } = await ctx.readOrder(order);
      expectAccepted(ctx, await lock(ctx, order), `a lock for an order that is ${status} is accepted`);
      const wanted = { order: status, payment: 'held' } as const;
      await expectStanding(ctx, order, wanted, `an order that is ${status} keeps its status`);
    }
  }),

  defineCheck('payments.escrow-while-executing', async (ctx) => {
    const runtime = await openRuntime(ctx);
    const order = await runtime.order();
    await ctx.intent(order, { rail: { type: 'escrow' } });
    await whileExecuting(ctx, runtime, order, async () => {
      expectAccepted(ctx, await lock(ctx, order), 'a lock for an order that is executing is accepted');
      const wanted = { order: 'executing', payment: 'held' } as const;
      await expectStanding(ctx, order, wanted, 'the order goes on executing');
    });
  }),

  defineCheck('payments.escrow-closed', async (ctx) => {
    const trader = await ctx.trader();
    const orders = [
      { what: 'a confirmed order takes no lock', order: await confirmed(ctx, trader) },
      { what: 'an order whose payment is released takes no lock', order: await released(ctx, trader) },
      { what: 'a disputed order takes no lock', order: await disputed(ctx, trader) },
      { what: 'a cancelled order takes no lock', order: await refunded(ctx, trader) },
    ];
    await expectRefused(ctx, trader, orders, 'ORDER_CLOSED');
  }),
];
