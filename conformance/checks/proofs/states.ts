import { defineCheck } from '../../engine/define-check.ts';
import type { CheckContext } from '../../engine/context.ts';
import type { Order, Trader } from '../../engine/market.ts';
import { expectAccepted } from '../acceptance.ts';
import { openRuntime, whileExecuting } from '../own-runtime.ts';
import {
  confirmed,
  deliveredFree,
  deliveredUnpaid,
  dispute,
  disputed,
  expectStanding,
  notRequired,
  refunded,
  released,
  unpaid,
} from '../payments/standings.ts';
import { expectAllRejected } from '../rejections.ts';
import { due, proofFor, prove, send } from './claims.ts';

/** None of these orders takes a proof; one that waits for payment does. */
async function expectRefused(
  ctx: CheckContext,
  trader: Trader,
  orders: readonly { what: string; order: Order }[],
  code: string,
): Promise<void> {
  const good = await due(ctx, trader);
  const cases = [];
  for (const { what, order } of orders) {
    const body = ctx.recordedProof((await ctx.readPayment(order)) ?? good.payment);
    cases.push({ what, request: () => send(ctx, order, body) });
  }
  await expectAllRejected(ctx, cases, { code, control: () => prove(ctx, good) });
}

export const proofStateChecks = [
  defineCheck('proofs.needs-intent', async (ctx) => {
    const trader = await ctx.trader();
    const handoff = await ctx.order(trader, { kind: 'handoff' });
    await ctx.execute(handoff);
    const orders = [
      { what: 'a created order without intent takes no proof', order: await unpaid(ctx, trader) },
      { what: 'a delivered order without intent takes no proof', order: await deliveredFree(ctx, trader) },
      { what: 'an order handed off without intent takes no proof', order: handoff },
    ];
    await expectRefused(ctx, trader, orders, 'NOT_FOUND');
  }),

  defineCheck('proofs.not-required', async (ctx) => {
    const trader = await ctx.trader();
    const what = 'a payment that is not required takes no proof';
    await expectRefused(ctx, trader, [{ what, order: await notRequired(ctx, trader) }], 'VALIDATION_ERROR');
  }),

  defineCheck('proofs.keeps-order', async (ctx) => {
    const trader = await ctx.trader();
    for (const kind of ['paid', 'handoff'] as const) {
      const order = await deliveredUnpaid(ctx, trader, kind);
      const { status } = await ctx.readOrder(order);
      const reply = await send(ctx, order, await proofFor(ctx, order));
      expectAccepted(ctx, reply, `a proof for an order that is ${status} is accepted`);
      const wanted = { order: status, payment: 'held' } as const;
      await expectStanding(ctx, order, wanted, `an order that is ${status} keeps its status`);
    }
  }),

  defineCheck('proofs.needs-intent-while-executing', async (ctx) => {
    const runtime = await openRuntime(ctx);
    const order = await runtime.order();
    const good = await due(ctx, runtime.trader);
    await whileExecuting(ctx, runtime, order, () =>
      ctx
        .expectRejected({
          what: 'an order that is executing without intent takes no proof',
          code: 'NOT_FOUND',
          request: () => send(ctx, order, ctx.recordedProof(good.payment)),
          control: () => prove(ctx, good),
        })
        .then(() => undefined),
    );
  }),

  defineCheck('proofs.closed-order', async (ctx) => {
    const trader = await ctx.trader();
    const orders = [
      { what: 'a confirmed order takes no proof', order: await confirmed(ctx, trader) },
      { what: 'an order whose payment is released takes no proof', order: await released(ctx, trader) },
      { what: 'a disputed order takes no proof', order: await disputed(ctx, trader) },
      { what: 'a cancelled order takes no proof', order: await refunded(ctx, trader) },
    ];
    await expectRefused(ctx, trader, orders, 'ORDER_CLOSED');
  }),

  defineCheck('proofs.closed-without-intent', async (ctx) => {
    const trader = await ctx.trader();
    const free = await deliveredFree(ctx, trader);
    await ctx.confirm(free);
    const orders = [
      { what: 'a confirmed order without intent takes no proof', order: free },
      {
        what: 'a disputed order without intent takes no proof',
        order: await dispute(ctx, await unpaid(ctx, trader)),
      },
    ];
    await expectRefused(ctx, trader, orders, 'ORDER_CLOSED');
  }),
];
