import type { OperationId } from '../../../generated/operations.gen.ts';
import type { CallOptions } from '../../engine/context.ts';
import { defineCheck } from '../../engine/define-check.ts';
import { expectAccepted, needAccepted } from '../acceptance.ts';
import { expectAllRejected } from '../rejections.ts';
import { orderIn } from './stages.ts';

const dispute: CallOptions = { body: { reason: 'Not what was ordered.' } };

/** Everything that acts on an order, with a body that is fine for it. */
const writes = (transactionHash: string): readonly (readonly [OperationId, CallOptions])[] => [
  ['createPaymentIntent', { body: {} }],
  ['submitPaymentProof', { body: { verificationMode: 'recorded', transactionHash } }],
  ['lockEscrow', { body: { transactionHash, chain: 'eip155:3338', escrowAddress: `0x${'12'.repeat(20)}` } }],
  ['executeMarketOrder', { body: {} }],
  ['confirmMarketOrder', {}],
  ['disputeMarketOrder', dispute],
  ['releasePayment', {}],
  ['refundPayment', {}],
];

const unknown = { orderId: 'ord_000000000000' };

export const orderAccessChecks = [
  defineCheck('orders.writes-need-token', async (ctx) => {
    const trader = await ctx.trader();
    const order = await orderIn(ctx, trader, 'delivered');
    const body = await ctx.orderRequest(trader);
    const path = { orderId: order.id };
    const cases = [
      { what: 'a create without token', request: () => ctx.call('createMarketOrder', { body }) },
      {
        what: 'a dispute without token',
        request: () => ctx.call('disputeMarketOrder', { path, ...dispute }),
      },
      { what: 'a confirm without token', request: () => ctx.call('confirmMarketOrder', { path }) },
    ];
    await expectAllRejected(ctx, cases, {
      code: 'AGENT_AUTH_REQUIRED',
      control: () => ctx.act(order, 'confirmMarketOrder'),
    });
  }),

  defineCheck('orders.writes-without-token', async (ctx) => {
    const trader = await ctx.trader();
    const created = await ctx.call('createMarketOrder', { body: await ctx.orderRequest(trader) });
    expectAccepted(ctx, created, 'an order is placed without token');
    const path = { orderId: created.body.item.id };
    needAccepted(ctx, await ctx.call('executeMarketOrder', { path, body: {} }), 'executeMarketOrder');
    expectAccepted(ctx, await ctx.call('confirmMarketOrder', { path }), 'it is confirmed without token');
  }),

  defineCheck('orders.token-of-body', async (ctx) => {
    const trader = await ctx.trader();
    const second = await ctx.trader({ machine: trader.machine });
    const other = await ctx.trader();
    const body = await ctx.orderRequest(trader);
    const place = (fields: Record<string, unknown>) =>
      ctx.act(trader, 'createMarketOrder', { body: { ...body, ...fields } });
    const foreign = { machineId: other.machine.id, agentPairingId: other.pairing.id };
    const cases = [
      {
        what: 'an order through a second pairing',
        request: () => place({ agentPairingId: second.pairing.id }),
      },
      { what: 'an order for another machine', request: () => place(foreign) },
    ].map(({ what, request }) => ({ what: `${what} than the token's is refused`, request }));
    await expectAllRejected(ctx, cases, { code: 'AGENT_AUTH_INVALID', control: () => place({}) });
  }),

  defineCheck('orders.token-of-order', async (ctx) => {
    const trader = await ctx.trader();
    const { token } = await ctx.trader({ machine: trader.machine });
    const order = await orderIn(ctx, trader, 'delivered');
    const cases = writes(ctx.freshHash()).map(([operation, options]) => ({
      what: `${operation} with the token of another pairing is refused`,
      request: () => ctx.act(order, operation, { ...options, pairingToken: token }),
    }));
    await expectAllRejected(ctx, cases, {
      code: 'AGENT_AUTH_INVALID',
      control: () => ctx.act(order, 'confirmMarketOrder'),
    });
  }),

  defineCheck('orders.token-of-read', async (ctx) => {
    const trader = await ctx.trader();
    const { token } = await ctx.trader({ machine: trader.machine });
    const order = await ctx.order(trader);
    await ctx.expectRejected({
      what: 'an order is not read with the token of another pairing',
      code: 'AGENT_AUTH_INVALID',
      request: () => ctx.act(order, 'getMarketOrder', { pairingToken: token }),
      control: () => ctx.act(order, 'getMarketOrder'),
    });
  }),

  defineCheck('orders.read-without-token', async (ctx) => {
    const order = await ctx.order(await ctx.trader());
    const reply = await ctx.call('getMarketOrder', { path: { orderId: order.id } });
    expectAccepted(ctx, reply, 'an order is read without token');
    ctx.expect.equal(reply.at('item.id'), order.id, 'id');
  }),

  defineCheck('orders.unknown', async (ctx) => {
    const order = await orderIn(ctx, await ctx.trader(), 'delivered');
    const cases = (
      [
        ['getMarketOrder', {}],
        ['getMarketOrderPayment', {}],
        ['disputeMarketOrder', dispute],
        ['confirmMarketOrder', {}],
      ] as const
    ).map(([operation, options]) => ({
      what: `${operation} of an order that does not exist is refused`,
      request: () => ctx.act(order, operation, { ...options, path: unknown }),
    }));
    await expectAllRejected(ctx, cases, {
      code: 'NOT_FOUND',
      control: () => ctx.act(order, 'confirmMarketOrder'),
    });
  }),
];
