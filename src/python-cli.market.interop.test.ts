import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { agent, clientEnvironment, payee, startSurroundings, strict } from './python-market.fixture.ts';
import type { Surroundings, Trader } from './python-market.fixture.ts';
import { findClients, preparePythonClients, run } from './python-sdk.fixture.ts';
import type { Finished, PythonClients } from './python-sdk.fixture.ts';
import type { ServeRun } from './serve.fixture.ts';

type Fields = Record<string, unknown>;

describe('the published CLI in the market, unchanged', { timeout: 60_000 }, () => {
  let prepared: PythonClients | { missing: string };
  let clients: PythonClients;
  let around: Surroundings;
  let serve: ServeRun;
  let trader: Trader;
  let tokenFile = '';

  beforeAll(async () => {
    prepared = await preparePythonClients({ ...process.env, DO_NOT_TRACK: '1' });
    if ('missing' in prepared) return;
    around = await startSurroundings();
    serve = await around.serve('strict', { ...strict, PEAQOS_PYTH_API_KEY: 'any' });
    trader = await around.trade(serve.url);
    tokenFile = await file('pairing.token', `${trader.pairingToken}\n`);
  }, 400_000);
  afterAll(() => around?.close());
  beforeEach(({ skip }) => {
    clients = findClients(prepared, skip) ?? clients;
  });

  async function file(name: string, content: string): Promise<string> {
    const path = join(around.folder, name);
    await writeFile(path, content);
    return path;
  }

  const peaqos = (...args: readonly string[]): Promise<Finished> =>
    run(clients.peaqos, ['scale', ...args], {
      env: clientEnvironment(around, serve.url),
      cwd: around.folder,
    });

  /** The JSON that a command printed; fails with what it said when it did not succeed. */
  async function jsonOf<T = Fields>(...args: readonly string[]): Promise<T> {
    const { code, out, err } = await peaqos(...args, '--json');
    if (code !== 0) throw new Error(`exit code ${code}: ${err}`);
    return JSON.parse(out) as T;
  }

  const withToken = () => ['--pairing-token-file', tokenFile];
  const forMachine = () => ['--machine-id', trader.machineId, ...withToken()];
  const asAgent = () => ['--agent-pairing-id', trader.pairingId, ...forMachine()];

  interface Search {
    id: string;
    status: string;
    quotes: { id: string; service_id: string; operation: string }[];
  }

  /** Searches and places, as the search tells people to. */
  async function place(
    serviceType: string,
    serviceId: string,
    input: Fields,
    options: readonly string[] = [],
  ): Promise<Fields> {
    const found = await jsonOf<Search>('search', '--service-type', serviceType, ...asAgent());
    const quote = found.quotes.find(({ service_id }) => service_id === serviceId);
    if (quote === undefined) throw new Error(`The search has no quote of ${serviceId}.`);
    const inputFile = await file(`${quote.id}.json`, JSON.stringify(input));
    const quoted = ['--search-id', found.id, '--quote-id', quote.id, '--operation', quote.operation];
    return jsonOf('order', serviceId, ...asAgent(), ...quoted, '--input', inputFile, ...options);
  }

  const statusOf = (orderId: string) =>
    jsonOf<{ order: Fields; payment: Fields | null }>('order', 'status', orderId);
  const idOf = (placed: Fields) => (placed['order'] as { id: string }).id;

  it('searches, and says when nothing matches', async () => {
    const storage = ['search', ...asAgent(), '--service-type', 'storage', '--capabilities', 'blob'];
    const [found, table, none, refused] = await Promise.all([
      jsonOf<Search>(...storage, '--native-only', '--budget-max', '0.5', '--budget-currency', 'USDT'),
      peaqos(...storage, '--operation', 'store-blob', '--max-results', '1'),
      peaqos('search', ...asAgent(), '--service-type', 'data.location', '--native-only'),
      peaqos('search', '--machine-id', 'mach_0123456789ab', ...withToken(), '--service-type', 'storage'),
    ]);
    expect(found.status).toBe('completed');
    expect(found.quotes.map(({ service_id }) => service_id).toSorted()).toEqual([
      'walrus:read-blob',
      'walrus:store-blob',
    ]);
    expect(table).toMatchObject({ code: 0, out: expect.stringContaining('walrus:store-blob') });
    expect(table.out).not.toContain('walrus:read-blob');
    expect(none).toMatchObject({ code: 0, out: expect.stringContaining('No matching services found') });
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('Pairing token is invalid') });
  });

  it('lists services with and without a provider, page by page, and shows one', async () => {
    const list = ['service', 'list', ...forMachine()];
    const [all, ofDefault, walrus, page, shown, unknown] = await Promise.all([
      jsonOf<Fields[]>(...list, '--provider-key', ''),
      peaqos(...list),
      jsonOf<Fields[]>(...list, '--provider-key', 'walrus'),
      jsonOf<{ items: Fields[]; next_cursor: string }>(...list, '--provider-key', '', '--limit', '2'),
      peaqos('service', 'show', 'pyth:price-feed', ...forMachine()),
      peaqos('service', 'show', 'no:such-service', ...forMachine()),
    ]);
    const idsOf = (services: Fields[]) => services.map(({ id }) => id);
    expect(idsOf(all)).toEqual(expect.arrayContaining(['pyth:price-feed', 'akash:deployment']));
    expect(ofDefault).toMatchObject({ code: 0, out: expect.stringContaining('No services found') });
    expect(idsOf(walrus)).toEqual(['walrus:read-blob', 'walrus:store-blob']);
    const rest = await jsonOf<Fields[]>(...list, '--provider-key', '', '--cursor', page.next_cursor);
    expect(idsOf([...page.items, ...rest])).toEqual(idsOf(all));
    expect(shown.code).toBe(0);
    for (const text of ['get-price', 'symbol (string)', 'BTC/USD']) expect(shown.out).toContain(text);
    expect(unknown).toMatchObject({ code: 2, err: expect.stringContaining('Resource not found') });
  });

  it('orders a free service without a payment, and confirms it once', async () => {
    const placed = await place('defi', 'pyth:price-feed', { symbol: 'BTC/USD' });
    expect(placed).toMatchObject({
      order: { status: 'delivered', provider_key: 'pyth', payment: { default_rail: 'not-required' } },
      execution: { status_code: 200, outcome: { status: 'completed', result: { symbol: 'BTC/USD' } } },
    });
    const orderId = idOf(placed);
    expect(await jsonOf('order', 'received', orderId, ...withToken())).toMatchObject({
      order: { id: orderId, status: 'confirmed' },
      payment: null,
    });
    const [again, status] = await Promise.all([
      peaqos('order', 'received', orderId, ...withToken()),
      jsonOf('order', 'status', orderId, ...withToken()),
    ]);
    expect(again).toMatchObject({ code: 2, err: expect.stringContaining('Order is already closed') });
    expect(status).toMatchObject({ order: { status: 'confirmed' }, payment: null });
  });

  it('orders with a payment made before, and disputes what came', async () => {
    const { transactionHash } = await around.token.transfer(agent.address, payee, 20_000n);
    const paid = ['--payment-tx-hash', transactionHash, '--payment-chain', 'peaq', '--payment-token', 'USDT'];
    const placed = await place('storage', 'walrus:store-blob', { data: 'of the CLI', epochs: 3 }, paid);
    expect(placed).toMatchObject({
      order: { status: 'delivered' },
      payment: {
        status: 'held',
        amount: 0.02,
        rail: { rail_type: 'wdk-usdt-transfer', payee_address: payee },
      },
      execution: { status_code: 200, outcome: { status: 'completed', result: { size: 10 } } },
    });
    const orderId = idOf(placed);
    expect(await statusOf(orderId)).toMatchObject({
      payment: {
        status: 'held',
        proof: {
          transaction_hash: transactionHash,
          payer_address: agent.address,
          verification_mode: 'recorded',
        },
      },
    });
    const evidence = await file('evidence.json', JSON.stringify({ expected: 'another blob' }));
    const because = ['--reason', 'another blob', '--evidence', evidence, '--yes'];
    expect(await jsonOf('order', 'dispute', orderId, ...because, ...withToken())).toMatchObject({
      order: { status: 'disputed' },
      payment: { status: 'frozen' },
      dispute: { reason: 'another blob', evidence: { expected: 'another blob' }, status: 'open' },
    });
    const [again, shown] = await Promise.all([
      peaqos('order', 'dispute', orderId, ...because, ...withToken()),
      peaqos('order', 'status', orderId),
    ]);
    expect(again).toMatchObject({ code: 2, err: expect.stringContaining('Order is already closed') });
    expect(shown).toMatchObject({ code: 0, out: expect.stringContaining('under dispute review') });
  });

  it('signs and pays an x402 seller, and confirms by itself', async () => {
    const { x402 } = around.providers.providers;
    const question = { jsonrpc: '2.0', id: 1, method: 'eth_blockNumber', params: [] };
    const placed = await place('commerce', 'pay-sh:quicknode-rpc:query', question);
    expect(placed).toMatchObject({
      order: { status: 'delivered' },
      payment: { status: 'held', rail: { rail_type: 'x402' }, proof: { payer_address: agent.address } },
      execution: { status_code: 200, outcome: { status: 'completed', result: { paid: true } } },
    });
    expect(x402.executions).toBe(1);
    const [{ order, payment }, again] = await Promise.all([
      statusOf(idOf(placed)),
      peaqos('order', 'received', idOf(placed), ...withToken()),
    ]);
    expect(order['status']).toBe('confirmed');
    expect(payment).toMatchObject({
      status: 'release_pending',
      proof: {
        metadata: {
          network: x402.terms.network,
          header_name: 'PAYMENT-SIGNATURE',
          payment_settlement: {
            status: 'settled',
            payer_address: agent.address,
            response: { success: true },
          },
        },
      },
    });
    expect(again).toMatchObject({ code: 2, err: expect.stringContaining('Order is already closed') });
  });

  it('hands over to a console on a server as npm start runs it, without a quote, and lists orders', async () => {
    serve = await around.serve('open', {});
    trader = await around.trade(serve.url);
    await file('pairing.token', trader.pairingToken);
    const placeHandoff = () => peaqos('order', 'akash:deployment', ...asAgent(), '--yes');
    const [placed] = [await placeHandoff(), await placeHandoff(), await placeHandoff()];
    expect(placed).toMatchObject({
      code: 0,
      out: expect.stringContaining('Order placed (external handoff)'),
    });
    expect(placed.out).toContain('https://console.akash.network');
    const list = ['order', 'list', '--machine-id', trader.machineId];
    const [all, page, table, unquoted] = await Promise.all([
      jsonOf<Fields[]>(...list),
      jsonOf<{ items: Fields[]; next_cursor: string }>(...list, '--limit', '2'),
      peaqos(...list),
      peaqos('order', 'status', 'ord_0123456789ab'),
    ]);
    expect(all.map(({ status }) => status)).toEqual(['handoff', 'handoff', 'handoff']);
    expect(page.items).toEqual(all.slice(0, 2));
    expect(await jsonOf(...list, '--cursor', page.next_cursor)).toEqual(all.slice(2));
    for (const { id } of all) expect(table.out).toContain(id);
    expect(unquoted).toMatchObject({ code: 2, err: expect.stringContaining('Resource not found') });
  });
});
