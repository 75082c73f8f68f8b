import type { Knex } from 'knex';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { beside, listTables, openHarness } from './harness.fixture.ts';
import { openStore } from './knex-store.ts';
import { aSearch, storePairing } from './market-records.fixture.ts';
import { machinePage } from './machines.ts';
import { migrations } from './migrations/index.ts';
import { orderPage } from './orders.ts';
import { pairingPage } from './pairings.ts';
import { policyPage } from './policies.ts';
import { startPostgres } from './postgres.fixture.ts';
import type { PostgresFixture } from './postgres.fixture.ts';
import { LATER, aMachine, anIdentityChallenge } from './records.fixture.ts';
import { runtimeEndpointPage } from './runtime-endpoints.ts';
import { describeStore } from './store.contract.ts';

let postgres: PostgresFixture;
/** The database of the suite. It is emptied after each test, which takes less time than a new one. */
let shared: string;

beforeAll(async () => {
  postgres = await startPostgres();
  shared = await postgres.createDatabase();
});
afterAll(() => postgres.stop());

describeStore('PostgreSQL', () => openHarness(shared, () => emptyTables(shared)));

describe('One PostgreSQL database', () => {
  test('opened by several processes at the same moment is migrated once and serves a challenge once.', async () => {
    const databaseUrl = await postgres.createDatabase();
    const [first, second] = await Promise.all([openStore({ databaseUrl }), openStore({ databaseUrl })]);
    const challenge = anIdentityChallenge();
    await first.identityChallenges.insert(challenge);
    const uses = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        (index % 2 === 0 ? first : second).identityChallenges.consume(challenge.id, LATER),
      ),
    );
    expect(uses.filter(Boolean)).toHaveLength(1);
    expect(await beside(databaseUrl, (db) => db('knex_migrations').pluck('batch'))).toEqual(
      migrations.map(() => 1),
    );
    await Promise.all([first.close(), second.close()]);
  });

  test('whose last starter was killed while it migrated is opened all the same.', async () => {
    const databaseUrl = await postgres.createDatabase();
    await (await openStore({ databaseUrl })).close();
    await beside(databaseUrl, (db) => db('knex_migrations_lock').update({ is_locked: 1 }));
    const store = await openStore({ databaseUrl });
    expect(await store.health()).toEqual({ reachable: true, pendingMigrations: [] });
    await store.close();
  });

  test('lets two stores write the same row without a lost update.', async () => {
    const databaseUrl = await postgres.createDatabase();
    const stores = await Promise.all([openStore({ databaseUrl }), openStore({ databaseUrl })]);
    const machine = aMachine({ displayName: '0' });
    await stores[0].machines.insert(machine);
    const addOne = (store: (typeof stores)[0]): Promise<void> =>
      store.transaction(async (tx) => {
        const current = await tx.machines.findForUpdate(machine.id);
        if (current === null) throw new Error('The machine is gone.');
        await tx.machines.update({ ...current, displayName: String(Number(current.displayName) + 1) });
      });
    await Promise.all(stores.flatMap((store) => Array.from({ length: 10 }, () => addOne(store))));
    expect((await stores[1].machines.find(machine.id))?.displayName).toBe('20');
    await Promise.all(stores.map((store) => store.close()));
  });

  test('finds every page through an index, without a sort.', async () => {
    const databaseUrl = await postgres.createDatabase();
    await (await openStore({ databaseUrl })).close();
    const page = { after: { createdAt: LATER, id: 'a' }, limit: 100 };
    const plans = await beside(databaseUrl, async (db) => {
      await db.raw('set enable_seqscan = off');
      await db.raw('set enable_bitmapscan = off');
      return {
        machines_page: await explain(db, machinePage(db, page)),
        pairings_page: await explain(db, pairingPage(db, 'm', page)),
        policies_page: await explain(db, policyPage(db, page)),
        runtime_endpoints_page: await explain(db, runtimeEndpointPage(db, 'm', page)),
        market_orders_page: await explain(db, orderPage(db, {}, page)),
        market_orders_machine_page: await explain(db, orderPage(db, { machineId: 'm' }, page)),
        market_orders_pairing_page: await explain(db, orderPage(db, { agentPairingId: 'p' }, page)),
        market_orders_both_page: await explain(
          db,
          orderPage(db, { machineId: 'm', agentPairingId: 'p' }, page),
        ),
      };
    });
    for (const [index, plan] of Object.entries(plans)) {
      expect(plan).toMatch(
        new RegExp(`Index Scan using ${index} on [^]*Index Cond: .*ROW\\(created_at, id\\) > ROW`),
      );
      expect(plan).not.toMatch(/Sort|Filter/);
    }
  });

  test('lets others refer to a row that is held.', async () => {
    const store = await openStore({ databaseUrl: await postgres.createDatabase() });
    const pairing = await storePairing(store);
    const search = aSearch(pairing);
    await store.transaction(async (tx) => {
      await tx.machines.findForUpdate(pairing.machineId);
      await tx.pairings.findForUpdate(pairing.id);
      // On another connection; it would wait for the end of this transaction, which waits for it.
      await store.searches.insert(search);
      expect(await store.searches.find(search.id)).toEqual(search);
    });
    await store.close();
  });

  test('gives errors that hold neither a password nor the values of a row.', async () => {
    const databaseUrl = await postgres.createDatabase();
    const errors: Error[] = [];
    const store = await openStore({ databaseUrl, onQueryError: (error) => errors.push(error) });
    const challenge = anIdentityChallenge({ message: 'words-of-the-challenge' });
    await store.identityChallenges.insert(challenge);
    const broken = { ...challenge, id: 'mchal_2', expiresAt: null as unknown as string };
    const failure: unknown = await store.identityChallenges.insert(broken).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: '23502' });
    expect(errors).toEqual([failure]);
    expect(JSON.stringify(failure) + String(failure)).not.toContain('words-of-the-challenge');
    await store.close();
  });
});

