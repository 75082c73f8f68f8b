import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import { describeError } from './db-errors.ts';
import { findPendingMigrations } from './migrate.ts';
import type { StoreHealth } from './store.ts';

const TIMEOUT_MS = 3000;

/** Asks the database now. Never throws, and answers within 3 seconds. */
export async function checkHealth(db: Knex): Promise<StoreHealth> {
  const timer = new AbortController();
  try {
    const pendingMigrations = await Promise.race([ask(db), failLater(timer.signal)]);
    return { reachable: true, pendingMigrations };
  } catch (error) {
    return { reachable: false, pendingMigrations: [], error: describeError(error) };
  } finally {
    timer.abort();
  }
}

async function ask(db: Knex): Promise<string[]> {
  await db.raw('select 1');
  return findPendingMigrations(db);
}

async function failLater(signal: AbortSignal): Promise<never> {
  await sleep(TIMEOUT_MS, undefined, { signal });
  throw new Error(`The database did not answer within ${TIMEOUT_MS} ms.`);
}
