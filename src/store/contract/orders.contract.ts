import { beforeEach, describe, expect, test } from 'vitest';
import { orderStatuses } from '../../domain/orders/order.ts';
import type { MarketOrder } from '../../domain/orders/order.ts';
import type { AgentPairing } from '../../domain/pairing.ts';
import type { StoreHarness } from '../harness.fixture.ts';
import { aSearch, anOrder, storeOrder, storePairing } from '../market-records.fixture.ts';
import { LATER, NOW, aMachine, aPairing } from '../records.fixture.ts';
import type { OrderFilters, PageKey, Repositories, Store } from '../store.ts';

const EXECUTIONS = 50;
const PURCHASES = 100;

/** What every engine must do with orders. `current` gives the store of the running test. */
export function describeOrders(current: () => StoreHarness): void {
  describe('orders', () => {
    let store: Store;
    beforeEach(() => {
      store = current().store;
    });

    describeRecords(() => store);
    describePages(() => store);
    describeSpend(() => store);

    test('locked by many parallel transactions are executed by exactly one', async () => {
      const { id } = await storeOrder(store, { attempt: null });
      const wins = await Promise.all(
        Array.from({ length: EXECUTIONS }, (_, index) =>
          store.transaction(async (tx) => {
            const order = await tx.orders.findForUpdate(id);
            if (order === null) throw new Error('The order is gone.');
            if (order.attempt !== null) return false;
            await tx.orders.update({ ...order, attempt: { id: `attempt ${index}`, expiresAt: LATER } });
            return true;
          }),
        ),
      );
      expect(wins.filter(Boolean)).toHaveLength(1);
      expect((await store.orders.find(id))?.attempt?.id).toBe(`attempt ${wins.indexOf(true)}`);
    });

    test('placed by many parallel transactions never exceed what their locked pairing may spend', async () => {
      const pairing = await storePairing(store);
      const limit = 10;
      // In tenths, so that the sum is exact.
      const spent = async (repositories: Repositories): Promise<number> => {
        const entries = await repositories.orders.spendSince(pairing.id, NOW, null);
        return entries.reduce((sum, { spend, count }) => sum + Math.round(spend.amount * 10) * count, 0);
      };
      const placed = await Promise.all(
        Array.from({ length: PURCHASES }, (_, index) =>
          store.transaction(async (tx) => {
            const amount = 1 + (index % 3);
            await tx.pairings.findForUpdate(pairing.id);
            if ((await spent(tx)) + amount > limit) return 0;
            await tx.orders.insert(anOrder(pairing, { spend: { amount: amount / 10, currency: 'USDT' } }));
            return amount;
          }),
        ),
      );
      expect(placed.reduce((sum, amount) => sum + amount, 0)).toBe(limit);
      expect(await spent(store)).toBe(limit);
    });
  });
}

function describeRecords(open: () => Store): void {
  let store: Store;
  let pairing: AgentPairing;
  beforeEach(async () => {
    store = open();
    pairing = await storePairing(store);
  });

  test('come back with every field unchanged', async () => {
    const search = aSearch(pairing);
    await store.searches.insert(search);
    const full = anOrder(pairing, { searchId: search.id, quoteId: search.quotes[0]!.id });
    const bare = anOrder(pairing, {
      input: {},
      budget: null,
      handoff: null,
      errorMessage: null,
      taskId: null,
      routeId: null,
      runId: null,
      outcomeId: null,
      spend: { amount: 0, currency: null },
      attempt: null,
    });
    for (const order of [full, bare]) {
      await store.orders.insert(order);
      expect(await store.orders.find(order.id)).toEqual(order);
    }
    expect(await store.orders.find('ord_000000000000')).toBeNull();
    expect(await store.orders.findForUpdate('ord_\0')).toBeNull();
  });

  test('keep through an update what was settled at their creation', async () => {
    const order = anOrder(pairing);
    await store.orders.insert(order);
    const life = {
      status: 'failed' as const,
      spend: { amount: 7, currency: null },
      attempt: null,
      taskId: 'task_2',
      routeId: 'route_2',
      runId: 'run_2',
      outcomeId: 'out_2',
      handoff: null,
      errorMessage: 'gone',
      updatedAt: LATER,
    };
    const other = anOrder(aPairing('mach_of_nobody'), { id: order.id, budget: null, createdAt: LATER });
    await store.orders.update({ ...other, ...life });
    expect(await store.orders.find(order.id)).toEqual({ ...order, ...life });
    await expect(store.orders.update(anOrder(pairing))).rejects.toThrow('no row');
  });

  test('take every known status and no other', async () => {
    const order = anOrder(pairing);
    await store.orders.insert(order);
    for (const status of orderStatuses) {
      await store.orders.update({ ...order, status });
      expect((await store.orders.find(order.id))?.status).toBe(status);
    }
    await expect(store.orders.update({ ...order, status: 'lost' as 'ready' })).rejects.toThrow(
      'market_orders_status_known',
    );
  });

  test('need the records that they name', async () => {
    for (const order of [
      anOrder(aPairing(pairing.machineId)),
      anOrder(aPairing('mach_000000000000', { id: pairing.id })),
      anOrder(pairing, { searchId: 'msearch_000000000000' }),
      anOrder(pairing, { quoteId: 'quote_000000000000' }),
    ])
      await expect(store.orders.insert(order)).rejects.toThrow(/foreign key/i);
  });
}

