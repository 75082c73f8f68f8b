import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Answer } from '../conformance/registry/providers/call.ts';
import { signX402 } from '../conformance/registry/providers/sign-x402.fixture.ts';
import type { RpcStub } from '../conformance/registry/rpc-stub.ts';
import { startRpcStub } from '../conformance/registry/rpc-stub.ts';
import type { Answer as ApiAnswer } from './api-client.fixture.ts';
import { call, itemOf, outcomeOf, textOf } from './api-client.fixture.ts';
import type { MarketClient, MarketPlace, Trader } from './market-client.fixture.ts';
import { createMarketClient, openMarketPlace } from './market-client.fixture.ts';
import type { RuntimeServer } from './runtime-server.fixture.ts';
import { startRuntimeServer } from './runtime-server.fixture.ts';
import { findSecrets } from './secret-spellings.fixture.ts';

type Fields = Record<string, unknown>;

/** What was planted, by what it is. */
const secrets = new Map<string, string>();

/** A secret with every character that some spelling writes otherwise, where its place allows them. */
function plant(name: string, form: 'plain' | 'awkward' = 'awkward'): string {
  const secret = `${form === 'awkward' ? 's"e\\c/r+e?t=' : 'secret'}${randomBytes(12).toString('hex')}`;
  secrets.set(name, secret);
  return secret;
}

interface Exchange {
  method: string;
  path: string;
  text: string;
}

/** Every answer of the orchestrator, with its headers. */
const exchanges: Exchange[] = [];

function recordAnswers(url: string): void {
  const original = globalThis.fetch;
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const response = await original(input, init);
    const target = String(input);
    if (target.startsWith(url)) {
      const head = JSON.stringify([...response.headers]);
      const text = `${response.status} ${head} ${await response.clone().text()}`;
      exchanges.push({ method: init?.method ?? 'GET', path: target.slice(url.length), text });
    }
    return response;
  });
}

const keys = { api: plant('API key'), listed: plant('listed API key'), wrong: plant('wrong API key') };
const environment = {
  PEAQOS_REQUIRE_API_AUTH: 'true',
  PEAQOS_API_KEY: keys.api,
  PEAQOS_API_KEYS: keys.listed,
  PEAQOS_AGENT_PAIRING_SESSION_SECRET: plant('session secret'),
  PEAQOS_STORE_ENCRYPTION_KEY: randomBytes(32).toString('hex'),
  PEAQOS_PYTH_API_KEY: plant('Pyth key of the deployment'),
  PEAQOS_WALRUS_PUBLISHER_TOKEN: plant('Walrus token of the deployment'),
  PEAQOS_GEODNET_APP_KEY: plant('GEODNET key of the deployment'),
  PEAQOS_LOG_LEVEL: 'trace',
};
secrets.set('store encryption key', environment.PEAQOS_STORE_ENCRYPTION_KEY);

let market: MarketPlace;
let rpc: RpcStub;
let runtime: RuntimeServer;
let url = '';
let trader: Trader;
let client: MarketClient;
let log = '';
let database: Buffer = Buffer.alloc(0);

beforeAll(async () => {
  [market, rpc, runtime] = await Promise.all([openMarketPlace(), startRpcStub(), startRuntimeServer()]);
  makeProvidersEcho();
  const node = `${rpc.url}/${plant('RPC path', 'plain')}?key=${plant('RPC key', 'plain')}`;
  const serve = await market.serve('secrets', { ...environment, PEAQOS_PAYMENT_RPC_URL: node });
  ({ url } = serve);
  recordAnswers(url);
  const headers = { 'x-api-key': keys.api };
  trader = await market.trade(url, { headers });
  secrets.set('pairing token', trader.token);
  secrets.set('signature of the pairing token', trader.token.split('.')[2]!);
  client = createMarketClient(url, trader, headers);
  await useEverything();
  database = await readDatabase();
  await serve.stop();
  database = Buffer.concat([database, await readDatabase()]);
  log = serve.output();
});
afterAll(async () => {
  vi.restoreAllMocks();
  await Promise.all([market.close(), rpc.close(), runtime.stop()]);
});

