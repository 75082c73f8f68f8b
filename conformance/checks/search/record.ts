import { isRecord } from '../../contract/json.ts';
import type { CheckContext } from '../../engine/context.ts';
import { defineCheck } from '../../engine/define-check.ts';
import { expectAccepted, needAccepted } from '../acceptance.ts';
import { ask, find } from './ask.ts';

/** Credentials of providers that a search does not call; every leaf is a secret of this check. */
function createCredentials(ctx: CheckContext): { secrets: string[]; credentials: Record<string, unknown> } {
  const secrets: string[] = [];
  const fresh = (): string => {
    const secret = ctx.freshSecret();
    secrets.push(secret);
    return secret;
  };
  const credentials = {
    akash: { consoleApiKey: fresh(), restEndpoints: fresh() },
    geodnet: { appId: fresh(), appKey: fresh() },
    aethir: { ak: fresh(), sk: fresh() },
    conformanceKit: { nested: { token: fresh() }, list: [fresh()] },
  };
  return { secrets, credentials };
}

/** Every value in an object that is no object itself. */
function leavesOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(leavesOf);
  return isRecord(value) ? Object.values(value).flatMap(leavesOf) : [value];
}

export const searchRecordChecks = [
  defineCheck('search.request-echo', async (ctx) => {
    const trader = await ctx.trader();
    const asked = {
      serviceType: 'storage',
      operation: 'conformance-operation',
      requiredCapabilities: ['one'],
      maxResults: 3,
      budget: { max: 1.5, currency: 'USD' },
    };
    const { requestPayload } = await find(ctx, trader, asked);
    const wanted = { machineId: trader.machine.id, agentPairingId: trader.pairing.id, ...asked };
    ctx.expect.equal(requestPayload, wanted, 'requestPayload');
  }),

  defineCheck('search.credentials-not-shown', async (ctx) => {
    const trader = await ctx.trader();
    const { secrets, credentials } = createCredentials(ctx);
    const created = await ask(ctx, trader, { providerCredentials: credentials });
    expectAccepted(ctx, created, 'a search with credentials of providers is accepted');
    const path = { searchId: created.body.item.id };
    const read = needAccepted(ctx, await ctx.call('getMarketSearch', { path }), 'getMarketSearch');
    for (const { text } of [created, read]) {
      const isHeld = secrets.some((secret) => text.includes(secret));
      ctx.expect.ok(!isHeld, 'no answer holds a credential', { expected: 'none', actual: 'a credential' });
    }
  }),

  defineCheck('search.credentials-marker', async (ctx) => {
    const trader = await ctx.trader();
    const { credentials } = createCredentials(ctx);
    const { requestPayload } = await find(ctx, trader, { providerCredentials: credentials });
    const shown = requestPayload['providerCredentials'];
    ctx.expect.ok(isRecord(shown) && isRecord(shown['akash']), 'the blocks are echoed', { actual: shown });
    const leaves = leavesOf(shown);
    ctx.expect.equal(
      leaves,
      leaves.map(() => '[REDACTED]'),
      'every leaf of providerCredentials',
    );
    ctx.expect.equal(leaves.length, leavesOf(credentials).length, 'the number of leaves');
  }),

  defineCheck('search.read-back', async (ctx) => {
    const item = await find(ctx, await ctx.trader(), { maxResults: 3, budget: { max: 7 } });
    const reply = await ctx.call('getMarketSearch', { path: { searchId: item.id } });
    expectAccepted(ctx, reply, 'a search is read without a token');
    ctx.expect.equal(reply.json, { item }, 'the search as read, compared with the answer that made it');
  }),

  defineCheck('search.unknown-search', async (ctx) => {
    const { id } = await find(ctx, await ctx.trader());
    await ctx.expectRejected({
      what: 'an unknown search is not found',
      code: 'NOT_FOUND',
      request: () => ctx.call('getMarketSearch', { path: { searchId: 'msearch_000000000000' } }),
      control: () => ctx.call('getMarketSearch', { path: { searchId: id } }),
    });
  }),

  defineCheck('search.null-is-absent', async (ctx) => {
    const trader = await ctx.trader();
    const body = Object.fromEntries(
      [
        'machineId',
        'agentPairingId',
        'serviceType',
        'operation',
        'requiredCapabilities',
        'region',
        'maxResults',
        'allowExternalHandoff',
        'requireNativeExecution',
        'budget',
        'providerCredentials',
      ].map((field) => [field, null]),
    );
    const reply = await ctx.act(trader, 'createMarketSearch', { body });
    expectAccepted(ctx, reply, 'a search whose fields are all null is accepted');
    ctx.expect.equal(reply.at('item.machineId'), trader.machine.id, 'machineId of the search');
    const plain = await find(ctx, trader);
    ctx.expect.equal(
      reply.body.item.quotes.map(({ serviceId }) => serviceId),
      plain.quotes.map(({ serviceId }) => serviceId),
      'the services found, compared with a search without these fields',
    );
  }),
];
