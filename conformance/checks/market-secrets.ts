import { randomBytes } from 'node:crypto';
import { mask } from '../contract/redactor.ts';
import { defineCheck } from '../engine/define-check.ts';
import type { CheckContext, Reply } from '../engine/context.ts';
import { needAccepted } from './acceptance.ts';
import { execute } from './execution-calls.ts';
import { expectHidden, expectHiddenInAll, signatureInside } from './hidden-in.ts';
import { openProviders } from './own-providers.ts';
import { openRuntime } from './own-runtime.ts';
import { executeWith, payPurchase, prove, startPurchase } from './x402/purchases.ts';

/** Credentials that nobody has seen, for a provider that asks for none of them. */
function plantCredentials(ctx: CheckContext) {
  const secrets = { 'a token': ctx.freshSecret(), 'an API key': ctx.freshSecret() };
  const [publisherToken, consoleApiKey] = Object.values(secrets);
  return { secrets, providerCredentials: { walrus: { publisherToken }, akash: { consoleApiKey } } };
}

function secretsOf(ctx: CheckContext, paymentSignature: string): Record<string, string> {
  const inside = signatureInside(paymentSignature);
  if (inside === '') ctx.untestable('The payment header of the kit holds no signature.');
  return { 'the payment header': paymentSignature, 'the signature in it': inside };
}

/** What came of an execution, without the order's own fields. */
const outcomeOf = (reply: Reply): string =>
  JSON.stringify([reply.at('execution'), reply.at('order.errorMessage')]);

const credentialChecks = [
  defineCheck('secrets.provider-credentials', async (ctx) => {
    const trader = await ctx.trader();
    const { secrets, providerCredentials } = plantCredentials(ctx);
    const body = { ...(await ctx.orderRequest(trader)), providerCredentials };
    const created = needAccepted(
      ctx,
      await ctx.act(trader, 'createMarketOrder', { body }),
      'createMarketOrder',
    );
    const path = { orderId: created.body.item.id };
    const query = { machineId: trader.machine.id };
    const replies = {
      'the create': created,
      'the read': await ctx.act(trader, 'getMarketOrder', { path }),
      'the list': await ctx.act(trader, 'listMarketOrders', { query }),
      'the execution': await ctx.act(trader, 'executeMarketOrder', { path, body: {} }),
      'the payment intent': await ctx.act(trader, 'createPaymentIntent', { path, body: {} }),
    };
    for (const [what, reply] of Object.entries(replies)) needAccepted(ctx, reply, what);
    expectHiddenInAll(ctx, replies, secrets);
  }),

  defineCheck('secrets.credentials-in-refusal', async (ctx) => {
    const trader = await ctx.trader();
    const { secrets, providerCredentials } = plantCredentials(ctx);
    const body = { ...(await ctx.orderRequest(trader)), providerCredentials };
    const { rejected } = await ctx.expectRejected({
      what: 'an order of an operation that the service has not is refused',
      code: 'VALIDATION_ERROR',
      request: () =>
        ctx.act(trader, 'createMarketOrder', { body: { ...body, operation: 'no-such-operation' } }),
      control: () => ctx.act(trader, 'createMarketOrder', { body }),
    });
    expectHiddenInAll(ctx, { 'the order': rejected }, secrets);
  }),

  defineCheck('secrets.credentials-echoed', async (ctx) => {
    const { walrus } = await openProviders(ctx);
    const service = await ctx.service('paid', ({ providerKey }) => providerKey === 'walrus');
    const publisherToken = ctx.freshSecret();
    const providerCredentials = { walrus: { publisherUrl: walrus.url, publisherToken } };
    const order = await ctx.order(await ctx.trader(), { service, fields: { providerCredentials } });
    walrus.setFault({ kind: 'echo', status: 500 });
    const failed = needAccepted(ctx, await execute(ctx, order), 'executeMarketOrder');
    if (walrus.calls().length === 0) ctx.untestable('The provider was not called.');
    expectHidden(ctx, outcomeOf(failed), { 'the token': publisherToken }, 'what a failing provider echoes');
  }),

  defineCheck('secrets.runtime-token-echoed', async (ctx) => {
    const authToken = ctx.freshSecret();
    const runtime = await openRuntime(ctx, { authType: 'bearer', authToken });
    const choices = [{ message: { role: 'assistant', content: `You are Bearer ${authToken}.` } }];
    runtime.stub.setFault({ kind: 'status', status: 200, body: { id: authToken, choices, [authToken]: 1 } });
    const reply = needAccepted(ctx, await execute(ctx, await runtime.order()), 'executeMarketOrder');
    if (reply.at('execution.outcome.status') !== 'completed')
      ctx.untestable('The runtime was not understood.');
    expectHidden(ctx, reply.text, { 'the token': authToken }, 'a result that holds it as value and key');
  }),
];