/** Providers that repeat what they were sent, in answers that are taken for good ones, and in errors. */
function makeProvidersEcho(): void {
  const { providers } = market.providers;
  const spell = (value: unknown) => {
    const text = JSON.stringify(value);
    const encoded = [encodeURIComponent(text), JSON.stringify(text)];
    return [text, ...encoded].join(' ');
  };
  const token = ({ authorization = '' }: Readonly<Record<string, string>>) => authorization.slice(7);
  providers.walrus.answer = ({ headers, body, method }) => {
    const said = spell({ headers, body: body.toString() });
    if (method === 'GET' || body.toString() === 'fail') return { status: 500, body: { error: said } };
    const blobId = `${token(headers)}-${Buffer.from(token(headers)).toString('base64')}`;
    return { status: 200, body: { newlyCreated: { blobObject: { blobId, id: said, storage: {} } } } };
  };
  // As long before the secret as a message may be: whatever is cut off must not leave half of it.
  providers.pyth.answer = ({ headers }) => ({
    status: 500,
    body: { error: `${'x'.repeat(150)} ${token(headers)} ${spell(headers)}` },
  });
  providers['world-id'].answer = ({ path, body }) => ({
    status: 200,
    body: { success: true, action: path, nullifier: spell(path), results: [body.toString()] },
  });
  const echoRuntime: Answer = ({ path, headers, body }) =>
    path === '/v1/models'
      ? { status: 200, body: { data: [{ id: `model of ${token(headers)}` }] } }
      : {
          status: 200,
          body: { id: token(headers), choices: [{ [token(headers)]: spell(headers) }, body.toString()] },
        };
  providers['openai-runtime'].answer = echoRuntime;
  runtime.standIn.answer = echoRuntime;
  const { answer } = providers.x402;
  providers.x402.answer = async (providerCall) => {
    const { headers } = providerCall;
    const reply = await answer(providerCall);
    return headers['payment-signature'] === undefined
      ? reply
      : { ...reply, body: { headers, text: spell(headers), [headers['payment-signature']]: true } };
  };
}

const send = (method: string, path: string, body?: unknown, token = trader.token): Promise<ApiAnswer> => {
  const headers = { 'x-api-key': keys.api, 'x-agent-pairing-token': token };
  return call(url, method, `/api/v1${path}`, body === undefined ? { headers } : { body, headers });
};

function expectOutcome(answer: ApiAnswer, outcome: string): void {
  expect(`${outcomeOf(answer)}`, JSON.stringify(answer.body)).toBe(outcome);
}

/** The whole market, with every secret used rightly and wrongly. */
async function useEverything(): Promise<void> {
  await useKeys();
  await useSkillCredentials();
  await useRuntimeToken();
  await searchWithCredentials();
  await orderWithCredentials();
  await executeServices();
  await payBySignature();
  await payOnChain();
  await sendNonsense();
  await readEverything();
}

async function useKeys(): Promise<void> {
  const ask = (key: string) => call(url, 'GET', '/api/v1/skills', { headers: { 'x-api-key': key } });
  expectOutcome(await ask(keys.listed), '200');
  expectOutcome(await ask(keys.wrong), '401 AUTH_INVALID');
  expectOutcome(
    await send('POST', '/market/search', {}, `${trader.token.slice(0, -4)}AAAA`),
    '401 AGENT_AUTH_INVALID',
  );
}

async function useSkillCredentials(): Promise<void> {
  const configure = (skill: string, body: unknown) => send('PATCH', `/skills/${skill}/config`, body);
  const credentials = { publisherToken: plant('Walrus token of the skill') };
  expectOutcome(await configure('walrus-storage', { credentials, settings: { note: 'kept' } }), '200');
  expectOutcome(
    await configure('pyth-price-feed', { credentials: { apiKey: plant('Pyth key of the skill') } }),
    '200',
  );
  const wrong = plant('skill credential of a wrong type');
  for (const bad of [{ apiKey: { value: wrong } }, [wrong], wrong])
    expectOutcome(await configure('pyth-price-feed', { credentials: bad }), '400 VALIDATION_ERROR');
  expectOutcome(await configure('no-such-skill', { credentials: { apiKey: wrong } }), '404 NOT_FOUND');
}

async function useRuntimeToken(): Promise<void> {
  const path = `/machines/${trader.machineId}/runtime-endpoints/qvac`;
  const endpoint = { endpointBaseUrl: runtime.url, authType: 'bearer' };
  const refused = plant('refused runtime token');
  const bad = [
    { ...endpoint, authToken: { value: refused } },
    { ...endpoint, authToken: refused, networkScope: 'moon' },
    {
      ...endpoint,
      authToken: refused,
      endpointBaseUrl: `http://user:${encodeURIComponent(refused)}@127.0.0.1/`,
    },
  ];
  for (const body of bad) expectOutcome(await send('PUT', path, body), '400 VALIDATION_ERROR');
  expectOutcome(await send('PUT', path, { ...endpoint, authToken: plant('runtime token') }), '201');
  const chat = { messages: [{ role: 'user', content: 'hello' }] };
  const orderId = await client.place('qvac:chat-completion', { input: chat });
  const executed = await client.execute(orderId);
  expectOutcome(executed, '200');
  expect(executed.body.order).toMatchObject({ status: 'delivered' });
}

