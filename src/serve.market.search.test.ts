import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startProviderStandIns } from '../conformance/registry/providers/provider-stand-ins.ts';
import type { ProviderStandIns } from '../conformance/registry/providers/provider-stand-ins.ts';
import type { Answer } from './api-client.fixture.ts';
import { call, itemOf, outcomeOf, textOf } from './api-client.fixture.ts';
import type { MarketAnswer, MarketClient, MarketPlace, Trader } from './market-client.fixture.ts';
import { createMarketClient, openMarketPlace, standingOf } from './market-client.fixture.ts';
import type { RuntimeServer } from './runtime-server.fixture.ts';
import { startRuntimeServer } from './runtime-server.fixture.ts';

type Fields = Record<string, unknown>;

let market: MarketPlace;
/** Providers at other addresses than those in the environment. */
let elsewhere: ProviderStandIns;
let runtime: RuntimeServer;
let url = '';
let trader: Trader;
let client: MarketClient;
beforeAll(async () => {
  [market, elsewhere, runtime] = await Promise.all([
    openMarketPlace(),
    startProviderStandIns(),
    startRuntimeServer(),
  ]);
  ({ url } = await market.serve('search', { PEAQOS_WALRUS_PUBLISHER_TOKEN: 'token-of-the-environment' }));
  trader = await market.trade(url);
  client = createMarketClient(url, trader);
});
afterAll(async () => {
  await Promise.all([market.close(), elsewhere.close(), runtime.stop()]);
});

const send = (method: string, path: string, body?: unknown): Promise<Answer> =>
  call(url, method, `/api/v1${path}`, body === undefined ? {} : { body });
const configure = (skillKey: string, body: unknown) => send('PATCH', `/skills/${skillKey}/config`, body);

function forgetCalls(): void {
  market.providers.forgetCalls();
  elsewhere.forgetCalls();
}

interface Quote {
  id: string;
  serviceId: string;
  score: number;
  reasons: string[];
}

const quotesOf = (answer: MarketAnswer) => itemOf(answer)['quotes'] as Quote[];

async function quoteFor(serviceId: string, body: Fields = {}): Promise<Quote | undefined> {
  const quotes = quotesOf(await client.search({ maxResults: 50, ...body }));
  return quotes.find((quote) => quote.serviceId === serviceId);
}

describe('what a search learns from credentials', () => {
  beforeEach(forgetCalls);
  afterEach(() => elsewhere.setFault('walrus', null));

  const storage = (fields: Fields = {}) => ({
    serviceType: 'storage',
    providerCredentials: { walrus: { aggregatorUrl: elsewhere.urls.walrus, ...fields } },
  });

  it('comes live from the provider that they are for, and from no other', async () => {
    const plain = await quoteFor('walrus:store-blob', { serviceType: 'storage' });
    expect([...market.providers.calls(), ...elsewhere.calls()]).toEqual([]);
    const live = await quoteFor('walrus:store-blob', storage());
    expect(live?.reasons).toContain('aggregator answers');
    expect(plain?.reasons.join()).not.toContain('aggregator');
    expect(live?.score).toBeGreaterThan(plain?.score ?? 1);
    expect(elsewhere.calls().map(({ provider, path }) => `${provider} ${path}`)).toEqual(['walrus /v1/api']);
    expect(market.providers.calls()).toEqual([]);
  });

  it('is that the provider reports an error, when it does', async () => {
    const plain = await quoteFor('walrus:store-blob', { serviceType: 'storage' });
    elsewhere.setFault('walrus', { kind: 'status', status: 503 });
    const broken = await quoteFor('walrus:store-blob', storage());
    expect(broken?.reasons).toContain('aggregator reports an error');
    expect(broken?.score).toBeLessThan(plain?.score ?? 0);
  });

  it('is nothing when the provider cannot be reached', async () => {
    const plain = await quoteFor('walrus:store-blob', { serviceType: 'storage' });
    elsewhere.setFault('walrus', { kind: 'reset' });
    expect(await quoteFor('walrus:store-blob', storage())).toMatchObject({
      score: plain?.score,
      reasons: plain?.reasons,
    });
  });

  it('is that a service which needs them can be used', async () => {
    const bare = await quoteFor('world-id:verify');
    const ready = await quoteFor('world-id:verify', { providerCredentials: { worldId: { rpId: 'rp_1' } } });
    expect(ready?.reasons).not.toEqual(bare?.reasons);
    expect(ready?.score).toBeGreaterThan(bare?.score ?? 1);
    const useless = await quoteFor('world-id:verify', { providerCredentials: { worldId: { rpId: '' } } });
    expect(useless?.score).toBe(bare?.score);
  });

  it('is kept without them', async () => {
    const wanted = { ...storage({ publisherToken: 'secret-1', nested: 7 }), maxResults: 3 };
    const found = itemOf(await client.search(wanted));
    const marker = '[REDACTED]';
    expect(found['requestPayload']).toMatchObject({
      maxResults: 3,
      providerCredentials: { walrus: { aggregatorUrl: marker, publisherToken: marker, nested: marker } },
    });
    expect(itemOf(await send('GET', `/market/searches/${textOf(found, 'id')}`))).toEqual(found);
  });
});

