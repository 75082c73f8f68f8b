import { defineCheck } from '../../engine/define-check.ts';
import type { CheckContext } from '../../engine/context.ts';
import type { MarketService, RailType } from '../../engine/market.ts';
import { expectAccepted } from '../acceptance.ts';
import { askIntent, expectStanding, payingRail, unpaid } from './standings.ts';

const paidRails = [
  'wallet',
  'wdk-usdt-transfer',
  'xvv42',
  'x402',
  'escrow',
  'onchain-escrow',
  'vault-stripe',
  'offchain-record',
  'external',
] as const satisfies readonly RailType[];

type Payment = MarketService['payment'];

const unofferedBy = (payment: Payment): RailType | undefined =>
  paidRails.find((rail) => payment?.supportedRails.includes(rail) === false);

/** A service that must be paid and does not offer every rail. */
const restricted = (ctx: CheckContext) =>
  ctx.service('paid', ({ payment }) => unofferedBy(payment) !== undefined);

const untouched = { order: 'created', payment: null } as const;

export const paymentRailChecks = [
  defineCheck('payments.ten-rails', async (ctx) => {
    const trader = await ctx.trader();
    const cases = [
      ...paidRails.map((rail) => ['paid', rail] as const),
      ['free-read', 'not-required'] as const,
    ];
    for (const [kind, type] of cases) {
      const order = await ctx.order(trader, { kind });
      const reply = await askIntent(ctx, order, { rail: { type } });
      expectAccepted(ctx, reply, `an intent on the rail ${type} is made`);
      ctx.expect.equal(reply.at('item.rail.type'), type, 'the rail of the payment');
    }
  }),

  defineCheck('payments.rails-open', async (ctx) => {
    const service = await restricted(ctx);
    const type = unofferedBy(service.json.payment);
    const order = await ctx.order(await ctx.trader(), { service });
    const reply = await askIntent(ctx, order, { rail: { type } });
    expectAccepted(ctx, reply, 'an intent on a rail that the service does not offer is made');
    ctx.expect.equal(reply.at('item.rail.type'), type, 'the rail of the payment');
  }),

  defineCheck('payments.open-not-required', async (ctx) => {
    const order = await unpaid(ctx, await ctx.trader());
    const reply = await askIntent(ctx, order, { rail: { type: 'not-required' } });
    expectAccepted(ctx, reply, 'an order that must be paid takes the rail not-required');
    ctx.expect.equal(reply.at('item.status'), 'not_required', 'the status of the payment');
  }),

  defineCheck('payments.rails-enforced', async (ctx) => {
    const service = await restricted(ctx);
    const order = await ctx.order(await ctx.trader(), { service });
    await ctx.expectRejected({
      what: 'a rail that the service does not offer is refused',
      code: 'VALIDATION_ERROR',
      request: () => askIntent(ctx, order, { rail: { type: unofferedBy(service.json.payment) } }),
      control: async () => {
        await expectStanding(ctx, order, untouched, 'the order is unchanged after the refusal');
        return askIntent(ctx, order, { rail: { type: payingRail(order) } });
      },
    });
  }),

  defineCheck('payments.enforced-not-required', async (ctx) => {
    const order = await unpaid(ctx, await ctx.trader());
    await ctx.expectRejected({
      what: 'not-required is refused for a service that must be paid',
      code: 'VALIDATION_ERROR',
      request: () => askIntent(ctx, order, { rail: { type: 'not-required' } }),
      control: async () => {
        await expectStanding(ctx, order, untouched, 'the order is unchanged after the refusal');
        return askIntent(ctx, order, { rail: { type: payingRail(order) } });
      },
    });
  }),
];
