import { defineCheck } from '../../engine/define-check.ts';
import type { CheckContext } from '../../engine/context.ts';
import type { Order } from '../../engine/market.ts';
import { expectAccepted } from '../acceptance.ts';
import { expectAllRejected } from '../rejections.ts';
import type { Fields } from './transfers.ts';
import { pay, proveTransfer, sell, without } from './transfers.ts';

/** Set-up: an order of a free service with an intent that names the parties, and neither token nor amount. */
async function openIntent(ctx: CheckContext, tokenAddress?: string) {
  const chain = await ctx.chain();
  const order = await ctx.order(await ctx.trader());
  const { payer: payerAddress, payee: payeeAddress } = chain;
  const rail = { type: 'wdk-usdt-transfer', chain: chain.chain, payerAddress, payeeAddress };
  const payment = await ctx.intent(order, {
    rail: { ...rail, ...(tokenAddress === undefined ? {} : { tokenAddress }) },
  });
  return { chain, order, payment };
}

const prove = (ctx: CheckContext, order: Order, body: Fields) =>
  ctx.act(order, 'submitPaymentProof', { body });

export const transferAmountChecks = [
  defineCheck('payment-rpc.decimals-default', async (ctx) => {
    const { chain, order } = await openIntent(ctx);
    const hash = await chain.transfer(1_500_000n);
    const body = without(chain.proof(hash, '1.5'), 'tokenDecimals');
    expectAccepted(ctx, await prove(ctx, order, body), 'an amount of "1.5" is 1500000 base units');
  }),

  defineCheck('payment-rpc.decimals-given', async (ctx) => {
    const { chain, order } = await openIntent(ctx);
    const hash = await chain.transfer(150n);
    const body = chain.proof(hash, '1.5', { tokenDecimals: 2 });
    const reply = await prove(ctx, order, body);
    expectAccepted(ctx, reply, 'an amount of "1.5" with 2 decimals is 150 base units');
  }),

  defineCheck('payment-rpc.raw-amount-wins', async (ctx) => {
    const { chain, order } = await openIntent(ctx);
    const hash = await chain.transfer(777n);
    const body = chain.proof(hash, '1.5', { rawAmount: '777' });
    expectAccepted(ctx, await prove(ctx, order, body), 'rawAmount is looked for, and not amount');
  }),

  defineCheck('payment-rpc.too-many-digits', async (ctx) => {
    const { chain, order } = await openIntent(ctx);
    const hash = await chain.transfer(1_500_000n);
    await ctx.expectRejected({
      what: 'an amount with more digits after the point than the token has is refused',
      code: 'VALIDATION_ERROR',
      request: () => prove(ctx, order, chain.proof(hash, '1.5000001')),
      control: () => prove(ctx, order, chain.proof(hash, '1.500000')),
    });
  }),

  defineCheck('payment-rpc.token-default', async (ctx) => {
    const { chain, order } = await openIntent(ctx);
    const hash = await chain.transfer(1_500_000n);
    const body = without(chain.proof(hash, '1.5'), 'tokenAddress');
    const reply = await prove(ctx, order, body);
    expectAccepted(ctx, reply, 'a proof without tokenAddress is held against the token of the deployment');
  }),

  defineCheck('payment-rpc.token-given', async (ctx) => {
    const inBody = await openIntent(ctx);
    const { address: tokenAddress } = await inBody.chain.deployToken();
    const inIntent = await openIntent(ctx, tokenAddress);
    for (const { chain, order } of [inBody, inIntent]) {
      const hash = await inBody.chain.transfer(1_500_000n, {
        token: tokenAddress,
        from: chain.payer,
        to: chain.payee,
      });
      const proof = chain.proof(hash, '1.5', { tokenAddress });
      const isBody = order === inBody.order;
      const reply = await prove(ctx, order, isBody ? proof : without(proof, 'tokenAddress'));
      const place = isBody ? 'proof' : 'intent';
      expectAccepted(ctx, reply, `the tokenAddress of the ${place} wins over that of the deployment`);
    }
  }),

  defineCheck('payment-rpc.bound-to-intent', async (ctx) => {
    const sale = await sell(ctx, await ctx.trader());
    const { chain, raw } = sale;
    const payeeAddress = ctx.agent().address;
    const { address: tokenAddress } = await chain.deployToken(chain.token.decimals);
    const toOther = await chain.transfer(raw, { to: payeeAddress });
    const ofOther = await chain.transfer(raw, { token: tokenAddress });
    const less = await chain.transfer(1n);
    const cases = [
      {
        what: 'a payee other than the intent knows is refused, though it was paid',
        request: () => proveTransfer(ctx, sale, toOther, { payeeAddress }),
      },
      {
        what: 'a token other than the intent knows is refused, though it was paid',
        request: () => proveTransfer(ctx, sale, ofOther, { tokenAddress }),
      },
      {
        what: 'an amount other than the intent knows is refused, though it was paid',
        request: () => proveTransfer(ctx, sale, less, { amount: '0.000001' }),
      },
    ];
    await expectAllRejected(ctx, cases, { code: 'VALIDATION_ERROR', control: () => pay(ctx, sale) });
  }),
];
