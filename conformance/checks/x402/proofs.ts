import { createHash } from 'node:crypto';
import { defineCheck } from '../../engine/define-check.ts';
import type { CheckContext } from '../../engine/context.ts';
import type { Authorization402 } from '../../engine/market.ts';
import { expectAccepted } from '../acceptance.ts';
import { expectStatus } from '../execution-calls.ts';
import { expectAllRejected } from '../rejections.ts';
import type { Purchase } from './purchases.ts';
import { payPurchase, prove, readOffer, startPurchase, withOffer } from './purchases.ts';

const invalid = 'VALIDATION_ERROR';

/** Refuses every signature, and takes a good one. */
async function expectUnfit(
  ctx: CheckContext,
  purchase: Purchase,
  signatures: Readonly<Record<string, string>>,
): Promise<void> {
  const cases = Object.entries(signatures).map(([what, signature]) => ({
    what: `a signature that ${what} is refused`,
    request: () => prove(ctx, purchase, signature),
  }));
  await expectAllRejected(ctx, cases, {
    code: invalid,
    control: async () => prove(ctx, purchase, await ctx.sign402(purchase.challenge, purchase.account)),
  });
}

const signWith = (ctx: CheckContext, { challenge, account }: Purchase, changes: Partial<Authorization402>) =>
  ctx.sign402(challenge, account, changes);

/** The signature as a proof of payment. */
export const x402ProofChecks = [
  defineCheck('x402.proof-holds', async (ctx) => {
    const purchase = await startPurchase(ctx);
    const reply = await prove(ctx, purchase, await ctx.sign402(purchase.challenge));
    expectAccepted(ctx, reply, 'the signature of the challenge proves the payment');
    ctx.expect.equal(reply.at('item.status'), 'held', 'the status of the payment');
    await expectStatus(ctx, purchase.order, 'the status of the order', 'ready');
  }),

  defineCheck('x402.reference-formula', async (ctx) => {
    const { challenge, paymentSignature, proven } = await payPurchase(ctx);
    const digest = createHash('sha256').update(paymentSignature).digest('hex').slice(0, 24);
    const network = String(readOffer(ctx, challenge)['network']);
    ctx.expect.equal(
      proven.proof?.paymentReference,
      `x402:${network}:${digest}`,
      'proof.paymentReference, of network and signature',
    );
  }),

  defineCheck('x402.reference-given', async (ctx) => {
    const purchase = await startPurchase(ctx);
    const paymentReference = `x402:of-the-client:${ctx.freshHash().slice(2, 26)}`;
    const reply = await prove(ctx, purchase, await ctx.sign402(purchase.challenge), { paymentReference });
    expectAccepted(ctx, reply, 'a proof with a reference of the client');
    ctx.expect.equal(reply.at('item.proof.paymentReference'), paymentReference, 'proof.paymentReference');
  }),

  defineCheck('x402.proof-header', async (ctx) => {
    const { challenge, proven } = await payPurchase(ctx);
    const { network, headerName }: Record<string, unknown> = { ...proven.proof?.metadata };
    ctx.expect.equal(network, readOffer(ctx, challenge)['network'], 'proof.metadata.network');
    ctx.expect.equal(headerName, 'PAYMENT-SIGNATURE', 'proof.metadata.headerName');
  }),

  defineCheck('x402.proof-payer', async (ctx) => {
    const { account, proven } = await payPurchase(ctx);
    ctx.expect.equal(proven.proof?.payerAddress, account.address, 'proof.payerAddress is who signed');
  }),

  defineCheck('x402.signature-undecodable', async (ctx) => {
    await expectUnfit(ctx, await startPurchase(ctx), {
      'is no base64': 'what-is-this?',
      'is base64 of no JSON': Buffer.from('{"x402Version":').toString('base64'),
      'is base64 of something else': Buffer.from('{"x402Version":2}').toString('base64'),
    });
  }),

  defineCheck('x402.signature-of-other-terms', async (ctx) => {
    const purchase = await startPurchase(ctx);
    const { amount, payTo } = readOffer(ctx, purchase.challenge);
    const elsewhere = withOffer(ctx, purchase.challenge, { network: 'eip155:137' });
    const generous = withOffer(ctx, purchase.challenge, { amount: `${String(amount)}0` });
    if (payTo === undefined) ctx.untestable('The offer names no payee.');
    await expectUnfit(ctx, purchase, {
      'pays on another network': await ctx.sign402(elsewhere, purchase.account),
      'pays an amount that nobody offered': await ctx.sign402(generous, purchase.account),
      'pays somebody else': await signWith(ctx, purchase, { to: ctx.agent().address }),
      'pays less': await signWith(ctx, purchase, { value: '1' }),
    });
  }),

  defineCheck('x402.signature-expired', async (ctx) => {
    const purchase = await startPurchase(ctx);
    const validBefore = String(Math.floor(Date.now() / 1000) - 300);
    await expectUnfit(ctx, purchase, { 'has expired': await signWith(ctx, purchase, { validBefore }) });
  }),

  defineCheck('x402.signature-of-stranger', async (ctx) => {
    const purchase = await startPurchase(ctx);
    const from = ctx.agent().address;
    await expectUnfit(ctx, purchase, { "is not its payer's": await signWith(ctx, purchase, { from }) });
  }),

  defineCheck('x402.proof-repeated', async (ctx) => {
    const purchase = await payPurchase(ctx);
    const another = await ctx.sign402(purchase.challenge, purchase.account);
    const { accepted } = await ctx.expectRejected({
      what: 'another signature for a payment that is held is refused',
      code: invalid,
      request: () => prove(ctx, purchase, another),
      control: () => prove(ctx, purchase, purchase.paymentSignature),
    });
    ctx.expect.equal(accepted.at('item'), { ...purchase.proven }, 'the payment after the repetition');
  }),

  defineCheck('x402.signature-for-two-orders', async (ctx) => {
    const first = await payPurchase(ctx);
    const second = await startPurchase(ctx, first.order);
    const paymentReference = `x402:another:${ctx.freshHash().slice(2, 26)}`;
    const cases = [
      { what: 'the signature of another order is refused', fields: {} },
      { what: 'also under another reference', fields: { paymentReference } },
    ].map(({ what, fields }) => ({
      what,
      request: () => prove(ctx, second, first.paymentSignature, fields),
    }));
    await expectAllRejected(ctx, cases, {
      code: invalid,
      control: async () => prove(ctx, second, await ctx.sign402(second.challenge)),
    });
  }),

  defineCheck('x402.exempt-from-rpc', async (ctx) => {
    const purchase = await startPurchase(ctx);
    const metadata = { serviceId: purchase.order.service.id };
    const reply = await prove(ctx, purchase, await ctx.sign402(purchase.challenge), { metadata });
    expectAccepted(ctx, reply, 'a signature proves the payment although transfers are looked up');
  }),
];