const signatureChecks = [
  defineCheck('secrets.payment-signature', async (ctx) => {
    const purchase = await startPurchase(ctx);
    const { order } = purchase;
    const paymentSignature = await ctx.sign402(purchase.challenge);
    const metadata = { note: paymentSignature };
    const replies = {
      'the proof': await prove(ctx, purchase, paymentSignature),
      'its repetition': await prove(ctx, purchase, paymentSignature, { metadata }),
      'the read of the payment': await ctx.act(order, 'getMarketOrderPayment'),
      'the intent': await ctx.act(order, 'createPaymentIntent', { body: {} }),
      'the execution': await executeWith(ctx, purchase, paymentSignature),
      'the read of the order': await ctx.act(order, 'getMarketOrder'),
      'the read of the payment afterwards': await ctx.act(order, 'getMarketOrderPayment'),
    };
    for (const [what, reply] of Object.entries(replies)) needAccepted(ctx, reply, what);
    expectHiddenInAll(ctx, replies, secretsOf(ctx, paymentSignature));
  }),

  defineCheck('secrets.payment-signature-in-metadata', async (ctx) => {
    const purchase = await startPurchase(ctx);
    const paymentSignature = await ctx.sign402(purchase.challenge);
    const metadata = { note: `paid with ${paymentSignature}` };
    const reply = needAccepted(ctx, await prove(ctx, purchase, paymentSignature, { metadata }), 'the proof');
    const read = await ctx.act(purchase.order, 'getMarketOrderPayment');
    expectHiddenInAll(
      ctx,
      { 'the proof': reply, 'the read of the payment': read },
      { 'the payment header': paymentSignature },
    );
  }),

  defineCheck('secrets.payment-signature-in-refusal', async (ctx) => {
    const purchase = await payPurchase(ctx);
    const other = await ctx.sign402(purchase.challenge);
    const broken = ctx.freshSecret();
    const { rejected } = await ctx.expectRejected({
      what: 'another signature than the proven one is refused',
      code: 'VALIDATION_ERROR',
      request: () => executeWith(ctx, purchase, other),
      control: () => executeWith(ctx, purchase, purchase.paymentSignature),
    });
    const unfit = await startPurchase(ctx, purchase.order);
    const undecodable = await prove(ctx, unfit, broken);
    expectHiddenInAll(ctx, { 'the execution': rejected }, secretsOf(ctx, other));
    expectHiddenInAll(ctx, { 'an undecodable proof': undecodable }, { 'the payment header': broken });
  }),

  defineCheck(
    'secrets.payment-signature-echoed',
    async (ctx) => {
      const purchase = await payPurchase(ctx);
      ctx.seller.setFault({ kind: 'echo' });
      const reply = await executeWith(ctx, purchase, purchase.paymentSignature);
      needAccepted(ctx, reply, 'executeMarketOrder');
      if (ctx.seller.callsWith(purchase.paymentSignature).length === 0)
        ctx.untestable('The seller was not called.');
      expectHidden(
        ctx,
        reply.text,
        secretsOf(ctx, purchase.paymentSignature),
        'the result of a seller that echoes',
      );
    },
    { exclusive: true },
  ),
];

const outputChecks = [
  defineCheck('secrets.market-not-logged', async (ctx) => {
    const server = await ctx.spawn({ PEAQOS_LOG_LEVEL: 'trace' });
    if (server.baseUrl === undefined)
      ctx.untestable(`The second server did not start: ${server.output().slice(-300)}`);
    const talk = ctx.on(server);
    const trader = await talk.trader();
    // Not hidden by the kit, so that it can be found.
    const restEndpoints = randomBytes(20).toString('hex');
    const providerCredentials = { ...plantCredentials(ctx).providerCredentials, akash: { restEndpoints } };
    const order = await talk.order(trader, { fields: { providerCredentials } });
    const machineId = trader.machine.id;
    const search = { body: { machineId, providerCredentials } };
    needAccepted(ctx, await talk.act(trader, 'createMarketSearch', search), 'createMarketSearch');
    needAccepted(ctx, await talk.act(order, 'executeMarketOrder', { body: {} }), 'executeMarketOrder');
    const bought = await talk.order(trader, { kind: 'x402' });
    const { paymentSignature } = await talk.hold(bought);
    const paid = { body: { payment: { paymentSignature } } };
    needAccepted(ctx, await talk.act(bought, 'executeMarketOrder', paid), 'executeMarketOrder');
    await server.stop();
    expectHidden(ctx, server.output(), { 'a credential': restEndpoints }, 'the output');
    // What the kit knows as a secret stands there as its mask.
    expectHidden(ctx, server.output(), { 'a token, a credential or a signature': mask }, 'the output');
  }),
];

/** What orders, payments and executions never show. */
export const marketSecretChecks = [...credentialChecks, ...signatureChecks, ...outputChecks];