async function searchWithCredentials(): Promise<void> {
  const credentials = {
    walrus: {
      publisherToken: plant('Walrus token of a search'),
      aggregatorUrl: market.providers.urls.walrus,
    },
    qvac: { baseUrl: market.providers.urls['openai-runtime'], token: plant('QVAC token of a search') },
    aethir: { ak: plant('Aethir key of a search'), sk: plant('Aethir secret of a search') },
    unknown: { deep: { deeper: [plant('nested credential of a search')] } },
  };
  const found = await client.search({ providerCredentials: credentials });
  expectOutcome(found, '201');
  const searchId = textOf(itemOf(found), 'id');
  expectOutcome(await send('GET', `/market/searches/${searchId}`), '200');
  const qvac = (itemOf(found)['quotes'] as Fields[]).find((quote) => quote['providerKey'] === 'qvac');
  expect(String(qvac?.['reasons'])).toContain('serves model of [REDACTED]');
  const wrong = plant('credential of a refused search');
  const providerCredentials = { walrus: { publisherToken: wrong } };
  for (const body of [
    { providerCredentials, serviceType: 'moonshine' },
    { providerCredentials, maxResults: 0 },
    { providerCredentials: wrong },
    { providerCredentials: { walrus: wrong } },
    { providerCredentials: { walrus: { publisherToken: { value: wrong } } } },
  ])
    expectOutcome(await client.search(body), '400 VALIDATION_ERROR');
}

async function orderWithCredentials(): Promise<void> {
  const bring = (name: string, url = market.providers.urls.walrus) => ({
    walrus: { publisherUrl: url, publisherToken: plant(name) },
  });
  const orders = [
    { data: 'bytes', credentials: bring('Walrus token of an order') },
    { data: 'fail', credentials: bring('Walrus token of an order that fails') },
    { data: 'bytes', credentials: bring('Walrus token of an unreachable provider', 'http://127.0.0.1:9') },
    // Without credentials of their own, those of the skill are used.
    { data: 'of the skill', credentials: undefined },
  ];
  for (const { data, credentials } of orders) {
    const orderId = await client.place('walrus:store-blob', {
      input: { data },
      providerCredentials: credentials,
    });
    expectOutcome(await client.execute(orderId), '200');
  }
  const worldId = { rpId: plant('World ID of an order'), verifyBaseUrl: market.providers.urls['world-id'] };
  const proof = { protocol_version: '3.0', nonce: '0x1', action: 'act', responses: [{ identifier: 'orb' }] };
  const verified = await client.place('world-id:verify', { input: proof, providerCredentials: { worldId } });
  expectOutcome(await client.execute(verified), '200');
  const waiting = await client.place('walrus:store-blob', {
    input: { data: 'never executed' },
    providerCredentials: bring('Walrus token of an order that waits'),
  });
  expectOutcome(await client.dispute(waiting), '200');
  const refused = bring('Walrus token of a refused order');
  for (const body of [{ operation: 'no-such' }, { quoteId: 'quote_000000000000' }, { input: 'none' }])
    expectOutcome(
      await client.order('walrus:store-blob', { ...body, providerCredentials: refused }),
      '400 VALIDATION_ERROR',
    );
  expectOutcome(await client.order('no:such', { providerCredentials: refused }), '404 NOT_FOUND');
}

async function executeServices(): Promise<void> {
  const price = { operation: 'get-price', input: { symbol: 'BTC/USD' } };
  const pyth = { apiKey: plant('Pyth key of a service execution'), baseUrl: market.providers.urls.pyth };
  expectOutcome(
    await client.executeService('pyth:price-feed', { ...price, providerCredentials: { pyth } }),
    '200',
  );
  expectOutcome(await client.executeService('pyth:price-feed', price), '200');
  const refused = { pyth: { apiKey: plant('Pyth key of a refused execution') } };
  const input = { symbol: 'NO/SUCH' };
  expectOutcome(
    await client.executeService('pyth:price-feed', { ...price, input, providerCredentials: refused }),
    '400 VALIDATION_ERROR',
  );
  const unusable = { pyth: { apiKey: `${plant('Pyth key that no header takes')} with spaces` } };
  expectOutcome(
    await client.executeService('pyth:price-feed', { ...price, providerCredentials: unusable }),
    '422 EXECUTION_UNSUPPORTED',
  );
}

