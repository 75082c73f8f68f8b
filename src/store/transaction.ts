import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import { isRetryable, toDomainError } from './db-errors.ts';

const MAX_TRIES = 5;
const BACKOFF_MS = 10;

/**
 * Runs work in one transaction and starts it again, at most four times, when the engine gave way to another one. Work
 * must therefore change nothing but the database.
 */
export async function runTransaction<T>(db: Knex, work: (trx: Knex.Transaction) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await runOnce(db, work);
    } catch (error) {
      if (tries >= MAX_TRIES || !isRetryable(error)) throw error;
      await sleep(Math.random() * BACKOFF_MS * 2 ** tries);
    }
  }
}

async function runOnce<T>(db: Knex, work: (trx: Knex.Transaction) => Promise<T>): Promise<T> {
  return db.transaction(async (trx) => {
    const failures: unknown[] = [];
    trx.on('query-error', (error: unknown) => failures.push(error));
    const result = await work(trx);
    // After a failed statement PostgreSQL answers COMMIT with a silent rollback, SQLite would keep the rest: neither is wanted.
    if (failures.length > 0) throw toDomainError(failures[0]);
    return result;
  });
}