function describePages(open: () => Store): void {
  test('are listed oldest first, for one machine, one pairing or both', async () => {
    const store = open();
    const pairings = await storeThreePairings(store);
    // All at one time, so that pages are told apart by ids alone; the last one is older.
    const orders = pairings.flatMap((pairing) => Array.from({ length: 4 }, () => anOrder(pairing)));
    const oldest = anOrder(pairings[0]!, { id: 'ord_z', createdAt: '2026-01-01T00:00:00.000Z' });
    for (const order of [...orders, oldest]) await store.orders.insert(order);
    const expected = [oldest, ...orders.toSorted((a, b) => (a.id < b.id ? -1 : 1))];

    const [first, , foreign] = pairings;
    const filters: OrderFilters[] = [
      {},
      { machineId: first!.machineId },
      { agentPairingId: first!.id },
      { machineId: first!.machineId, agentPairingId: first!.id },
      { machineId: first!.machineId, agentPairingId: foreign!.id },
      { machineId: 'mach_\0' },
      { agentPairingId: 'pair_\ud800' },
    ];
    const sizes = [];
    for (const filter of filters) {
      const wanted = expected.filter((order) => matches(order, filter));
      sizes.push(wanted.length);
      expect(await store.orders.list(filter, { after: null, limit: 500 })).toEqual(wanted);
      expect(await readPages(store, filter, 3)).toEqual(wanted.map((order) => order.id));
    }
    expect(sizes).toEqual([13, 9, 5, 5, 0, 0, 0]);
  });
}

/** Two pairings of one machine and one of another. */
async function storeThreePairings(store: Store): Promise<AgentPairing[]> {
  const [mine, other] = [aMachine(), aMachine()];
  const pairings = [aPairing(mine.id), aPairing(mine.id), aPairing(other.id)];
  for (const machine of [mine, other]) await store.machines.insert(machine);
  for (const pairing of pairings) await store.pairings.insert(pairing);
  return pairings;
}

function matches(order: MarketOrder, { machineId, agentPairingId }: OrderFilters): boolean {
  return (
    (machineId === undefined || order.machineId === machineId) &&
    (agentPairingId === undefined || order.agentPairingId === agentPairingId)
  );
}

async function readPages(store: Store, filters: OrderFilters, limit: number): Promise<string[]> {
  const ids: string[] = [];
  let after: PageKey | null = null;
  for (;;) {
    const page: MarketOrder[] = await store.orders.list(filters, { after, limit });
    ids.push(...page.map((order) => order.id));
    const last = page.at(-1);
    if (page.length < limit || last === undefined) return ids;
    after = { createdAt: last.createdAt, id: last.id };
  }
}

function describeSpend(open: () => Store): void {
  let store: Store;
  let pairing: AgentPairing;
  beforeEach(async () => {
    store = open();
    pairing = await storePairing(store);
  });

  const spendOf = async (exceptId: string | null = null): Promise<Record<string, number>> => {
    const entries = await store.orders.spendSince(pairing.id, NOW, exceptId);
    return Object.fromEntries(
      entries.map(({ spend, count }) => [`${spend.amount} ${spend.currency}`, count]),
    );
  };

  test('count each amount and currency on its own, without a digit lost', async () => {
    const amounts = [0.1, 0.1, 0.1, 0.2, 0.1 + 0.2, 0, 1e-7, 1e21, 123456789.123456];
    const spends = [
      ...amounts.map((amount) => ({ amount, currency: 'USDT' })),
      { amount: 0.1, currency: 'EUR' },
      { amount: 0.1, currency: null },
      { amount: 0.1, currency: null },
    ];
    for (const spend of spends) await store.orders.insert(anOrder(pairing, { spend }));
    expect(await spendOf()).toEqual({
      '0.1 USDT': 3,
      '0.2 USDT': 1,
      '0.30000000000000004 USDT': 1,
      '0 USDT': 1,
      '1e-7 USDT': 1,
      '1e+21 USDT': 1,
      '123456789.123456 USDT': 1,
      '0.1 EUR': 1,
      '0.1 null': 2,
    });
  });

  test('count for every status but cancelled and failed', async () => {
    for (const [index, status] of orderStatuses.entries())
      await store.orders.insert(anOrder(pairing, { status, spend: { amount: index, currency: status } }));
    const counted = orderStatuses.flatMap((status, index) =>
      status === 'cancelled' || status === 'failed' ? [] : [[`${index} ${status}`, 1]],
    );
    expect(await spendOf()).toEqual(Object.fromEntries(counted));
  });

  test('count from the given time on, for one pairing, without one order', async () => {
    const [first, second] = [anOrder(pairing), anOrder(pairing, { createdAt: LATER })];
    await store.orders.insert(first);
    await store.orders.insert(second);
    await store.orders.insert(anOrder(pairing, { createdAt: '2026-05-16T11:59:59.999Z' }));
    await storeOrder(store);
    expect(await spendOf()).toEqual({ '0.1 USDT': 2 });
    expect(await spendOf(first.id)).toEqual({ '0.1 USDT': 1 });
    expect(await spendOf('ord_\0')).toEqual({ '0.1 USDT': 2 });
    expect(await store.orders.spendSince('pair_000000000000', NOW, null)).toEqual([]);
    expect(await store.orders.spendSince('pair_\0', NOW, null)).toEqual([]);
  });
}