async function payBySignature(): Promise<void> {
  const serviceId = 'pay-sh:quicknode-rpc:query';
  const input = { jsonrpc: '2.0', id: 1, method: 'eth_blockNumber', params: [] };
  const sign = (paymentSignature: unknown) => ({ payment: { paymentSignature } });
  async function intend(name: string, changes?: Parameters<typeof signX402>[1]) {
    const orderId = await client.place(serviceId, { input });
    const { metadata } = itemOf(await client.intent(orderId, {}))['rail'] as {
      metadata: { paymentRequest: { paymentRequired: string } };
    };
    const signature = await signX402(metadata.paymentRequest.paymentRequired, changes);
    const { payload } = JSON.parse(Buffer.from(signature, 'base64').toString()) as {
      payload: { signature: string };
    };
    secrets.set(`x402 header ${name}`, signature);
    secrets.set(`x402 signature ${name}`, payload.signature);
    return { orderId, signature };
  }
  const good = await intend('that is good');
  const wrong = await intend('of another amount', { value: '1' });
  const { orderId } = good;
  expectOutcome(await client.prove(orderId, sign(wrong.signature)), '400 VALIDATION_ERROR');
  expectOutcome(await client.prove(orderId, sign({ value: good.signature })), '400 VALIDATION_ERROR');
  expectOutcome(await client.execute(orderId, sign(good.signature)), '402 PAYMENT_REQUIRED');
  expectOutcome(await client.prove(orderId, sign(good.signature)), '200');
  expectOutcome(await client.execute(orderId, sign(wrong.signature)), '400 VALIDATION_ERROR');
  const executed = await client.execute(orderId, sign(good.signature));
  expectOutcome(executed, '200');
  expect(JSON.stringify(executed.body.execution?.outcome)).toContain('"payment-signature":"[REDACTED]"');

  market.providers.providers.x402.settlementFailure = 'insufficient_funds';
  const unsettled = await intend('that does not settle');
  const metadata = { of: unsettled.signature };
  expectOutcome(await client.prove(unsettled.orderId, { ...sign(unsettled.signature), metadata }), '200');
  expectOutcome(await client.execute(unsettled.orderId, sign(unsettled.signature)), '200');
  const opaque = plant('opaque payment signature');
  market.providers.setFault('x402', { kind: 'reset' });
  const blind = await client.place(serviceId, { input });
  itemOf(await client.intent(blind, {}));
  expectOutcome(await client.prove(blind, sign(opaque)), '200');
  expectOutcome(await client.execute(blind, sign(opaque)), '200');
}

async function payOnChain(): Promise<void> {
  const owe = async () => {
    const orderId = await client.place('walrus:store-blob', { input: { data: 'bytes' } });
    itemOf(await client.intent(orderId, { rail: { tokenAddress: `0x${'1'.repeat(40)}` } }));
    return orderId;
  };
  const orderId = await owe();
  const proof = { verificationMode: 'rpc', transactionHash: `0x${'ab'.repeat(32)}` };
  expectOutcome(await client.prove(orderId, proof), '409 PAYMENT_NOT_MINED');
  const faults = [
    { kind: 'rpc-error', message: `no access with ${secrets.get('RPC key')}` },
    { kind: 'status', status: 401 },
    { kind: 'garbage', body: `<html>${secrets.get('RPC key')}</html>` },
    { kind: 'reset' },
  ] as const;
  for (const fault of faults) {
    rpc.setFault(fault);
    expectOutcome(await client.prove(orderId, proof), '502 PAYMENT_RPC_ERROR');
  }
}

/** Secrets in places where none belongs. */
async function sendNonsense(): Promise<void> {
  const { token } = trader;
  const lost = plant('secret in the wrong place', 'plain');
  const headers = { 'x-api-key': keys.api, 'x-agent-pairing-token': token };
  const raw = (path: string, body: string, type = 'application/json') =>
    fetch(`${url}/api/v1${path}`, { method: 'POST', body, headers: { ...headers, 'content-type': type } });
  const credentials = `{"providerCredentials":{"walrus":{"publisherToken":"${lost}"}`;
  expect((await raw('/market/search', credentials)).status).toBe(400);
  expect((await raw('/market/search', `${credentials}}`, `text/${lost}`)).status).toBe(400);
  expectOutcome(await send('GET', `/market/orders/${lost}`), '404 NOT_FOUND');
  expectOutcome(await send('GET', `/market/${lost}`), '404 NOT_FOUND');
  expectOutcome(await send('GET', `/market/orders?cursor=${lost}`), '400 VALIDATION_ERROR');
  expectOutcome(
    await send('GET', `/market/orders?machineId=${trader.machineId}&limit=${lost}`),
    '400 VALIDATION_ERROR',
  );
  expectOutcome(await client.order(lost, {}), '404 NOT_FOUND');
  expectOutcome(await send('POST', '/market/orders', { [lost]: lost }), '400 VALIDATION_ERROR');
}

