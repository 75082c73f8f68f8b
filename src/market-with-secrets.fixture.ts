import { expect } from 'vitest';
import { signX402 } from '../conformance/registry/providers/sign-x402.fixture.ts';
import type { RpcStub } from '../conformance/registry/rpc-stub.ts';
import type { Answer as ApiAnswer } from './api-client.fixture.ts';
import { call, itemOf, outcomeOf, textOf } from './api-client.fixture.ts';
import type { MarketClient, MarketPlace, Trader } from './market-client.fixture.ts';
import { plant, secrets } from './planted-secrets.fixture.ts';
import type { RuntimeServer } from './runtime-server.fixture.ts';

type Fields = Record<string, unknown>;

/** Where the secrets go. */
export interface Stage {
  url: string;
  market: MarketPlace;
  rpc: RpcStub;
  runtime: RuntimeServer;
  keys: { api: string; listed: string; wrong: string };
  trader: Trader;
  client: MarketClient;
}

const send = (
  { url, keys, trader }: Stage,
  method: string,
  path: string,
  body?: unknown,
  token = trader.token,
): Promise<ApiAnswer> => {
  const headers = { 'x-api-key': keys.api, 'x-agent-pairing-token': token };
  return call(url, method, `/api/v1${path}`, body === undefined ? { headers } : { body, headers });
};

function expectOutcome(answer: ApiAnswer, outcome: string): void {
  expect(`${outcomeOf(answer)}`, JSON.stringify(answer.body)).toBe(outcome);
}

/** The whole market, with every secret used rightly and wrongly. */
export async function useEverything(stage: Stage): Promise<void> {
  await useKeys(stage);
  await useSkillCredentials(stage);
  await useRuntimeToken(stage);
  await searchWithCredentials(stage);
  await orderWithCredentials(stage);
  await executeServices(stage);
  await payBySignature(stage);
  await payOnChain(stage);
  await sendNonsense(stage);
  await readEverything(stage);
}

async function useKeys(stage: Stage): Promise<void> {
  const { url, keys, trader } = stage;
  const ask = (key: string) => call(url, 'GET', '/api/v1/skills', { headers: { 'x-api-key': key } });
  expectOutcome(await ask(keys.listed), '200');
  expectOutcome(await ask(keys.wrong), '401 AUTH_INVALID');
  expectOutcome(
    await send(stage, 'POST', '/market/search', {}, `${trader.token.slice(0, -4)}AAAA`),
    '401 AGENT_AUTH_INVALID',
  );
}

async function useSkillCredentials(stage: Stage): Promise<void> {
  const configure = (skill: string, body: unknown) => send(stage, 'PATCH', `/skills/${skill}/config`, body);
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

async function useRuntimeToken(stage: Stage): Promise<void> {
  const { runtime, trader, client } = stage;
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
  for (const body of bad) expectOutcome(await send(stage, 'PUT', path, body), '400 VALIDATION_ERROR');
  expectOutcome(await send(stage, 'PUT', path, { ...endpoint, authToken: plant('runtime token') }), '201');
  const chat = { messages: [{ role: 'user', content: 'hello' }] };
  const orderId = await client.place('qvac:chat-completion', { input: chat });
  const executed = await client.execute(orderId);
  expectOutcome(executed, '200');
  expect(executed.body.order).toMatchObject({ status: 'delivered' });
}

async function searchWithCredentials(stage: Stage): Promise<void> {
  const { market, client } = stage;
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
  expectOutcome(await send(stage, 'GET', `/market/searches/${searchId}`), '200');
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

async function orderWithCredentials(stage: Stage): Promise<void> {
  const { market, client } = stage;
  const bring = (name: string, publisherUrl = market.providers.urls.walrus) => ({
    walrus: { publisherUrl, publisherToken: plant(name) },
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

async function executeServices(stage: Stage): Promise<void> {
  const { market, client } = stage;
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

async function payBySignature(stage: Stage): Promise<void> {
  const { market, client } = stage;
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

async function payOnChain(stage: Stage): Promise<void> {
  const { rpc, client } = stage;
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
async function sendNonsense(stage: Stage): Promise<void> {
  const { url, keys, trader, client } = stage;
  const { token } = trader;
  const lost = plant('secret in the wrong place', 'plain');
  const headers = { 'x-api-key': keys.api, 'x-agent-pairing-token': token };
  const raw = (path: string, body: string, type = 'application/json') =>
    fetch(`${url}/api/v1${path}`, { method: 'POST', body, headers: { ...headers, 'content-type': type } });
  const credentials = `{"providerCredentials":{"walrus":{"publisherToken":"${lost}"}`;
  expect((await raw('/market/search', credentials)).status).toBe(400);
  expect((await raw('/market/search', `${credentials}}`, `text/${lost}`)).status).toBe(400);
  expectOutcome(await send(stage, 'GET', `/market/orders/${lost}`), '404 NOT_FOUND');
  expectOutcome(await send(stage, 'GET', `/market/${lost}`), '404 NOT_FOUND');
  expectOutcome(await send(stage, 'GET', `/market/orders?cursor=${lost}`), '400 VALIDATION_ERROR');
  expectOutcome(
    await send(stage, 'GET', `/market/orders?machineId=${trader.machineId}&limit=${lost}`),
    '400 VALIDATION_ERROR',
  );
  expectOutcome(await client.order(lost, {}), '404 NOT_FOUND');
  expectOutcome(await send(stage, 'POST', '/market/orders', { [lost]: lost }), '400 VALIDATION_ERROR');
}

async function readEverything(stage: Stage): Promise<void> {
  const { trader, client } = stage;
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
  for (const path of paths) expectOutcome(await send(stage, 'GET', path), '200');
  const orders = (await send(stage, 'GET', '/market/orders')).body.items ?? [];
  for (const { id } of orders) await client.read(String(id));
  expect(orders.length).toBeGreaterThan(10);
}
