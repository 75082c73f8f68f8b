import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, countOutcomes, itemOf, outcomeOf } from './api-client.fixture.ts';
import type { Gate, MarketClient, MarketPlace, Trader } from './market-client.fixture.ts';
import {
  createMarketClient,
  gateAnswers,
  nextTransaction,
  openMarketPlace,
  standingOf,
} from './market-client.fixture.ts';
import type { ServeRun } from './serve.fixture.ts';
import { beside } from './store/harness.fixture.ts';

const database = 'crash';
let market: MarketPlace;
let gate: Gate;
let first: ServeRun;
let second: ServeRun;
let trader: Trader;
/** At the first and at the second process. */
let here: MarketClient;
let there: MarketClient;

beforeAll(async () => {
  market = await openMarketPlace();
  gate = gateAnswers(market.providers.providers.walrus, ({ body }) => /^hold-.*/.exec(body.toString())?.[0]);
  [first, second] = [await market.serve(database), await market.serve(database)];
  trader = await market.trade(first.url);
  here = createMarketClient(first.url, trader);
  there = createMarketClient(second.url, trader);
});
afterAll(() => market.close());

/** A paid order whose execution by the first process has reached the provider, which does not answer. */
async function hang(key: string): Promise<{ orderId: string; sent: Promise<string> }> {
  const orderId = await here.place('walrus:store-blob', { input: { data: key } });
  itemOf(await here.intent(orderId, {}));
  itemOf(await here.prove(orderId, { transactionHash: nextTransaction() }));
  const sent = here.execute(orderId).then(outcomeOf, () => 'no answer');
  await gate.arrival(key);
  return { orderId, sent };
}

/** Lets the time be over that an attempt has; nobody can wait for that. */
async function endAttempt(orderId: string): Promise<void> {
  await beside(market.variables(database)['PEAQOS_DATABASE_URL']!, async (db) => {
    const row = (await db('market_orders').where({ id: orderId }).first('attempt')) as { attempt: string };
    const attempt = JSON.stringify({ ...JSON.parse(row.attempt), expiresAt: '2020-01-01T00:00:00.000Z' });
    await db('market_orders').where({ id: orderId }).update({ attempt });
  });
}

describe('an execution under way', () => {
  it('is nobody else’s until its time is over; then one other takes it, and a late answer changes nothing', async () => {
    const { orderId, sent } = await hang('hold-late');
    const refused = await there.execute(orderId);
    expect(refused.body.error).toMatchObject({ code: 'ORDER_CLOSED', details: { status: 'executing' } });

    await endAttempt(orderId);
    const taken = await there.execute(orderId, { input: { data: 'not held' } });
    expect(outcomeOf(taken)).toBe('200');
    const delivered = await there.read(orderId);
    expect(standingOf(delivered)).toBe('delivered held');

    gate.open('hold-late');
    expect(await sent).toBe('409 ORDER_CLOSED');
    expect(await there.read(orderId)).toEqual(delivered);
    const again = await here.execute(orderId);
    expect(again.body.execution?.outcome).toEqual(taken.body.execution?.outcome);
  });

  it('outlives the kill -9 of its process: the order waits, paid, and is executed again once its time is over', async () => {
    const key = 'hold-killed';
    const { orderId, sent } = await hang(key);
    await first.kill();
    expect(await sent).toBe('no answer');
    expect(standingOf(await there.read(orderId))).toBe('executing held');
    expect(outcomeOf(await there.execute(orderId))).toBe('409 ORDER_CLOSED');

    first = await market.serve(database);
    here = createMarketClient(first.url, trader);
    expect(standingOf(await here.read(orderId))).toBe('executing held');
    expect(outcomeOf(await here.execute(orderId))).toBe('409 ORDER_CLOSED');
    expect(gate.count(key)).toBe(1);

    await endAttempt(orderId);
    const retries = [here, there, here, there].map((client) => client.execute(orderId));
    // Whoever has taken the order is at the provider; the others are told so at once.
    const losers = await firstOf(retries, 3);
    expect(losers.map(outcomeOf)).toEqual(Array(3).fill('409 ORDER_CLOSED'));
    gate.open(key);
    expect(countOutcomes(await Promise.all(retries))).toEqual({ '200': 1, '409 ORDER_CLOSED': 3 });
    expect(gate.count(key)).toBe(2);
    expect(standingOf(await here.read(orderId))).toBe('delivered held');
  });

  it('is refused where nobody knows the credentials of the order any more, until the skill is configured', async () => {
    const input = worldIdProof;
    const credentials = {
      worldId: { rpId: 'rp_of_this_order', verifyBaseUrl: market.providers.urls['world-id'] },
    };
    const orders = [1, 2].map(() =>
      here.place('world-id:verify', { input, providerCredentials: credentials }),
    );
    const [kept, lost] = (await Promise.all(orders)) as [string, string];
    expect(outcomeOf(await here.execute(kept))).toBe('200');

    const unsupported = await there.execute(lost);
    expect(unsupported.body.error).toMatchObject({
      code: 'EXECUTION_UNSUPPORTED',
      details: { missing: ['rpId'] },
    });
    expect(standingOf(await there.read(lost))).toBe('created none');
    const body = {
      credentials: { rpId: 'rp_of_the_operator', verifyBaseUrl: market.providers.urls['world-id'] },
    };
    itemOf(await call(second.url, 'PATCH', '/api/v1/skills/world-id-verify/config', { body }));
    expect(outcomeOf(await there.execute(lost))).toBe('200');
    const paths = market.providers.calls('world-id').map(({ path }) => path);
    expect(paths).toEqual(['/api/v4/verify/rp_of_this_order', '/api/v4/verify/rp_of_the_operator']);
  });
});

/** The first answers that come. */
async function firstOf<T>(sent: readonly Promise<T>[], count: number): Promise<T[]> {
  const answers: T[] = [];
  await new Promise<void>((resolve, reject) => {
    for (const each of sent)
      each.then((answer) => {
        answers.push(answer);
        if (answers.length === count) resolve();
      }, reject);
  });
  return answers.slice(0, count);
}

const worldIdProof = {
  protocol_version: '3.0',
  nonce: '0x3b',
  action: 'pair-machine',
  responses: [{ identifier: 'orb', proof: '0x1a', nullifier: '0x2b' }],
};
