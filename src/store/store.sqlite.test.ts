import { createRequire } from 'node:module';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { beside, openHarness } from './harness.fixture.ts';
import type { StoreHarness } from './harness.fixture.ts';
import { openStore } from './knex-store.ts';
import { machinePage } from './machines.ts';
import { migrations } from './migrations/index.ts';
import { orderPage, spendQuery } from './orders.ts';
import { pairingPage } from './pairings.ts';
import { policyPage } from './policies.ts';
import { aMachine, anIdentityChallenge } from './records.fixture.ts';
import { runtimeEndpointPage } from './runtime-endpoints.ts';
import { describeStore } from './store.contract.ts';

async function openFile(scheme: string): Promise<StoreHarness> {
  const folder = await mkdtemp(join(tmpdir(), 'machine-markets-store-'));
  return openHarness(`${scheme}:${folder}/store.db`, () => rm(folder, { recursive: true, force: true }));
}

describeStore('SQLite with better-sqlite3', () => openFile('sqlite'));

const hasSqlite3 = isImportable('sqlite3');

// Without the package these tests are counted as skipped, never as passed.
describe.runIf(hasSqlite3)('With the optional package sqlite3 (skipped = it is not installed),', () => {
  describeStore('SQLite with sqlite3', () => openFile('sqlite3'));
});

test.runIf(!hasSqlite3)(
  'A sqlite3: URL without the package is refused with the way to install it.',
  async () => {
    await expect(openStore({ databaseUrl: 'sqlite3:./never-made.db' })).rejects.toThrow(
      /optional package sqlite3, which is not installed.*npm install sqlite3/,
    );
  },
);

