import type { Knex } from 'knex';
import { connectStarter } from './connections.ts';
import { parseDatabaseUrl } from './database-url.ts';
import { openStore } from './knex-store.ts';
import { revertMigrations } from './migrate.ts';
import type { Store } from './store.ts';

/** A store on a database of its own, and what the suite needs beside the store. */
export interface StoreHarness {
  store: Store;
  /** Closes the store and opens the same database again. */
  reopen(): Promise<Store>;
  /** Every row of a table, read past the store. */
  readTable(name: string): Promise<Record<string, unknown>[]>;
  /** Undoes every migration past the store, and returns the tables that are left. */
  revert(): Promise<string[]>;
  /** Closes every connection and removes the database. */
  cleanUp(): Promise<void>;
}

/** Opens a store for the suite; `remove` deletes the database after every connection is closed. */
export async function openHarness(databaseUrl: string, remove: () => Promise<void>): Promise<StoreHarness> {
  let current = await openStore({ databaseUrl });
  return {
    store: current,
    async reopen() {
      await current.close();
      current = await openStore({ databaseUrl });
      return current;
    },
    readTable: (name) => beside(databaseUrl, (db) => db(name)),
    revert: () =>
      beside(databaseUrl, async (db) => {
        await revertMigrations(db);
        return listTables(db);
      }),
    async cleanUp() {
      await current.close();
      await remove();
    },
  };
}

/** Runs work on a connection of its own, past any store. */
export async function beside<T>(databaseUrl: string, work: (db: Knex) => PromiseLike<T>): Promise<T> {
  const db = connectStarter(parseDatabaseUrl(databaseUrl));
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
}

/** The names of all tables, in order. */
export async function listTables(db: Knex): Promise<string[]> {
  const names: string[] =
    db.client.dialect === 'postgresql'
      ? await db('information_schema.tables').where({ table_schema: 'public' }).pluck('table_name')
      : await db('sqlite_master').where({ type: 'table' }).whereNot('name', 'like', 'sqlite_%').pluck('name');
  return names.toSorted();
}
