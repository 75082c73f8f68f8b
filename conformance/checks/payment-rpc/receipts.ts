import { defineCheck } from '../../engine/define-check.ts';
import type { CheckContext } from '../../engine/context.ts';
import { expectAccepted } from '../acceptance.ts';
import { expectStanding } from '../payments/standings.ts';
import type { Sale } from './transfers.ts';
import { pay, proveTransfer, sell } from './transfers.ts';

const pending = { order: 'payment_pending', payment: 'intent_created' } as const;

interface Wrong {
  what: string;
  code: string;
  status: number;
  /** Makes a transaction that does not pay; resolves to its hash. */
  make: (sale: Sale) => Promise<string> | string;
}

/** The proof of that transaction is refused; that of a transfer as the intent says is accepted. */
async function expectUnverified(ctx: CheckContext, { what, code, status, make }: Wrong): Promise<void> {
  const trader = await ctx.trader();
  const sale = await sell(ctx, trader);
  const hash = await make(sale);
  await ctx.expectRejected({
    what,
    code,
    status,
    request: () => proveTransfer(ctx, sale, hash),
    control: () => pay(ctx, sale),
  });
}

const missing = { code: 'PAYMENT_TRANSFER_NOT_FOUND', status: 400 };

export const receiptChecks = [
  defineCheck('payment-rpc.verified', async (ctx) => {
    const sale = await sell(ctx, await ctx.trader());
    const reply = expectAccepted(ctx, await pay(ctx, sale), 'a proof of a transfer on the chain is accepted');
    ctx.expect.string(reply.at('item.proof.verifiedAt'), 'proof.verifiedAt');
    ctx.expect.equal(reply.at('item.proof.verificationMode'), 'rpc', 'proof.verificationMode');
    await expectStanding(ctx, sale.order, { order: 'ready', payment: 'held' }, 'the order is ready');
  }),

  defineCheck('payment-rpc.recorded-unverified', async (ctx) => {
    const { order, payment } = await sell(ctx, await ctx.trader());
    const body = ctx.recordedProof(payment);
    const reply = await ctx.act(order, 'submitPaymentProof', { body });
    expectAccepted(ctx, reply, 'a recorded proof is accepted although no chain knows its hash');
    ctx.expect.equal(reply.at('item.proof.verificationMode'), 'recorded', 'proof.verificationMode');
    ctx.expect.equal(reply.at('item.proof.verifiedAt') ?? null, null, 'proof.verifiedAt');
  }),

  defineCheck('payment-rpc.not-mined', (ctx) =>
    expectUnverified(ctx, {
      what: 'a transaction that is in no block is refused',
      code: 'PAYMENT_NOT_MINED',
      status: 409,
      make: () => ctx.freshHash(),
    }),
  ),

  defineCheck('payment-rpc.failed-transaction', (ctx) =>
    expectUnverified(ctx, {
      what: 'a transaction that failed on the chain is refused',
      code: 'PAYMENT_TX_FAILED',
      status: 402,
      make: ({ chain }) => chain.failedTransfer(),
    }),
  ),

  defineCheck('payment-rpc.other-token', (ctx) =>
    expectUnverified(ctx, {
      ...missing,
      what: 'a transfer of another token is refused',
      make: async ({ chain, raw }) => {
        const { address } = await chain.deployToken(chain.token.decimals);
        return chain.transfer(raw, { token: address });
      },
    }),
  ),

  defineCheck('payment-rpc.other-payer', (ctx) =>
    expectUnverified(ctx, {
      ...missing,
      what: 'a transfer by another payer is refused',
      make: ({ chain, raw }) => chain.transfer(raw, { from: ctx.agent().address }),
    }),
  ),

  defineCheck('payment-rpc.other-payee', (ctx) =>
    expectUnverified(ctx, {
      ...missing,
      what: 'a transfer to another payee is refused',
      make: ({ chain, raw }) => chain.transfer(raw, { to: ctx.agent().address }),
    }),
  ),

  defineCheck('payment-rpc.other-amount', (ctx) =>
    expectUnverified(ctx, {
      ...missing,
      what: 'a transfer of another amount is refused',
      make: ({ chain, raw }) => chain.transfer(raw - 1n),
    }),
  ),

  defineCheck('payment-rpc.failure-changes-nothing', async (ctx) => {
    const sale = await sell(ctx, await ctx.trader());
    await ctx.expectRejected({
      what: 'a transaction that is in no block is refused',
      code: 'PAYMENT_NOT_MINED',
      request: () => proveTransfer(ctx, sale, ctx.freshHash()),
      control: async () => {
        await expectStanding(ctx, sale.order, pending, 'order and payment are unchanged');
        const payment = await ctx.readPayment(sale.order);
        ctx.expect.equal(payment, sale.payment, 'nothing of the failed proof is kept');
        return pay(ctx, sale);
      },
    });
  }),
];
