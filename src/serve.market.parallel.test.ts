import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signX402 } from '../conformance/registry/providers/sign-x402.fixture.ts';
import { countOutcomes, itemOf, outcomeOf, textOf } from './api-client.fixture.ts';
import type { Gate, MarketAnswer, MarketClient, MarketPlace, Trader } from './market-client.fixture.ts';
import {
  createMarketClient,
  gateAnswers,
  nextTransaction,
  openMarketPlace,
  standingOf,
} from './market-client.fixture.ts';
import type { ServeRun } from './serve.fixture.ts';
import { startPostgres } from './store/postgres.fixture.ts';

let market: MarketPlace;
let gate: Gate;
beforeAll(async () => {
  market = await openMarketPlace();
  gate = gateAnswers(market.providers.providers.walrus, ({ body }) => /^hold-.*/.exec(body.toString())?.[0]);
});
afterAll(() => market.close());

interface Deployment {
  /** One or more processes on one database. */
  processes: ServeRun[];
  end(): Promise<void>;
}

const deployments = [
  {
    title: 'one process on SQLite',
    deploy: async (): Promise<Deployment> => ({
      processes: [await market.serve('parallel')],
      end: async () => {},
    }),
  },
  {
    title: 'two processes on one PostgreSQL',
    deploy: async (): Promise<Deployment> => {
      const postgres = await startPostgres();
      const databaseUrl = await postgres.createDatabase();
      const first = await market.serve(databaseUrl);
      const processes = [first, await market.serve(databaseUrl)];
      const stop = () => Promise.all(processes.map((serve) => serve.stop()));
      return { processes, end: () => stop().then(() => postgres.stop()) };
    },
  },
];