test('A PostgreSQL that refuses the login, or is not there, is reported without the password.', async () => {
  const url = new URL(postgres.url);
  const realPassword = url.password;
  url.password = 'wr%40ng-pass';
  const refused: unknown = await openStore({ databaseUrl: url.href }).catch((error: unknown) => error);
  expect(String(refused)).toContain(
    `The database postgres://127.0.0.1:${url.port}/postgres cannot be opened: password authentication failed`,
  );
  url.password = realPassword;
  url.port = '1';
  const absent: unknown = await openStore({ databaseUrl: url.href }).catch((error: unknown) => error);
  expect(String(absent)).toContain('ECONNREFUSED');
  for (const error of [refused, absent]) {
    expect(
      Object.getOwnPropertyNames(error)
        .map((name) => String((error as Record<string, unknown>)[name]))
        .join(),
    ).not.toMatch(new RegExp(`wr@ng-pass|wr%40ng-pass|${realPassword}`));
  }
});

test('A PostgreSQL that stops while the store runs makes health false, not an exception.', async () => {
  const own = await startPostgres();
  const store = await openStore({ databaseUrl: await own.createDatabase() });
  expect(await store.health()).toEqual({ reachable: true, pendingMigrations: [] });
  await own.stop();
  expect(await store.health()).toMatchObject({ reachable: false, error: expect.stringMatching(/./) });
  await expect(store.machines.find('mach_1')).rejects.toBeInstanceOf(Error);
  await store.close();
});

async function explain(db: Knex, query: Knex.QueryBuilder): Promise<string> {
  const { sql, bindings } = query.toSQL();
  const reply: { rows: Record<string, string>[] } = await db.raw(`explain ${sql}`, bindings);
  return reply.rows.map((row) => row['QUERY PLAN']).join('\n');
}

async function emptyTables(databaseUrl: string): Promise<void> {
  await beside(databaseUrl, async (db) => {
    const tables = await listTables(db);
    // Lets rows go in any order, whatever refers to them; faster on small tables than truncating them.
    await db.raw('set session_replication_role = replica');
    for (const name of tables.filter((table) => !table.startsWith('knex_'))) await db(name).delete();
  });
}
