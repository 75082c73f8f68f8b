import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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

const blob = Buffer.from('temperature=21.4');
const blobId = createHash('sha256').update(blob).digest('base64url');

describe('the published CLI in the market, unchanged', { timeout: 120_000 }, () => {
  let prepared: PythonClients | { missing: string };
  let clients: PythonClients;
  let around: Surroundings;
  let strictly: Acting;

  beforeAll(async () => {
    prepared = await preparePythonClients({ ...process.env, DO_NOT_TRACK: '1' });
    if ('missing' in prepared) return;
    clients = prepared;
    around = await startSurroundings();
    around.providers.providers.walrus.blobs.set(blobId, blob);
    strictly = await act('strict', strict);
  }, 400_000);
  afterAll(() => around?.close());
  beforeEach(({ skip }) => {
    skipWithout(prepared, skip);
  });

  /** The CLI as a paired agent uses it on a server of its own. */
  interface Acting {
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
    const peaqos = (...args: readonly string[]) => run(clients.peaqos, ['scale', ...args], options);
    return {
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

  it('searches, and says when nothing matches', async () => {
    const { peaqos, agent: acting } = strictly;
    const storage = ['search', ...acting, '--service-type', 'storage', '--operation', 'store-blob'];
    const [table, none] = await Promise.all([
      peaqos(...storage, '--capabilities', 'blob,write', '--budget-max', '0.5', '--budget-currency', 'USDT'),
      peaqos('search', ...acting, '--service-type', 'data.location', '--native-only'),
    ]);
    expect(table).toMatchObject({ code: 0, out: expect.stringContaining('walrus:store-blob') });
    expect(table.out).not.toContain('walrus:read-blob');
    expect(none).toMatchObject({ code: 0, out: expect.stringContaining('No matching services found') });
  });

  it('lists services with and without a provider, page by page, and shows one', async () => {
    const { peaqos, json, machine, token } = strictly;
    const list = ['service', 'list', ...machine, ...token];
    const ofWalrus = [...list, '--provider-key', 'walrus'];
    const [all, ofDefault, page, shown] = await Promise.all([
      peaqos(...list, '--provider-key', ''),
      peaqos(...list),
      json<Page>(...ofWalrus, '--limit', '1'),
      peaqos('service', 'show', 'pyth:price-feed', ...machine, ...token),
    ]);
    const rest = await json<Fields[]>(...ofWalrus, '--cursor', page.next_cursor);
    expect(page.items).toMatchObject([{ id: 'walrus:read-blob' }]);
    expect(rest).toMatchObject([{ id: 'walrus:store-blob' }]);
    expect(all.code).toBe(0);
    for (const text of ['pyth:price-feed', 'walrus:store-blob', 'akash:deployment', 'external-handoff'])
      expect(all.out).toContain(text);
    expect(ofDefault).toMatchObject({ code: 0, out: expect.stringContaining('No services found') });
    expect(shown.code).toBe(0);
    for (const text of ['get-price', 'symbol (string)', 'BTC/USD']) expect(shown.out).toContain(text);
  });

  describe('placing orders', () => {
    const searches = new Map<string, Promise<Search>>();

    /** The one search for services of this type. */
    function search(serviceType: string): Promise<Search> {
      const begun =
        searches.get(serviceType) ??
        strictly.json<Search>('search', '--service-type', serviceType, ...strictly.agent);
      searches.set(serviceType, begun);
      return begun;
    }

    /** How an order is placed with the quote of a search, as the CLI tells people to. */
    async function order(serviceType: string, serviceId: string, input: Fields): Promise<string[]> {
      const found = await search(serviceType);
      const { id, operation } = quoteOf(found, serviceId);
      const inputFile = await file(`${id}.json`, JSON.stringify(input));
      const quoted = ['--search-id', found.id, '--quote-id', id, '--operation', operation];
      return ['order', serviceId, ...strictly.agent, ...quoted, '--input', inputFile];
    }

    // Most of the time goes into starting the CLI, so orders that have nothing to do with each other share it.
    describe.concurrent('an order', () => {
      it('of a free service needs no payment, but a quote whose time is not over', async () => {
        const { peaqos, json, token } = strictly;
        const serviceId = 'walrus:read-blob';
        const placement = await order('storage', serviceId, { blobId, encoding: 'utf8' });
        const placed = await json(...placement);
        expect(placed).toMatchObject({
          order: { status: 'delivered', service_id: serviceId, payment: { default_rail: 'not-required' } },
          execution: {
            status_code: 200,
            outcome: { status: 'completed', result: { data: blob.toString() } },
          },
        });
        const orderId = idOf(placed);
        expect(await json('order', 'received', orderId, ...token)).toMatchObject({
          order: { id: orderId, status: 'confirmed' },
          payment: null,
        });
        await around.expireQuote('strict', quoteOf(await search('storage'), serviceId).id);
        const [status, refused] = await Promise.all([
          json('order', 'status', orderId, ...token),
          peaqos(...placement, '--yes'),
        ]);
        expect(status).toMatchObject({ order: { id: orderId, status: 'confirmed' }, payment: null });
        expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('Quote has expired') });
      });

      it('is paid with a transfer made before, and disputed', async () => {
        const { peaqos, json, token } = strictly;
        const { transactionHash } = await around.token.transfer(agent.address, payee, 20_000n);
        const placement = await order('storage', 'walrus:store-blob', { data: 'of the CLI', epochs: 3 });
        const paid = [
          '--payment-tx-hash',
          transactionHash,
          '--payment-chain',
          'peaq',
          '--payment-token',
          'USDT',
        ];
        const placed = await json(...placement, ...paid);
        expect(placed).toMatchObject({
          order: { status: 'delivered' },
          payment: {
            status: 'held',
            amount: 0.02,
            currency: 'USDT',
            rail: { rail_type: 'wdk-usdt-transfer', payer_address: agent.address, payee_address: payee },
            proof: { transaction_hash: transactionHash, verification_mode: 'recorded', chain: 'eip155:3338' },
          },
          execution: { status_code: 200, outcome: { status: 'completed', result: { size: 10 } } },
        });
        const orderId = idOf(placed);
        const evidence = await file('evidence.json', JSON.stringify({ expected: 'another blob' }));
        const because = ['--reason', 'another blob', '--evidence', evidence, '--yes'];
        expect(await json('order', 'dispute', orderId, ...because, ...token)).toMatchObject({
          order: { status: 'disputed' },
          payment: { status: 'frozen' },
          dispute: { reason: 'another blob', evidence: { expected: 'another blob' }, status: 'open' },
        });
        const shown = await peaqos('order', 'status', orderId);
        expect(shown).toMatchObject({ code: 0, out: expect.stringContaining('under dispute review') });
      });

      it('of an x402 seller is signed for, paid and confirmed by the CLI itself', async () => {
        const { peaqos, json, token } = strictly;
        const { x402 } = around.providers.providers;
        const question = { jsonrpc: '2.0', id: 1, method: 'eth_blockNumber', params: [] };
        const placed = await peaqos(
          ...(await order('commerce', 'pay-sh:quicknode-rpc:query', question)),
          '--yes',
        );
        expect(placed).toMatchObject({ code: 0, out: expect.stringMatching(/Status: +delivered/) });
        // What people are shown before they sign, and what they signed.
        expect(placed.err).toContain(`${around.providers.urls.x402}/base-mainnet`);
        expect(placed.err).toContain(`Signed ${x402.terms.amount} on ${x402.terms.network}`);
        expect(x402.executions).toBe(1);
        const orderId = /ord_[0-9a-f]{12}/.exec(placed.out)?.[0] ?? '';
        const [status, again] = await Promise.all([
          json('order', 'status', orderId),
          peaqos('order', 'received', orderId, ...token),
        ]);
        const settlement = { status: 'settled', payer_address: agent.address, response: { success: true } };
        expect(status).toMatchObject({
          order: { status: 'confirmed' },
          payment: {
            status: 'release_pending',
            proof: {
              metadata: {
                network: x402.terms.network,
                header_name: 'PAYMENT-SIGNATURE',
                payment_settlement: settlement,
              },
            },
          },
        });
        expect(again).toMatchObject({ code: 2, err: expect.stringContaining('Order is already closed') });
      });
    });

    it('lists them page by page', async () => {
      const { peaqos, json, machine } = strictly;
      const list = ['order', 'list', ...machine];
      const [page, table] = await Promise.all([json<Page>(...list, '--limit', '2'), peaqos(...list)]);
      const orders = [...page.items, ...(await json<Fields[]>(...list, '--cursor', page.next_cursor))];
      expect(page.items).toHaveLength(2);
      expect(orders.map(({ status }) => String(status)).toSorted()).toEqual([
        'confirmed',
        'confirmed',
        'disputed',
      ]);
      expect(table.code).toBe(0);
      for (const { id } of orders) expect(table.out).toContain(id);
    });
  });

  it('hands over without a quote, on a server as npm start runs it', async () => {
    const { peaqos, agent: acting, token } = await act('open', {});
    const [placed, unknown] = await Promise.all([
      peaqos('order', 'akash:deployment', ...acting, '--yes'),
      peaqos('order', 'status', 'ord_0123456789ab', ...token),
    ]);
    expect(placed).toMatchObject({
      code: 0,
      out: expect.stringContaining('Order placed (external handoff)'),
    });
    expect(placed.out).toContain('https://console.akash.network');
    expect(unknown).toMatchObject({ code: 2, err: expect.stringContaining('Resource not found') });
  });
});

const idOf = (placed: Fields): string => (placed['order'] as { id: string }).id;

function quoteOf(search: Search, serviceId: string): Search['quotes'][number] {
  const found = search.quotes.find(({ service_id }) => service_id === serviceId);
  if (found === undefined) throw new Error(`The search has no quote of ${serviceId}.`);
  return found;
}