describe.each(deployments)('market requests in parallel to $title', ({ deploy }) => {
  let deployment: Deployment;
  /** One that may spend what it likes. */
  let trader: Trader;
  let client: MarketClient;

  beforeAll(async () => {
    deployment = await deploy();
    trader = await trade();
    client = clientOf(trader);
  });
  afterAll(() => deployment.end());

  const trade = (delegationPolicy?: Record<string, unknown>) =>
    market.trade(deployment.processes[0]!.url, delegationPolicy ? { delegationPolicy } : {});

  /** The client at one of the processes, in turn. */
  function clientOf(actor: Trader, index = 0): MarketClient {
    const { processes } = deployment;
    return createMarketClient(processes[index % processes.length]!.url, actor);
  }

  type Send = (client: MarketClient, index: number) => Promise<MarketAnswer>;
  /** Sends `count` requests at once, in turn to each process. */
  const storm = (count: number, send: Send, actor = trader): Promise<MarketAnswer[]> =>
    Promise.all(Array.from({ length: count }, (_, index) => send(clientOf(actor, index), index)));

  const placePaid = (data = 'some bytes') => client.place('walrus:store-blob', { input: { data } });

  async function pay(orderId: string): Promise<void> {
    itemOf(await client.intent(orderId, {}));
    itemOf(await client.prove(orderId, { transactionHash: nextTransaction() }));
  }

  it('place as many orders of a hundred as the daily limit admits, to the cent', async () => {
    const limited = await trade({ dailySpendLimit: 0.5, currency: 'USDT' });
    const answers = await storm(100, (each) => each.order('walrus:store-blob'), limited);
    expect(countOutcomes(answers)).toEqual({ '201': 25, '403 AGENT_DAILY_LIMIT_EXCEEDED': 75 });
  });

  it('raise no more orders by their intents than the daily limit admits', async () => {
    const limited = await trade({ dailySpendLimit: 1, currency: 'USD' });
    const own = clientOf(limited);
    const orders = await Promise.all(Array.from({ length: 20 }, () => own.place('geodnet:rtk')));
    const body = { rail: { type: 'external' }, amount: 0.3, currency: 'USD' };
    const answers = await storm(20, (each, index) => each.intent(orders[index]!, body), limited);
    expect(countOutcomes(answers)).toEqual({ '201': 3, '403 AGENT_DAILY_LIMIT_EXCEEDED': 17 });
  });

  it('make one payment of fifty intents', async () => {
    const orderId = await placePaid();
    const answers = await storm(50, (each) => each.intent(orderId, {}));
    expect(countOutcomes(answers)).toEqual({ '200': 49, '201': 1 });
    expect(new Set(answers.map((answer) => itemOf(answer)['id'])).size).toBe(1);
  });

  it('let one transaction pay one of fifty orders', async () => {
    const orders = await Promise.all(Array.from({ length: 50 }, () => placePaid()));
    await Promise.all(orders.map((orderId) => client.intent(orderId, {})));
    const transactionHash = nextTransaction();
    const answers = await storm(50, (each, index) => each.prove(orders[index]!, { transactionHash }));
    expect(countOutcomes(answers)).toEqual({ '200': 1, '400 VALIDATION_ERROR': 49 });
    const standings = await Promise.all(orders.map(async (id) => standingOf(await client.read(id))));
    expect(standings.toSorted().slice(-2)).toEqual(['payment_pending intent_created', 'ready held']);
  });

  it('let one x402 signature pay one of ten orders', async () => {
    const orders = await Promise.all(
      Array.from({ length: 10 }, () => client.place('pay-sh:quicknode-rpc:query', { input: rpcInput })),
    );
    const intents = await Promise.all(orders.map((orderId) => client.intent(orderId, {})));
    const { metadata } = itemOf(intents[0]!)['rail'] as { metadata: { paymentRequest: PaymentRequest } };
    const paymentSignature = await signX402(metadata.paymentRequest.paymentRequired);
    const answers = await storm(10, (each, index) =>
      each.prove(orders[index]!, { payment: { paymentSignature } }),
    );
    expect(countOutcomes(answers)).toEqual({ '200': 1, '400 VALIDATION_ERROR': 9 });
  });

  it('call the provider once for fifty executions while it takes its time', async () => {
    const key = `hold-${nextTransaction()}`;
    const orderId = await placePaid(key);
    await pay(orderId);
    let answered = 0;
    const sent = storm(50, (each) => each.execute(orderId).finally(() => (answered += 1)));
    await expect.poll(() => answered, { timeout: 60_000, interval: 10 }).toBe(49);
    gate.open(key);
    const answers = await sent;
    expect(countOutcomes(answers)).toEqual({ '200': 1, '409 ORDER_CLOSED': 49 });
    const refused = answers.filter(({ status }) => status === 409);
    expect(new Set(refused.map(({ body }) => body.error?.details?.['status']))).toEqual(
      new Set(['executing']),
    );
    expect(gate.count(key)).toBe(1);
    await expectOneOutcome(await storm(10, (each) => each.execute(orderId)), orderId);
  });

  it('call the provider once for fifty executions while it answers at once', async () => {
    const data = `quick-${nextTransaction()}`;
    const orderId = await placePaid(data);
    await pay(orderId);
    const answers = await storm(50, (each) => each.execute(orderId));
    const refused = answers.filter(({ status }) => status !== 200);
    for (const { body } of refused)
      expect(body.error).toMatchObject({ code: 'ORDER_CLOSED', details: { status: 'executing' } });
    const done = answers.filter(({ status }) => status === 200);
    expect(done.length).toBeGreaterThan(0);
    await expectOneOutcome(done, orderId);
    expect(market.providers.calls('walrus').filter(({ body }) => body === data)).toHaveLength(1);
  });

  /** Every answer is the saved result. */
  async function expectOneOutcome(answers: MarketAnswer[], orderId: string): Promise<void> {
    expect(new Set(answers.map(outcomeOf))).toEqual(new Set(['200']));
    const outcomes = new Set(answers.map(({ body }) => body.execution?.outcome?.['id']));
    expect([...outcomes]).toEqual([textOf((await client.read(orderId)).order, 'outcomeId')]);
  }

  it('confirm an order once of thirty times', async () => {
    const orderId = await placePaid();
    await pay(orderId);
    expect(outcomeOf(await client.execute(orderId))).toBe('200');
    const answers = await storm(30, (each) => each.confirm(orderId));
    expect(countOutcomes(answers)).toEqual({ '200': 1, '409 ORDER_CLOSED': 29 });
    expect(standingOf(await client.read(orderId))).toBe('confirmed release_pending');
  });

  it('let either a confirmation or a dispute have an order, never both by half', async () => {
    const orders = await Promise.all(Array.from({ length: 10 }, () => placePaid()));
    for (const orderId of orders) {
      await pay(orderId);
      await client.execute(orderId);
    }
    await storm(20, (each, index) => {
      const orderId = orders[index >> 1]!;
      return index % 2 === 0 ? each.confirm(orderId) : each.dispute(orderId);
    });
    const standings = await Promise.all(orders.map(async (id) => standingOf(await client.read(id))));
    for (const standing of standings)
      expect(standing).toMatch(/^(confirmed release_pending|disputed frozen)$/);
  });
});

interface PaymentRequest {
  paymentRequired: string;
}

const rpcInput = { jsonrpc: '2.0', id: 1, method: 'eth_blockNumber', params: [] };
