import { defineCheck } from '../../engine/define-check.ts';
import type { CheckContext } from '../../engine/context.ts';
import type { Order } from '../../engine/market.ts';
import { expectAccepted, needAccepted } from '../acceptance.ts';
import { execute, expectStatus } from '../execution-calls.ts';

const code = 'PAYMENT_REQUIRED';

async function executePaid(ctx: CheckContext, order: Order) {
  await ctx.hold(order);
  return execute(ctx, order);
}

/** What an execution asks of the payment. */
export const executionPaymentChecks = [
  defineCheck('execution.free-needs-no-payment', async (ctx) => {
    const trader = await ctx.trader();
    for (const fields of [{}, { budget: { amount: 1, currency: 'USD' } }]) {
      const order = await ctx.order(trader, { fields });
      const { defaultRail, required } = order.json.payment;
      if (required || defaultRail !== 'not-required') ctx.untestable('The order is not free.');
      const reply = await execute(ctx, order);
      expectAccepted(ctx, reply, 'a free order is executed as it was created');
      ctx.expect.equal(reply.at('order.status'), 'delivered', 'order.status');
    }
  }),

  defineCheck('execution.unpaid-runs', async (ctx) => {
    const trader = await ctx.trader();
    const [bare, intended] = [
      await ctx.order(trader, { kind: 'paid' }),
      await ctx.order(trader, { kind: 'paid' }),
    ];
    await ctx.intent(intended);
    for (const [order, what] of [
      [bare, 'an order without payment'],
      [intended, 'an order with a payment intent'],
    ] as const) {
      const reply = expectAccepted(ctx, await execute(ctx, order), `${what} is executed`);
      ctx.expect.equal(reply.at('order.status'), 'delivered', `the status of ${what}`);
    }
  }),

  defineCheck('execution.unpaid-refused', async (ctx) => {
    const order = await ctx.order(await ctx.trader(), { kind: 'paid' });
    await ctx.expectRejected({
      what: 'an order that is not paid is not executed',
      code,
      request: () => execute(ctx, order),
      control: () => executePaid(ctx, order),
    });
  }),

  defineCheck('execution.intent-is-no-payment', async (ctx) => {
    const order = await ctx.order(await ctx.trader(), { kind: 'paid' });
    await ctx.expectRejected({
      what: 'an order with nothing but a payment intent is not executed',
      code,
      request: async () => {
        await ctx.intent(order);
        return execute(ctx, order);
      },
      control: () => executePaid(ctx, order),
    });
  }),

  defineCheck('execution.payment-refusal-names-status', async (ctx) => {
    const trader = await ctx.trader();
    const order = await ctx.order(trader, { kind: 'paid' });
    await ctx.intent(order);
    const { rejected } = await ctx.expectRejected({
      what: 'an order with nothing but a payment intent is not executed',
      code,
      request: () => execute(ctx, order),
      control: () => executePaid(ctx, order),
    });
    ctx.expect.equal(rejected.at('error.details.paymentStatus'), 'intent_created', 'details.paymentStatus');
  }),

  defineCheck('execution.payment-refusal-keeps-status', async (ctx) => {
    const trader = await ctx.trader();
    const order = await ctx.order(trader, { kind: 'paid' });
    await ctx.expectRejected({
      what: 'an order that is not paid is not executed',
      code,
      request: () => execute(ctx, order),
      control: async () => {
        await expectStatus(ctx, order, 'the status of the order after the refusal');
        return executePaid(ctx, await ctx.order(trader, { kind: 'paid' }));
      },
    });
  }),

  defineCheck('execution.not-required-payment-passes', async (ctx) => {
    const order = await ctx.order(await ctx.trader());
    const intent = needAccepted(
      ctx,
      await ctx.act(order, 'createPaymentIntent', { body: {} }),
      'createPaymentIntent',
    );
    if (intent.at('item.status') !== 'not_required') ctx.untestable('The payment is not not_required.');
    expectAccepted(ctx, await execute(ctx, order), 'a free order with its payment record is executed');
  }),
];
