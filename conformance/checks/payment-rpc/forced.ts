import { defineCheck } from '../../engine/define-check.ts';
import { expectAccepted } from '../acceptance.ts';
import { due, freshSolanaSignature, prove } from '../proofs/claims.ts';
import { expectAllRejected } from '../rejections.ts';
import { pay, proveTransfer, sell, without } from './transfers.ts';

export const forcedChecks = [
  defineCheck('payment-rpc.forced', async (ctx) => {
    const sale = await sell(ctx, await ctx.trader());
    const recorded = ctx.recordedProof(sale.payment);
    const unnamed = without(recorded, 'verificationMode');
    const cases = [
      {
        what: 'a recorded proof of a transfer is refused',
        request: () => proveTransfer(ctx, sale, ctx.freshHash(), recorded),
      },
      {
        what: 'and one that names no mode',
        request: () => ctx.act(sale.order, 'submitPaymentProof', { body: unnamed }),
      },
    ];
    await expectAllRejected(ctx, cases, { code: 'PAYMENT_RPC_REQUIRED', control: () => pay(ctx, sale) });
  }),

  defineCheck('payment-rpc.forced-solana', async (ctx) => {
    const each = await due(ctx, await ctx.trader(), { chain: 'solana:mainnet' });
    const reply = await prove(ctx, each, { transactionSignature: freshSolanaSignature(ctx) });
    expectAccepted(ctx, reply, 'a recorded proof on Solana is accepted');
    ctx.expect.equal(reply.at('item.status'), 'held', 'the status of the payment');
  }),

  defineCheck('payment-rpc.forced-escrow', async (ctx) => {
    const { order } = await due(ctx, await ctx.trader(), { type: 'escrow' });
    const escrowAddress = ctx.agent().address;
    const body = { transactionHash: ctx.freshHash(), chain: 'base', escrowAddress };
    const reply = await ctx.act(order, 'lockEscrow', { body });
    expectAccepted(ctx, reply, 'an escrow lock is accepted');
    ctx.expect.equal(reply.at('item.status'), 'held', 'the status of the payment');
  }),
];
