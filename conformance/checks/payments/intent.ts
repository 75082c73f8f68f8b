import { defineCheck } from '../../engine/define-check.ts';
import type { CheckContext } from '../../engine/context.ts';
import type { Order } from '../../engine/market.ts';
import { expectAccepted } from '../acceptance.ts';
import { askIntent, askRail, expectStanding, payingRail, unpaid, withIntent } from './standings.ts';

const countOfParallel = 5;

async function expectIntent(ctx: CheckContext, order: Order, body: Record<string, unknown> | undefined) {
  const options = body === undefined ? {} : { body };
  return expectAccepted(
    ctx,
    await ctx.act(order, 'createPaymentIntent', options),
    `an intent with ${body === undefined ? 'no body' : JSON.stringify(body)} is made`,
  );
}

export const paymentIntentChecks = [
  defineCheck('payments.intent-recommended-rail', async (ctx) => {
    const trader = await ctx.trader();
    for (const body of [undefined, {}, { rail: {} }, { rail: null, amount: null, currency: null }]) {
      const order = await unpaid(ctx, trader);
      const reply = await expectIntent(ctx, order, body);
      ctx.expect.equal(reply.at('item.rail.type'), order.json.payment.defaultRail, 'rail.type');
    }
  }),

  defineCheck('payments.intent-makes-pending', async (ctx) => {
    const order = await unpaid(ctx, await ctx.trader());
    const body = { amount: 1, currency: 'EUR' };
    expectAccepted(ctx, await askRail(ctx, order, {}, body), 'an intent is made');
    const wanted = { order: 'payment_pending', payment: 'intent_created' } as const;
    await expectStanding(ctx, order, wanted, 'the order waits for payment');
  }),

  defineCheck('payments.intent-not-required', async (ctx) => {
    const order = await ctx.order(await ctx.trader());
    const reply = await askIntent(ctx, order, { rail: { type: 'not-required' } });
    expectAccepted(ctx, reply, 'an intent on the rail not-required is made');
    const wanted = { order: 'ready', payment: 'not_required' } as const;
    await expectStanding(ctx, order, wanted, 'the order needs no payment and is ready');
  }),

  defineCheck('payments.intent-idempotent', async (ctx) => {
    const order = await withIntent(ctx, await ctx.trader());
    const before = await ctx.readPayment(order);
    const body = { rail: { type: 'offchain-record', chain: 'eip155:1' }, amount: 7, currency: 'EUR' };
    const again = expectAccepted(ctx, await askIntent(ctx, order, body), 'a second intent is accepted');
    ctx.expect.equal(again.at('item'), before, 'the payment that exists already is answered');
    ctx.expect.equal(await ctx.readPayment(order), before, 'and it stays what it was');
  }),

  defineCheck('payments.intent-repeat-status', async (ctx) => {
    const order = await withIntent(ctx, await ctx.trader());
    const again = expectAccepted(ctx, await askIntent(ctx, order), 'a second intent is accepted');
    ctx.expect.status(again, 200, 'the status of a second intent');
  }),

  defineCheck('payments.intent-parallel', async (ctx) => {
    // The seller is asked for its terms first, so that requests really overtake each other.
    const order = await ctx.order(await ctx.trader(), { kind: 'x402' });
    const ask = () => askIntent(ctx, order, { rail: { type: 'x402' } });
    const replies = await Promise.all(Array.from({ length: countOfParallel }, ask));
    for (const reply of replies) expectAccepted(ctx, reply, 'every one of the parallel intents is accepted');
    const ids = new Set(replies.map((reply) => reply.at('item.id')));
    ctx.expect.equal(ids.size, 1, 'payments made by parallel intents for one order');
  }),

  defineCheck('payments.intent-unknown-rail', async (ctx) => {
    const order = await unpaid(ctx, await ctx.trader());
    await ctx.expectRejected({
      what: 'a rail type that the contract does not know is refused',
      code: 'VALIDATION_ERROR',
      request: () => askIntent(ctx, order, { rail: { type: 'barter' } }),
      control: async () => {
        await expectStanding(ctx, order, { order: 'created', payment: null }, 'the order is unchanged');
        return askIntent(ctx, order, { rail: { type: payingRail(order) } });
      },
    });
  }),
];