async function readEverything(): Promise<void> {
  const { machineId, pairingId } = trader;
  const paths = [
    '/readiness',
    '/skills',
    '/skills/pyth-price-feed',
    '/market/services',
    '/market/adapters',
    `/market/orders?machineId=${machineId}`,
    `/machines/${machineId}/agent-pairings/${pairingId}`,
    `/machines/${machineId}/runtime-endpoints`,
  ];
  for (const path of paths) expectOutcome(await send('GET', path), '200');
  const orders = (await send('GET', '/market/orders')).body.items ?? [];
  for (const { id } of orders) await client.read(String(id));
  expect(orders.length).toBeGreaterThan(10);
}

/** The bytes of the database and of its write-ahead log. */
async function readDatabase(): Promise<Buffer> {
  const names = (await readdir(market.folder)).filter((name) => name.startsWith('secrets.db'));
  return Buffer.concat(await Promise.all(names.map((name) => readFile(join(market.folder, name)))));
}

describe('after a whole market at the most talkative log level', () => {
  it('the search finds what must be there', () => {
    const known = new Map([
      ['machine', trader.machineId],
      ['pairing', trader.pairingId],
      ['route', '/api/v1/market/orders/{orderId}/payment-proof'],
      ['marker', '[REDACTED]'],
    ]);
    expect(findSecrets(known, database)).toEqual(['machine', 'pairing', 'marker']);
    expect(findSecrets(known, exchanges.map(({ text }) => text).join())).toEqual([
      'machine',
      'pairing',
      'marker',
    ]);
    expect(findSecrets(known, log)).toEqual(['route']);
  });

  it('the search knows every spelling', () => {
    const awkward = new Map([['it', 'a"b\\c+d/e-0123456789']]);
    const secret = awkward.get('it')!;
    const written = [
      secret.toUpperCase(),
      JSON.stringify({ secret }),
      JSON.stringify([JSON.stringify({ secret })]),
      `?q=${encodeURIComponent(secret)}`,
      ...['', 'x', 'xy'].map((before) => Buffer.from(`${before}${secret}after`).toString('base64')),
      Buffer.from(`before${secret}`).toString('base64url'),
      Buffer.from(secret).toString('hex'),
    ];
    for (const text of written) expect(findSecrets(awkward, text), text).toEqual(['it']);
    expect(findSecrets(awkward, Buffer.from(secret.slice(1, -1)))).toEqual([]);
  });

  it('the providers were sent what they have to be', () => {
    const sent = JSON.stringify([market.providers.calls(), runtime.calls.map(({ headers }) => headers)]);
    expect(findSecrets(secrets, sent).toSorted()).toEqual(
      [
        'Pyth key of a service execution',
        'Pyth key of the skill',
        'QVAC token of a search',
        'Walrus token of an order',
        'Walrus token of an order that fails',
        'Walrus token of the skill',
        'World ID of an order',
        'opaque payment signature',
        'runtime token',
        'x402 header that does not settle',
        'x402 header that is good',
        'x402 signature that does not settle',
        'x402 signature that is good',
      ].toSorted(),
    );
  });

  it('no secret is in the database', () => {
    expect(findSecrets(secrets, database)).toEqual([]);
  });

  it('no secret is in the log', () => {
    expect(findSecrets(secrets, log)).toEqual([]);
  });

  it('no secret is in an answer or its headers, but the pairing token once, where it is made', () => {
    const leaks = exchanges.flatMap(({ method, path, text }) =>
      findSecrets(secrets, text).map(
        (name) => `${name} in ${method} ${path.replace(/\w+_[0-9a-f]{12}/g, '…')}`,
      ),
    );
    expect(leaks).toEqual([
      'pairing token in POST /api/v1/machines/…/agent-pairings',
      'signature of the pairing token in POST /api/v1/machines/…/agent-pairings',
    ]);
  });
});
