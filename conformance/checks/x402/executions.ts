import { defineCheck } from '../../engine/define-check.ts';
import type { CheckContext } from '../../engine/context.ts';
import { isRecord } from '../../contract/json.ts';
import { expectAccepted, needAccepted } from '../acceptance.ts';
import { expectStatus } from '../execution-calls.ts';
import { executeWith, firstVersionService, payPurchase, startPurchase } from './purchases.ts';
import type { PaidPurchase } from './purchases.ts';

const demanded = 'PAYMENT_REQUIRED';

const executePaid = (ctx: CheckContext, purchase: PaidPurchase) =>
  executeWith(ctx, purchase, purchase.paymentSignature);

/** A purchase whose seller refuses the payment when it is executed. Exclusive: the seller refuses everybody. */
async function executeUnsettled(ctx: CheckContext) {
  const purchase = await payPurchase(ctx);
  ctx.seller.standIn.settlementFailure = 'insufficient_funds';
  const reply = await executePaid(ctx, purchase);
  return { purchase, reply };
}

/** The signature as the payment of an execution. */
export const x402ExecutionChecks = [
  defineCheck('x402.execute-needs-signature', async (ctx) => {
    const purchase = await payPurchase(ctx);
    await ctx.expectRejected({
      what: 'a paid x402 order without its signature is not executed',
      code: demanded,
      request: () => executeWith(ctx, purchase, undefined),
      control: () => executePaid(ctx, purchase),
    });
  }),

  defineCheck('x402.execute-needs-proof', async (ctx) => {
    const purchase = await startPurchase(ctx);
    const signature = await ctx.sign402(purchase.challenge);
    await ctx.expectRejected({
      what: 'a signature that was not proven before is refused',
      code: demanded,
      request: () => executeWith(ctx, purchase, signature),
      control: async () => executePaid(ctx, await payPurchase(ctx, purchase.order)),
    });
  }),

  defineCheck('x402.refusal-repeats-challenge', async (ctx) => {
    const purchase = await startPurchase(ctx);
    const { rejected } = await ctx.expectRejected({
      what: 'an x402 order with nothing but its intent is not executed',
      code: demanded,
      request: () => executeWith(ctx, purchase, undefined),
      control: async () => executePaid(ctx, await payPurchase(ctx, purchase.order)),
    });
    ctx.expect.equal(
      rejected.at('error.details.paymentRequest.paymentRequired'),
      purchase.challenge,
      'details.paymentRequest.paymentRequired',
    );
  }),

  defineCheck('x402.refusal-keeps-status', async (ctx) => {
    const order = await ctx.order(await ctx.trader(), { kind: 'x402' });
    await ctx.expectRejected({
      what: 'an x402 order without any payment is not executed',
      code: demanded,
      request: () => ctx.act(order, 'executeMarketOrder', { body: {} }),
      control: async () => {
        await expectStatus(ctx, order, 'the status of the order after the refusal');
        return executePaid(ctx, await payPurchase(ctx, order));
      },
    });
  }),

  defineCheck('x402.execute-other-signature', async (ctx) => {
    const purchase = await payPurchase(ctx);
    const other = await ctx.sign402(purchase.challenge, purchase.account);
    await ctx.expectRejected({
      what: 'another signature than the proven one is refused',
      code: 'VALIDATION_ERROR',
      request: () => executeWith(ctx, purchase, other),
      control: () => executePaid(ctx, purchase),
    });
  }),

  defineCheck('x402.execute-sends-header', async (ctx) => {
    const purchase = await payPurchase(ctx);
    const reply = await executePaid(ctx, purchase);
    expectAccepted(ctx, reply, 'an order is executed with the signature that was proven');
    const calls = ctx.seller.callsWith(purchase.paymentSignature);
    ctx.expect.equal(calls.length, 1, 'calls of the seller with this signature');
    const isExact = calls[0]?.headers['payment-signature'] === purchase.paymentSignature;
    ctx.expect.ok(isExact, 'PAYMENT-SIGNATURE is the value that was proven');
    ctx.expect.equal(calls[0]?.headers['x-payment'], undefined, 'a header of version 1 beside it');
    ctx.expect.equal(reply.at('execution.outcome.status'), 'completed', 'execution.outcome.status');
  }),

  defineCheck('x402.settlement-saved', async (ctx) => {
    const purchase = await payPurchase(ctx);
    needAccepted(ctx, await executePaid(ctx, purchase), 'executeMarketOrder');
    const payment = await ctx.readPayment(purchase.order);
    const settlement: unknown = payment?.proof?.metadata?.['paymentSettlement'];
    const { status, response, payerAddress } = isRecord(settlement) ? settlement : {};
    ctx.expect.string(status, 'proof.metadata.paymentSettlement.status');
    ctx.expect.equal(payerAddress, purchase.account.address, 'paymentSettlement.payerAddress');
    const { transaction } = isRecord(response) ? response : {};
    ctx.expect.string(
      transaction,
      "paymentSettlement.response.transaction, of the seller's PAYMENT-RESPONSE",
    );
  }),

  defineCheck(
    'x402.refused-payment-fails',
    async (ctx) => {
      const { reply } = await executeUnsettled(ctx);
      expectAccepted(ctx, reply, 'the seller answers 402 again');
      ctx.expect.equal(reply.at('execution.outcome.status'), 'failed', 'execution.outcome.status');
      ctx.expect.equal(reply.at('order.status'), 'failed', 'order.status');
    },
    { exclusive: true },
  ),

  defineCheck(
    'x402.refused-payment-stays-held',
    async (ctx) => {
      const { purchase, reply } = await executeUnsettled(ctx);
      needAccepted(ctx, reply, 'executeMarketOrder');
      ctx.expect.equal((await ctx.readPayment(purchase.order))?.status, 'held', 'the status of the payment');
    },
    { exclusive: true },
  ),

  defineCheck('x402.confirmed-by-client', async (ctx) => {
    const purchase = await payPurchase(ctx);
    const executed = needAccepted(ctx, await executePaid(ctx, purchase), 'executeMarketOrder');
    ctx.expect.equal(executed.at('order.status'), 'delivered', 'order.status after the execution');
    const confirmed = await ctx.act(purchase.order, 'confirmMarketOrder');
    expectAccepted(ctx, confirmed, 'the client confirms it');
    ctx.expect.equal(confirmed.at('order.status'), 'confirmed', 'order.status after the confirmation');
  }),

  defineCheck('x402.replay-without-signature', async (ctx) => {
    const purchase = await payPurchase(ctx);
    const first = needAccepted(ctx, await executePaid(ctx, purchase), 'executeMarketOrder');
    const second = await executeWith(ctx, purchase, undefined);
    expectAccepted(ctx, second, 'a delivered x402 order is executed again without a signature');
    const path = 'execution.outcome.id';
    ctx.expect.equal(second.at(path), first.at(path), path);
    ctx.expect.equal(ctx.seller.callsWith(purchase.paymentSignature).length, 1, 'calls of the seller');
  }),

  defineCheck('x402.first-version-header', async (ctx) => {
    const service = await firstVersionService(ctx);
    const purchase = await payPurchase(ctx, { service });
    ctx.expect.equal(purchase.proven.proof?.metadata?.['headerName'], 'X-PAYMENT', 'metadata.headerName');
    expectAccepted(ctx, await executePaid(ctx, purchase), 'an order of a seller that speaks version 1');
    const calls = ctx.providers.sellerV1.callsWith(purchase.paymentSignature);
    ctx.expect.equal(calls.length, 1, 'calls of the seller with this signature');
    const isExact = calls[0]?.headers['x-payment'] === purchase.paymentSignature;
    ctx.expect.ok(isExact, 'X-PAYMENT is the value that was proven');
  }),
];
