import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import { isRetryable } from './db-errors.ts';
import { migrationSource, migrations } from './migrations/index.ts';

const CONFIG: Knex.MigratorConfig = { migrationSource };
const TABLE = 'knex_migrations';
/** Any fixed number; every starter on one PostgreSQL database asks for this lock. */
const ADVISORY_LOCK = 7_261_994_153;
const LOCK_WAIT_MS = 60_000;

/** Brings the schema up to date. Several starters may do so at once: one migrates, the others wait and find it done. */
export async function migrateToLatest(db: Knex): Promise<void> {
  await alone(db, async (trx) => {
    await assertNotNewer(trx);
    await trx.migrate.latest(CONFIG);
  });
}

/** Undoes every migration and so removes every record. For tests and for leaving the product. */
export async function revertMigrations(db: Knex): Promise<void> {
  await alone(db, async (trx) => {
    await trx.migrate.rollback(CONFIG, true);
  });
}

/** Names of migrations that the code has and the database has not. Changes nothing. */
export async function findPendingMigrations(db: Knex): Promise<string[]> {
  const done = new Set(await findCompleted(db));
  return migrations.map((migration) => migration.name).filter((name) => !done.has(name));
}

async function findCompleted(db: Knex): Promise<string[]> {
  const exists = await db.schema.hasTable(TABLE);
  return exists ? db(TABLE).orderBy('id').pluck('name') : [];
}

/**
 * Runs work in one transaction that no other starter runs at the same time. A starter that is killed leaves nothing behind,
 * neither half a schema nor a lock: the engine rolls everything back, Knex's own lock row included.
 */
async function alone(db: Knex, work: (trx: Knex.Transaction) => Promise<void>): Promise<void> {
  const deadline = Date.now() + LOCK_WAIT_MS;
  for (;;) {
    try {
      return await db.transaction(async (trx) => {
        await lock(trx);
        await trx.migrate.forceFreeMigrationsLock(CONFIG);
        await work(trx);
      });
    } catch (error) {
      if (!isRetryable(error) || Date.now() > deadline) throw error;
      await sleep(20 + Math.random() * 80);
    }
  }
}

async function lock(trx: Knex.Transaction): Promise<void> {
  // SQLite needs no lock of ours: a starter that comes second finds the file busy, rolls back and tries again.
  if (trx.client.dialect !== 'postgresql') return;
  await trx.raw(`set local lock_timeout = ${LOCK_WAIT_MS}`);
  await trx.raw('select pg_advisory_xact_lock(?)', [ADVISORY_LOCK]);
}

async function assertNotNewer(db: Knex): Promise<void> {
  const known = new Set(migrations.map((migration) => migration.name));
  const unknown = (await findCompleted(db)).filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new Error(`it was migrated by a newer version (${unknown.join(', ')}); start that version instead`);
  }
}
