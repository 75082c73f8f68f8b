import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RpcStub } from '../conformance/registry/rpc-stub.ts';
import { startRpcStub } from '../conformance/registry/rpc-stub.ts';
import type { MarketPlace, Trader } from './market-client.fixture.ts';
import { createMarketClient, openMarketPlace } from './market-client.fixture.ts';
import { useEverything } from './market-with-secrets.fixture.ts';
import { exchanges, makeProvidersEcho, plant, recordAnswers, secrets } from './planted-secrets.fixture.ts';
import type { RuntimeServer } from './runtime-server.fixture.ts';
import { startRuntimeServer } from './runtime-server.fixture.ts';
import { findSecrets } from './secret-spellings.fixture.ts';

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
let trader: Trader;
let log = '';
let database: Buffer = Buffer.alloc(0);

beforeAll(async () => {
  [market, rpc, runtime] = await Promise.all([openMarketPlace(), startRpcStub(), startRuntimeServer()]);
  makeProvidersEcho(market, runtime);
  const node = `${rpc.url}/${plant('RPC path', 'plain')}?key=${plant('RPC key', 'plain')}`;
  const serve = await market.serve('secrets', { ...environment, PEAQOS_PAYMENT_RPC_URL: node });
  const { url } = serve;
  recordAnswers(url);
  const headers = { 'x-api-key': keys.api };
  trader = await market.trade(url, { headers });
  secrets.set('pairing token', trader.token);
  secrets.set('signature of the pairing token', trader.token.split('.')[2]!);
  const client = createMarketClient(url, trader, headers);
  await useEverything({ url, market, rpc, runtime, keys, trader, client });
  database = await readDatabase();
  await serve.stop();
  database = Buffer.concat([database, await readDatabase()]);
  log = serve.output();
});
afterAll(async () => {
  vi.restoreAllMocks();
  await Promise.all([market.close(), rpc.close(), runtime.stop()]);
});

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
