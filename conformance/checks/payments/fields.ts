import { defineCheck } from '../../engine/define-check.ts';
import type { CheckContext } from '../../engine/context.ts';
import type { Order } from '../../engine/market.ts';
import { expectAccepted } from '../acceptance.ts';
import { askIntent, askRail, unpaid } from './standings.ts';

const requested = {
  token: 'DAI',
  tokenMint: 'EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v',
  provider: 'a-provider',
  externalUrl: 'https://pay.example/bill/1',
  accountId: 'acct-1',
  paymentIntentId: 'pi-1',
  chain: 'eip155:8453',
  tokenAddress: '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913',
  walletAddress: '0x90F79bf6EB2c4f870365E785982E1f101E93b906',
};

const advised = [
  'chain',
  'token',
  'tokenAddress',
  'tokenMint',
  'provider',
  'externalUrl',
  'walletAddress',
] as const;

const freshAddress = (ctx: CheckContext): string => ctx.agent().address;

async function expectField(
  ctx: CheckContext,
  order: Order,
  fields: Record<string, unknown>,
  [path, wanted]: readonly [string, unknown],
): Promise<void> {
  const reply = expectAccepted(ctx, await askRail(ctx, order, fields), 'an intent is made');
  ctx.expect.equal(reply.at(path), wanted, path);
}

export const paymentFieldChecks = [
  defineCheck('payments.rail-requested', async (ctx) => {
    const order = await unpaid(ctx, await ctx.trader());
    const reply = await askRail(ctx, order, { ...requested, metadata: { label: 'kept' } });
    expectAccepted(ctx, reply, 'an intent is made');
    for (const [field, value] of Object.entries(requested))
      ctx.expect.equal(reply.at(`item.rail.${field}`), value, `rail.${field}`);
    ctx.expect.equal(reply.at('item.rail.metadata.label'), 'kept', 'rail.metadata.label');
  }),

  defineCheck('payments.rail-recommended', async (ctx) => {
    const trader = await ctx.trader();
    for (const kind of ['paid', 'x402'] as const) {
      const order = await ctx.order(trader, { kind });
      const { payment } = order.json;
      const reply = await askIntent(ctx, order, { rail: { type: 'offchain-record' } });
      expectAccepted(ctx, reply, `an intent for the service ${order.service.id} is made`);
      for (const field of advised.filter((key) => typeof payment[key] === 'string'))
        ctx.expect.equal(reply.at(`item.rail.${field}`), payment[field], `rail.${field}`);
    }
  }),

  defineCheck('payments.payer-default', async (ctx) => {
    const trader = await ctx.trader();
    const order = await unpaid(ctx, trader);
    const wanted = order.json.payment.payerAddress ?? trader.pairing.agent.address;
    await expectField(ctx, order, {}, ['item.rail.payerAddress', wanted]);
  }),

  defineCheck('payments.payer-requested', async (ctx) => {
    const order = await unpaid(ctx, await ctx.trader());
    const payerAddress = freshAddress(ctx);
    await expectField(ctx, order, { payerAddress }, ['item.rail.payerAddress', payerAddress]);
  }),

  defineCheck('payments.payee-requested', async (ctx) => {
    const order = await unpaid(ctx, await ctx.trader());
    const payeeAddress = freshAddress(ctx);
    await expectField(ctx, order, { payeeAddress }, ['item.rail.payeeAddress', payeeAddress]);
  }),

  defineCheck('payments.payee-recommended', async (ctx) => {
    const service = await ctx.service(
      'paid',
      ({ payment }) => typeof (payment?.payeeAddress ?? payment?.walletAddress) === 'string',
    );
    const order = await ctx.order(await ctx.trader(), { service });
    const { payeeAddress, walletAddress } = order.json.payment;
    await expectField(ctx, order, {}, ['item.rail.payeeAddress', payeeAddress ?? walletAddress]);
  }),

  defineCheck('payments.token-address-preset', async (ctx) => {
    const trader = await ctx.trader();
    const chain = 'eip155:3338';
    const preset = ctx.target.env['PEAQOS_USDT_CONTRACT'] ?? '';
    const reply = await askRail(ctx, await ctx.order(trader), { token: 'USDT', chain });
    expectAccepted(ctx, reply, 'an intent in USDT is made');
    const shown = ctx.expect.string(reply.at('item.rail.tokenAddress'), 'rail.tokenAddress');
    ctx.expect.equal(shown.toLowerCase(), preset.toLowerCase(), 'the token of the deployment');
    const tokenAddress = freshAddress(ctx);
    const order = await ctx.order(trader);
    await expectField(ctx, order, { token: 'USDT', chain, tokenAddress }, [
      'item.rail.tokenAddress',
      tokenAddress,
    ]);
  }),

  defineCheck('payments.escrow-address', async (ctx) => {
    const trader = await ctx.trader();
    for (const type of ['escrow', 'onchain-escrow'] as const) {
      const escrowAddress = freshAddress(ctx);
      const order = await unpaid(ctx, trader);
      await expectField(ctx, order, { type, chain: 'eip155:3338', escrowAddress }, [
        'item.rail.escrowAddress',
        escrowAddress,
      ]);
    }
  }),
];