describe('a skill that is disabled', () => {
  it('is as good as not in the catalogue, until it is enabled again', async () => {
    const serviceId = 'walrus:read-blob';
    const blobId = 'blob-of-the-disabled-skill'.padEnd(43, '_');
    market.providers.providers.walrus.blobs.set(blobId, Buffer.from('bytes'));
    const input = { blobId, encoding: 'utf8' };
    const orderId = await client.place(serviceId, { input });
    const execution = { operation: 'read-blob', input };
    expect(outcomeOf(await configure('walrus-read', { enabled: false }))).toBe('200');
    expect(await quoteFor(serviceId)).toBeUndefined();
    const listed = (await send('GET', '/market/services')).body.items ?? [];
    expect(listed.map(({ id }) => id)).not.toContain(serviceId);
    const answers = [
      await send('GET', `/market/services/${serviceId}`),
      await client.order(serviceId, { input }),
      await client.executeService(serviceId, execution),
      await client.execute(orderId),
    ];
    expect(answers.map(outcomeOf)).toEqual([
      '404 NOT_FOUND',
      '404 NOT_FOUND',
      '404 NOT_FOUND',
      '422 EXECUTION_UNSUPPORTED',
    ]);
    expect(standingOf(await client.read(orderId))).toBe('created none');

    expect(outcomeOf(await configure('walrus-read', { enabled: true }))).toBe('200');
    expect(await quoteFor(serviceId)).toBeDefined();
    expect(outcomeOf(await client.execute(orderId))).toBe('200');
    const direct = await client.executeService(serviceId, execution);
    expect(direct.body.execution?.outcome).toMatchObject({ status: 'completed', result: { data: 'bytes' } });
  });
});

describe('the configuration of a skill', () => {
  beforeEach(forgetCalls);

  async function store(body: Fields = {}): Promise<MarketAnswer> {
    const orderId = await client.place('walrus:store-blob', { input: { data: 'bytes' }, ...body });
    return client.execute(orderId);
  }
  const sentTo = (providers: ProviderStandIns) =>
    providers.calls('walrus').map(({ headers }) => headers['authorization']);

  it('decides who is called and with what, before the environment and after the request', async () => {
    expect((await store()).body.order).toMatchObject({ status: 'delivered' });
    expect(sentTo(market.providers)).toEqual(['Bearer token-of-the-environment']);

    const settings = { publisherUrl: elsewhere.urls.walrus };
    expect(outcomeOf(await configure('walrus-storage', { settings }))).toBe('200');
    expect((await store()).body.order).toMatchObject({ status: 'delivered' });
    expect(sentTo(elsewhere)).toEqual(['Bearer token-of-the-environment']);

    const credentials = { publisherToken: 'token-of-the-skill' };
    const configured = itemOf(await configure('walrus-storage', { credentials }));
    expect(configured).toMatchObject({ settings, hasCredentials: true });
    expect(JSON.stringify(configured)).not.toContain('token-of-the-skill');
    await store();
    expect(sentTo(elsewhere).at(-1)).toBe('Bearer token-of-the-skill');

    const own = { publisherToken: 'token-of-the-order' };
    await store({ providerCredentials: { walrus: own } });
    expect(sentTo(elsewhere).at(-1)).toBe('Bearer token-of-the-order');
    expect(sentTo(market.providers)).toHaveLength(1);

    // Whoever names an address gets none of the operator's secrets there.
    await store({ providerCredentials: { walrus: { publisherUrl: market.providers.urls.walrus } } });
    expect(sentTo(market.providers)).toEqual(['Bearer token-of-the-environment', undefined]);
    expect(sentTo(elsewhere)).toHaveLength(3);
  });
});

