import { defineCheck } from '../../engine/define-check.ts';
import { expectAccepted } from '../acceptance.ts';
import { execute } from '../execution-calls.ts';
import { openProviders } from '../own-providers.ts';

/** Credentials that came with the order. */
export const executionCredentialChecks = [
  defineCheck('execution.order-credentials-used', async (ctx) => {
    const { walrus } = await openProviders(ctx);
    const service = await ctx.service('paid', ({ providerKey }) => providerKey === 'walrus');
    const publisherToken = ctx.freshSecret();
    const providerCredentials = { walrus: { publisherUrl: walrus.url, publisherToken } };
    const order = await ctx.order(await ctx.trader(), { service, fields: { providerCredentials } });
    expectAccepted(ctx, await execute(ctx, order), 'an order that came with credentials is executed');
    const sent = walrus.calls().map(({ headers }) => headers['authorization']);
    ctx.expect.ok(sent.includes(`Bearer ${publisherToken}`), "the provider gets the order's credentials", {
      expected: 'a call with the token',
      actual: `${sent.length} calls`,
    });
  }),
];
