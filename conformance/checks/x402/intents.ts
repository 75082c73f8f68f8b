import { defineCheck } from '../../engine/define-check.ts';
import type { CheckContext } from '../../engine/context.ts';
import { expectAccepted, needAccepted } from '../acceptance.ts';
import { firstVersionService, readOffer, startPurchase } from './purchases.ts';

const request = 'item.rail.metadata.paymentRequest';

async function askIntent(ctx: CheckContext) {
  const order = await ctx.order(await ctx.trader(), { kind: 'x402' });
  return ctx.act(order, 'createPaymentIntent', { body: { rail: { type: 'x402' } } });
}

/** What the seller itself answers to the call that the intent is about. */
async function askSeller(ctx: CheckContext, paymentUrl: unknown): Promise<Response> {
  const url = ctx.expect.match(paymentUrl, /^https?:\/\//, 'paymentRequest.paymentUrl');
  return fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
}

/** The seller's challenge in a payment intent. */
export const x402IntentChecks = [
  defineCheck('x402.intent-challenge', async (ctx) => {
    const reply = needAccepted(ctx, await askIntent(ctx), 'createPaymentIntent');
    const answer = await askSeller(ctx, reply.at(`${request}.paymentUrl`));
    const sent = answer.headers.get('payment-required') ?? ctx.untestable('The seller sent no challenge.');
    ctx.expect.equal(reply.at(`${request}.paymentRequired`), sent, 'paymentRequest.paymentRequired');
  }),

  defineCheck('x402.intent-for-display', async (ctx) => {
    const { payment, challenge } = await startPurchase(ctx);
    const shown = payment.rail.metadata?.['paymentRequest'];
    const { statusCode, paymentUrl, accepts }: Record<string, unknown> = { ...(shown as object) };
    ctx.expect.equal(statusCode, 402, 'paymentRequest.statusCode');
    ctx.expect.match(paymentUrl, /^https?:\/\//, 'paymentRequest.paymentUrl');
    const [offer] = ctx.expect.array(accepts, 'paymentRequest.accepts');
    ctx.expect.equal(offer, readOffer(ctx, challenge), 'the first offer');
  }),

  defineCheck('x402.intent-without-payer', async (ctx) => {
    const order = await ctx.order(await ctx.trader(), { kind: 'x402' });
    const reply = await ctx.act(order, 'createPaymentIntent', { body: {} });
    expectAccepted(ctx, reply, 'an intent without a rail, on the recommended x402');
    ctx.expect.equal(reply.at('item.rail.type'), 'x402', 'rail.type');
    ctx.expect.equal(reply.at('item.rail.payerAddress') ?? null, null, 'rail.payerAddress');
  }),

  defineCheck(
    'x402.intent-seller-does-not-ask',
    async (ctx) => {
      ctx.seller.setFault({ kind: 'status', status: 503, body: { error: 'closed for today' } });
      const reply = expectAccepted(ctx, await askIntent(ctx), 'an intent whose seller answers 503');
      ctx.expect.equal(reply.at(`${request}.statusCode`), 503, 'paymentRequest.statusCode');
      ctx.expect.equal(reply.at(`${request}.paymentRequired`), undefined, 'paymentRequest.paymentRequired');
      ctx.expect.string(reply.at(`${request}.bodyError`), 'paymentRequest.bodyError');
    },
    { exclusive: true },
  ),

  defineCheck(
    'x402.intent-seller-down',
    async (ctx) => {
      ctx.seller.setFault({ kind: 'reset' });
      const reply = expectAccepted(ctx, await askIntent(ctx), 'an intent whose seller cannot be reached');
      ctx.expect.equal(reply.at(`${request}.statusCode`) ?? null, null, 'paymentRequest.statusCode');
      ctx.expect.equal(reply.at(`${request}.paymentRequired`), undefined, 'paymentRequest.paymentRequired');
      ctx.expect.string(reply.at(`${request}.bodyError`), 'paymentRequest.bodyError');
    },
    { exclusive: true },
  ),

  defineCheck('x402.first-version-challenge', async (ctx) => {
    const { payment, challenge } = await startPurchase(ctx, { service: await firstVersionService(ctx) });
    const shown = payment.rail.metadata?.['paymentRequest'];
    const { paymentUrl }: Record<string, unknown> = { ...(shown as object) };
    const answer = await askSeller(ctx, paymentUrl);
    const sent = Buffer.from(await answer.arrayBuffer()).toString('base64');
    ctx.expect.equal(challenge, sent, "paymentRequest.paymentRequired is the seller's body in base64");
  }),
];