describe("a machine's own runtime", () => {
  const path = (machineId: string) => `/machines/${machineId}/runtime-endpoints/qvac`;
  const input = { messages: [{ role: 'user', content: 'How warm is it?' }] };

  async function ask(by = client): Promise<MarketAnswer> {
    return by.execute(await by.place('qvac:chat-completion', { input }));
  }
  const register = async (fields: Fields): Promise<Fields> =>
    itemOf(await send('PUT', path(trader.machineId), { endpointBaseUrl: runtime.url, ...fields }));

  it.each([
    ['bearer', { authorization: 'Bearer token-of-the-runtime' }],
    ['api-key', { 'x-api-key': 'token-of-the-runtime' }],
  ])('is asked with its token (%s)', async (authType, headers) => {
    runtime.standIn.apiKey = 'token-of-the-runtime';
    const endpoint = await register({
      authType,
      authToken: 'token-of-the-runtime',
      modelAlias: 'stand-in-small',
    });
    expect(endpoint).toMatchObject({ hasAuthToken: true });
    const answer = await ask();
    expect(answer.body.order).toMatchObject({ status: 'delivered' });
    expect(answer.body.execution?.route).toMatchObject({ runtimeEndpointId: endpoint['id'] });
    expect(JSON.stringify(answer.body.execution?.outcome)).toContain('You said: How warm is it?');
    const asked = runtime.calls.at(-1)!;
    expect(asked).toMatchObject({ method: 'POST', path: '/v1/chat/completions', headers });
    expect(JSON.parse(asked.body.toString())).toMatchObject({ ...input, model: 'stand-in-small' });
    expect(Object.keys(asked.headers).filter((name) => /authorization|api-key/.test(name))).toEqual(
      Object.keys(headers),
    );
  });

  it('that does not know the token fails the order', async () => {
    await register({ authType: 'bearer', authToken: 'a-stale-token' });
    const answer = await ask();
    expect(answer.body.order).toMatchObject({ status: 'failed' });
    expect(String(answer.body.order?.['errorMessage'])).toContain('HTTP 401');
  });

  it('is not asked while it is unreachable or its lease is over, nor for another machine', async () => {
    const count = runtime.calls.length;
    await register({ authType: 'none', status: 'unreachable' });
    const unreachable = await ask();
    expect(outcomeOf(unreachable)).toBe('422 EXECUTION_UNSUPPORTED');
    await register({ authType: 'none', status: 'active', leaseExpiresAt: '2020-01-01T00:00:00Z' });
    expect(outcomeOf(await ask())).toBe('422 EXECUTION_UNSUPPORTED');
    await register({ authType: 'none', status: 'active', leaseExpiresAt: null });
    const stranger = createMarketClient(url, await market.trade(url));
    const foreign = await ask(stranger);
    expect(foreign.body.error).toMatchObject({
      code: 'EXECUTION_UNSUPPORTED',
      details: { missing: ['baseUrl'] },
    });
    expect(runtime.calls).toHaveLength(count);
  });

  it('that is taken away leaves the runtime of the deployment, when there is one', async () => {
    await register({ authType: 'none' });
    expect(outcomeOf(await send('DELETE', path(trader.machineId)))).toBe('204');
    expect(outcomeOf(await ask())).toBe('422 EXECUTION_UNSUPPORTED');
    const settings = { baseUrl: elsewhere.urls['openai-runtime'] };
    expect(outcomeOf(await configure('qvac-inference', { settings }))).toBe('200');
    const answer = await ask();
    expect(answer.body.order).toMatchObject({ status: 'delivered' });
    expect(answer.body.execution?.route).toMatchObject({ runtimeEndpointId: null });
  });
});