describe('A SQLite file', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'machine-markets-sqlite-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test('is made with its folders.', async () => {
    const file = join(folder, 'new', 'deeper', 'store.db');
    const store = await openStore({ databaseUrl: `sqlite:${file}` });
    await store.close();
    expect((await stat(file)).isFile()).toBe(true);
  });

  test('that is no database, or cannot be made, is refused with its name.', async () => {
    await expect(openStore({ databaseUrl: `sqlite:${import.meta.filename}` })).rejects.toThrow(
      /store\.sqlite\.test\.ts cannot be opened: .*not a database/,
    );
    await expect(openStore({ databaseUrl: `sqlite:${folder}` })).rejects.toThrow(
      `The database ${folder} cannot be opened: `,
    );
  });

  test('of a newer version is refused and left as it is.', async () => {
    const databaseUrl = `sqlite:${folder}/store.db`;
    await (await openStore({ databaseUrl })).close();
    await beside(databaseUrl, (db) =>
      db('knex_migrations').insert({ name: '9999-future', batch: 2, migration_time: 0 }),
    );
    await expect(openStore({ databaseUrl })).rejects.toThrow('newer version (9999-future)');
    expect(await beside(databaseUrl, (db) => db('knex_migrations').pluck('name'))).toContain('9999-future');
  });

  test('is opened with write-ahead log, full durability and foreign keys.', async () => {
    const databaseUrl = `sqlite:${folder}/store.db`;
    const store = await openStore({ databaseUrl });
    await store.machines.insert(aMachine());
    expect((await stat(`${folder}/store.db-wal`)).size).toBeGreaterThan(0);
    expect(
      await beside(databaseUrl, async (db) => ({
        journal: await db.raw('pragma journal_mode'),
        synchronous: await db.raw('pragma synchronous'),
        foreignKeys: await db.raw('pragma foreign_keys'),
      })),
    ).toEqual({
      journal: [{ journal_mode: 'wal' }],
      synchronous: [{ synchronous: 2 }],
      foreignKeys: [{ foreign_keys: 1 }],
    });
    await store.close();
  });

  test('opened many times at the same moment is migrated once and serves a challenge once.', async () => {
    const databaseUrl = `sqlite:${folder}/store.db`;
    const stores = await Promise.all(Array.from({ length: 4 }, () => openStore({ databaseUrl })));
    const challenge = anIdentityChallenge();
    await stores[0]?.identityChallenges.insert(challenge);
    const uses = await Promise.all(
      stores.flatMap((store) =>
        Array.from({ length: 12 }, () => store.identityChallenges.consume(challenge.id, 'now')),
      ),
    );
    expect(uses.filter(Boolean)).toHaveLength(1);
    expect(await beside(databaseUrl, (db) => db('knex_migrations').pluck('batch'))).toEqual(
      migrations.map(() => 1),
    );
    await Promise.all(stores.map((store) => store.close()));
  });

  test('that another starter holds is waited for.', async () => {
    const databaseUrl = `sqlite:${folder}/store.db`;
    const opened = await beside(databaseUrl, (db) =>
      db.transaction(async (trx) => {
        await trx.schema.createTable('other', (table) => table.text('value'));
        const opening = openStore({ databaseUrl });
        await sleep(300);
        return { opening };
      }),
    );
    const store = await opened.opening;
    expect(await store.health()).toEqual({ reachable: true, pendingMigrations: [] });
    await store.close();
  });

  test('finds every page through an index, without a scan or a sort.', async () => {
    const databaseUrl = `sqlite:${folder}/store.db`;
    await (await openStore({ databaseUrl })).close();
    const after = { createdAt: '2026-05-16T12:00:00.000Z', id: 'a' };
    const plans = await beside(databaseUrl, async (db) => {
      const explain = async (query: {
        toSQL(): { toNative(): { sql: string; bindings: readonly unknown[] } };
      }): Promise<string> => {
        const { sql, bindings } = query.toSQL().toNative();
        const rows: { detail: string }[] = await db.raw(`explain query plan ${sql}`, bindings as string[]);
        return rows.map((row) => row.detail).join('; ');
      };
      return {
        machinesFirst: await explain(machinePage(db, { after: null, limit: 100 })),
        machinesNext: await explain(machinePage(db, { after, limit: 100 })),
        pairingsFirst: await explain(pairingPage(db, 'mach_1', { after: null, limit: 100 })),
        pairingsNext: await explain(pairingPage(db, 'mach_1', { after, limit: 100 })),
        ordersFirst: await explain(orderPage(db, {}, { after: null, limit: 100 })),
        ordersNext: await explain(orderPage(db, {}, { after, limit: 100 })),
        ordersOfMachine: await explain(orderPage(db, { machineId: 'm' }, { after, limit: 100 })),
        ordersOfPairing: await explain(orderPage(db, { agentPairingId: 'p' }, { after, limit: 100 })),
        ordersOfBoth: await explain(
          orderPage(db, { machineId: 'm', agentPairingId: 'p' }, { after, limit: 100 }),
        ),
        policiesNext: await explain(policyPage(db, { after, limit: 100 })),
        endpointsNext: await explain(runtimeEndpointPage(db, 'm', { after, limit: 100 })),
        spend: await explain(spendQuery(db, { pairingId: 'p', since: after.createdAt, exceptId: 'o' })),
      };
    });
    // The first page reads the index from its start, which SQLite calls a scan of that index.
    expect(plans).toEqual({
      machinesFirst: 'SCAN machines USING INDEX machines_page',
      machinesNext: 'SEARCH machines USING INDEX machines_page ((created_at,id)>(?,?))',
      pairingsFirst: 'SEARCH pairings USING INDEX pairings_page (machine_id=?)',
      pairingsNext: 'SEARCH pairings USING INDEX pairings_page (machine_id=? AND (created_at,id)>(?,?))',
      ordersFirst: 'SCAN market_orders USING INDEX market_orders_page',
      ordersNext: 'SEARCH market_orders USING INDEX market_orders_page ((created_at,id)>(?,?))',
      ordersOfMachine:
        'SEARCH market_orders USING INDEX market_orders_machine_page (machine_id=? AND (created_at,id)>(?,?))',
      ordersOfPairing:
        'SEARCH market_orders USING INDEX market_orders_pairing_page (agent_pairing_id=? AND (created_at,id)>(?,?))',
      ordersOfBoth:
        'SEARCH market_orders USING INDEX market_orders_both_page (machine_id=? AND agent_pairing_id=? AND (created_at,id)>(?,?))',
      policiesNext: 'SEARCH policies USING INDEX policies_page ((created_at,id)>(?,?))',
      endpointsNext:
        'SEARCH runtime_endpoints USING INDEX runtime_endpoints_page (machine_id=? AND (created_at,id)>(?,?))',
      spend:
        'SEARCH market_orders USING INDEX market_orders_pairing_page (agent_pairing_id=? AND created_at>?); USE TEMP B-TREE FOR GROUP BY',
    });
  });

  test('tells a listener which statement failed, without its values.', async () => {
    const failed: string[] = [];
    const store = await openStore({
      databaseUrl: `sqlite:${folder}/store.db`,
      onQueryError: (error, sql) => failed.push(`${error.message} | ${sql}`),
    });
    const machine = aMachine({ ownerId: 'owner-of-secrets' });
    await store.machines.insert(machine);
    const failure: unknown = await store.machines
      .insert({ ...machine, identityRef: null })
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'SQLITE_CONSTRAINT_PRIMARYKEY' });
    expect(String(failure)).not.toContain('owner-of-secrets');
    await expect(store.machines.insert({ ...machine, id: 'mach_2' })).rejects.toMatchObject({
      code: 'MACHINE_IDENTITY_EXISTS',
    });
    expect(failed).toHaveLength(1);
    expect(failed[0]).toContain('insert into');
    expect(failed[0]).not.toContain('owner-of-secrets');
    await store.close();
  });
});

function isImportable(name: string): boolean {
  try {
    createRequire(import.meta.url)(name);
    return true;
  } catch {
    return false;
  }
}
