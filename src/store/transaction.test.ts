import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connectStarter } from './connections.ts';
import { parseDatabaseUrl } from './database-url.ts';
import { runTransaction } from './transaction.ts';

describe('A transaction', () => {
  let folder: string;
  let db: Knex;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'machine-markets-transaction-'));
    db = connectStarter(parseDatabaseUrl(`sqlite:${folder}/a.db`));
    await db.schema.createTable('t', (table) => table.text('value'));
  });
  afterEach(async () => {
    await db.destroy();
    await rm(folder, { recursive: true, force: true });
  });

  function workThatConflicts(times: number, code: string): (trx: Knex.Transaction) => Promise<number> {
    let runs = 0;
    return async (trx) => {
      runs += 1;
      await trx('t').insert({ value: `run ${runs}` });
      if (runs <= times) throw Object.assign(new Error(`conflict ${runs}`), { code });
      return runs;
    };
  }

  test.each(['40001', '40P01', 'SQLITE_BUSY_SNAPSHOT'])(
    'that gave way with %s is started again from nothing.',
    async (code) => {
      expect(await runTransaction(db, workThatConflicts(4, code))).toBe(5);
      expect(await db('t').pluck('value')).toEqual(['run 5']);
    },
  );

  test('is given up after five tries, with the last reason.', async () => {
    await expect(runTransaction(db, workThatConflicts(99, '40001'))).rejects.toThrow('conflict 5');
    expect(await db('t')).toEqual([]);
  });

  test('that failed for another reason is not started again.', async () => {
    await expect(runTransaction(db, workThatConflicts(1, '23505'))).rejects.toThrow('conflict 1');
  });

  test('of two connections on one SQLite file that really conflict both succeed.', async () => {
    const other = connectStarter(parseDatabaseUrl(`sqlite:${folder}/a.db`));
    await db('t').insert({ value: '0' });
    const addOne = (connection: Knex): Promise<number> =>
      runTransaction(connection, async (trx) => {
        const [value] = await trx('t').pluck('value');
        return trx('t').update({ value: String(Number(value) + 1) });
      });
    await Promise.all([addOne(db), addOne(other), addOne(db)]);
    expect(await db('t').pluck('value')).toEqual(['3']);
    await other.destroy();
  });
});
