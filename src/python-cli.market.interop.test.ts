import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startCli } from './python-cli.fixture.ts';
import type { Cli } from './python-cli.fixture.ts';
import { agent, clientEnvironment, payee, startSurroundings, strict } from './python-market.fixture.ts';
import type { Surroundings } from './python-market.fixture.ts';
import { skipWithout, preparePythonClients, run } from './python-sdk.fixture.ts';
import type { Finished, PythonClients } from './python-sdk.fixture.ts';
import type { Variables } from './serve.fixture.ts';

type Fields = Record<string, unknown>;

/** As the CLI prints them. */
interface Search {
  id: string;
  quotes: { id: string; service_id: string; operation: string }[];
}
interface Page {
  items: Fields[];
  next_cursor: string;
}

const closed = { code: 2, err: expect.stringContaining('Order is already closed') };
const blob = Buffer.from('temperature=21.4');
const blobId = createHash('sha256').update(blob).digest('base64url');

describe('the published CLI in the market, unchanged', { timeout: 120_000 }, () => {
  let prepared: PythonClients | { missing: string };
  let clients: PythonClients;
  let around: Surroundings;
  let strictly: Acting;
  const running: Cli[] = [];

  beforeAll(async () => {
    prepared = await preparePythonClients({ ...process.env, DO_NOT_TRACK: '1' });
    if ('missing' in prepared) return;
    clients = prepared;
    around = await startSurroundings();
    around.providers.providers.walrus.blobs.set(blobId, blob);
    strictly = await act('strict', strict);
  }, 400_000);
  afterAll(async () => {
    await Promise.all(running.map((cli) => cli.stop()));
    await around?.close();
  });
  beforeEach(({ skip }) => {
    skipWithout(prepared, skip);
  });

  /** The CLI as a paired agent uses it on a server of its own. */
  interface Acting {
    /** The installed script, in a process of its own. */
    script: (...args: readonly string[]) => Promise<Finished>;
    /** The same, as one of many commands in a process. */
    peaqos: (...args: readonly string[]) => Promise<Finished>;
    /** What a command printed with --json; raises what it said when it did not succeed. */
    json: <T = Fields>(...args: readonly string[]) => Promise<T>;
    machine: readonly string[];
    token: readonly string[];
    /** The options that every search and placement needs. */
    agent: readonly string[];
  }

  async function act(name: string, variables: Variables): Promise<Acting> {
    const { url } = await around.serve(name, variables);
    const { machineId, pairingId, pairingToken } = await around.trade(url);
    const token = ['--pairing-token-file', await file(`${name}.token`, `${pairingToken}\n`)];
    const machine = ['--machine-id', machineId];
    const options = { env: clientEnvironment(around, url), cwd: around.folder, timeoutMs: 60_000 };
    const cli = startCli(clients, options);
    running.push(cli);
    const peaqos = (...args: readonly string[]) => cli.run(['scale', ...args]);
    return {
      script: (...args) => run(clients.peaqos, ['scale', ...args], options),
      peaqos,
      json: async (...args) => {
        const { code, out, err } = await peaqos(...args, '--json');
        if (code !== 0) throw new Error(`exit code ${code}: ${err}`);
        return JSON.parse(out);
      },
      machine,
      token,
      agent: ['--agent-pairing-id', pairingId, ...machine, ...token],
    };
  }

  async function file(name: string, content: string): Promise<string> {
    const path = join(around.folder, name);
    await writeFile(path, content);
    return path;
  }

  /** Searches, and places an order with the quote of a service, as the CLI tells people to. */
  async function quote(serviceType: string, serviceId: string, input: Fields) {
    const { json, agent: acting } = strictly;
    const found = await json<Search>('search', '--service-type', serviceType, ...acting);
    const quoted = found.quotes.find(({ service_id }) => service_id === serviceId);
    if (quoted === undefined) throw new Error(`The search has no quote of ${serviceId}.`);
    const { id, operation } = quoted;
    const inputFile = await file(`${id}.json`, JSON.stringify(input));
    const options = [
      '--search-id',
      found.id,
      '--quote-id',
      id,
      '--operation',
      operation,
      '--input',
      inputFile,
    ];
    return { quoteId: id, order: ['order', serviceId, ...acting, ...options] };
  }

  it('searches, and says when nothing matches', async () => {
    const { peaqos, json, agent: acting, token } = strictly;
    const storage = ['search', ...acting, '--service-type', 'storage', '--capabilities', 'blob'];
    const found = await json<Search>(...storage, '--native-only', '--region', 'eu', '--max-results', '5');
    expect(found.quotes.map(({ service_id }) => service_id).toSorted()).toEqual([
      'walrus:read-blob',
      'walrus:store-blob',
    ]);
    const budget = ['--budget-amount', '0.5', '--budget-max', '0.5', '--budget-currency', 'USDT'];
    const table = await peaqos(...storage, '--operation', 'store-blob', ...budget);
    expect(table).toMatchObject({ code: 0, out: expect.stringContaining('walrus:store-blob') });
    expect(table.out).not.toContain('walrus:read-blob');
    const none = await peaqos('search', ...acting, '--service-type', 'data.location', '--native-only');
    expect(none).toMatchObject({ code: 0, out: expect.stringContaining('No matching services found') });
    const others = ['search', '--machine-id', 'mach_0123456789ab', ...token, '--service-type', 'storage'];
    expect(await peaqos(...others)).toMatchObject({
      code: 2,
      err: expect.stringContaining('Pairing token is invalid'),
    });
  });

  it('lists services with and without a provider, page by page, and shows one', async () => {
    const { peaqos, json, machine, token } = strictly;
    const scope = [...machine, ...token];
    const list = ['service', 'list', ...scope];
    const all = await json<Fields[]>(...list, '--provider-key', '');
    const page = await json<Page>(...list, '--provider-key', '', '--limit', '2');
    const rest = await json<Fields[]>(...list, '--provider-key', '', '--cursor', page.next_cursor);
    expect(page.items).toHaveLength(2);
    expect([...page.items, ...rest]).toEqual(all);
    const walrus = await json<Fields[]>(...list, '--provider-key', 'walrus');
    expect(walrus).toMatchObject([{ id: 'walrus:read-blob' }, { id: 'walrus:store-blob' }]);
    expect(all).toEqual(expect.arrayContaining(walrus));
    expect(await peaqos(...list, '--provider-key', '')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/Service ID: +pyth:price-feed/),
    });
    // The CLI asks for the services of one provider unless it is told otherwise.
    expect(await peaqos(...list)).toMatchObject({
      code: 0,
      out: expect.stringContaining('No services found'),
    });
    const shown = await peaqos('service', 'show', 'pyth:price-feed', ...scope);
    expect(shown.code).toBe(0);
    for (const text of ['get-price', 'symbol (string)', 'BTC/USD']) expect(shown.out).toContain(text);
    const { item } = await json<{ item: Fields }>('service', 'show', 'walrus:store-blob', ...scope);
    expect(item).toEqual(walrus[1]);
    expect(await peaqos('service', 'show', 'no:such-service', ...scope)).toMatchObject({
      code: 2,
      err: expect.stringContaining('Resource not found'),
    });
  });

  it('orders a free service without a payment, and confirms it once', async () => {
    const { peaqos, json, token } = strictly;
    const { order } = await quote('storage', 'walrus:read-blob', { blobId, encoding: 'utf8' });
    const placed = await json(...order);
    expect(placed).toMatchObject({
      order: { status: 'delivered', payment: { default_rail: 'not-required', required: false } },
      execution: { status_code: 200, outcome: { status: 'completed', result: { data: blob.toString() } } },
    });
    const orderId = idOf(placed);
    const confirmed = { order: { id: orderId, status: 'confirmed' }, payment: null };
    expect(await json('order', 'received', orderId, ...token)).toMatchObject(confirmed);
    expect(await json('order', 'status', orderId, ...token)).toMatchObject(confirmed);
    expect(await json('order', 'status', orderId)).toMatchObject(confirmed);
    expect(await peaqos('order', 'received', orderId, ...token)).toMatchObject(closed);
  });

  it('pays with a transfer made before, and disputes what came', async () => {
    const { peaqos, json, token } = strictly;
    const { transactionHash } = await around.token.transfer(agent.address, payee, 20_000n);
    const { order } = await quote('storage', 'walrus:store-blob', { data: 'of the CLI', epochs: 3 });
    const hash = ['--payment-tx-hash', transactionHash];
    const placed = await json(...order, ...hash, '--payment-chain', 'peaq', '--payment-token', 'USDT');
    const payment = {
      amount: 0.02,
      currency: 'USDT',
      rail: { rail_type: 'wdk-usdt-transfer', payer_address: agent.address, payee_address: payee },
      proof: { transaction_hash: transactionHash, verification_mode: 'recorded', chain: 'eip155:3338' },
    };
    expect(placed).toMatchObject({
      order: { status: 'delivered' },
      payment: { status: 'held', ...payment },
      execution: { status_code: 200, outcome: { status: 'completed', result: { size: 10 } } },
    });
    const orderId = idOf(placed);
    const early = await peaqos('order', 'status', orderId);
    expect(early).toMatchObject({ code: 0, out: expect.stringContaining('held') });
    const evidence = await file('evidence.json', JSON.stringify({ expected: 'another blob' }));
    const because = ['--reason', 'another blob', '--evidence', evidence, '--yes'];
    expect(await json('order', 'dispute', orderId, ...because, ...token)).toMatchObject({
      order: { status: 'disputed' },
      payment: { status: 'frozen', ...payment },
      dispute: { reason: 'another blob', evidence: { expected: 'another blob' }, status: 'open' },
    });
    expect(await peaqos('order', 'dispute', orderId, ...because, ...token)).toMatchObject(closed);
    const shown = await peaqos('order', 'status', orderId);
    expect(shown).toMatchObject({ code: 0, out: expect.stringContaining('under dispute review') });
  });

  it('signs for an x402 seller, pays it and confirms by itself', async () => {
    const { peaqos, json, token } = strictly;
    const { x402 } = around.providers.providers;
    const question = { jsonrpc: '2.0', id: 1, method: 'eth_blockNumber', params: [] };
    const { order } = await quote('commerce', 'pay-sh:quicknode-rpc:query', question);
    const placed = await peaqos(...order, '--yes');
    expect(placed).toMatchObject({ code: 0, out: expect.stringMatching(/Status: +delivered/) });
    // What people are shown before they sign, and what they signed.
    expect(placed.err).toContain(`${around.providers.urls.x402}/base-mainnet`);
    expect(placed.err).toContain(`Signed ${x402.terms.amount} on ${x402.terms.network}`);
    expect(x402.executions).toBe(1);
    const orderId = /ord_[0-9a-f]{12}/.exec(placed.out)?.[0] ?? '';
    const { payment, ...status } = await json<{ payment: Fields }>('order', 'status', orderId);
    expect(status).toMatchObject({ order: { status: 'confirmed' } });
    expect(payment).toMatchObject({
      status: 'release_pending',
      proof: {
        payer_address: agent.address,
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
    expect(await peaqos('order', 'received', orderId, ...token)).toMatchObject(closed);
  });

  it('says that an x402 seller has no challenge before it asks for a signature', async () => {
    const { order } = await quote('commerce', 'agentic-market:exa-search:query', { query: 'spare parts' });
    const refused = await strictly.peaqos(...order, '--json');
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('HTTP 404 instead of a 402') });
    expect(refused.err).toContain('the requested blob does not exist on Walrus');
  });

  it('says that a quote is over, and how to get another one', async () => {
    const { quoteId, order } = await quote('storage', 'walrus:read-blob', { blobId });
    await around.expireQuote('strict', quoteId);
    const refused = await strictly.peaqos(...order, '--json');
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('Quote has expired') });
    expect(refused.err).toContain('peaqos scale search');
  });

  it('hands over without a quote, on a server as npm start runs it, and lists orders', async () => {
    const { script, peaqos, json, agent: acting, machine } = await act('open', {});
    const placement = ['order', 'akash:deployment', ...acting, '--yes'];
    for (const placed of [
      await script(...placement),
      await peaqos(...placement),
      await peaqos(...placement),
    ]) {
      expect(placed).toMatchObject({
        code: 0,
        out: expect.stringContaining('Order placed (external handoff)'),
      });
      expect(placed.out).toContain('https://console.akash.network');
    }
    const list = ['order', 'list', ...machine];
    const all = await json<Fields[]>(...list);
    expect(all.map(({ status }) => status)).toEqual(['handoff', 'handoff', 'handoff']);
    const page = await json<Page>(...list, '--limit', '2');
    const rest = await json<Fields[]>(...list, '--cursor', page.next_cursor);
    expect(page.items).toHaveLength(2);
    expect([...page.items, ...rest]).toEqual(all);
    const table = await peaqos(...list);
    for (const { id } of all) expect(table.out).toContain(id);
    expect(await script('order', 'status', 'ord_0123456789ab')).toMatchObject({
      code: 2,
      err: expect.stringContaining('Resource not found'),
    });
  });
});

const idOf = (placed: Fields): string => (placed['order'] as { id: string }).id;
