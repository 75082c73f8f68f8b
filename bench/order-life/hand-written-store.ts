import { randomBytes } from 'node:crypto';
import Database from 'better-sqlite3';
import { openStore } from '../../src/store/knex-store.ts';

export type Row = Record<string, string | null>;

/** Prepared statements over the tables of our migrations. */
export interface HandStore {
  find(table: string, id: string, column?: string): Row | undefined;
  insert(table: string, row: Row): void;
  update(table: string, id: string, changes: Row): void;
  /** Amounts of a pairing's orders since, and how many of each. */
  spent(pairingId: string, since: string): { amount: string; count: number }[];
  audit(type: string, resourceId: string, machineId: string, payload: object): void;
  transaction<T>(work: () => T): T;
}

export const newId = (prefix: string): string => `${prefix}_${randomBytes(6).toString('hex')}`;
export const now = (): string => new Date().toISOString();

/** The database as our store opens it: WAL, and every acknowledged write on disk. */
function connect(file: string): Database {
  const db = new Database(file);
  for (const pragma of ['journal_mode = wal', 'synchronous = full', 'foreign_keys = on']) db.pragma(pragma);
  return db;
}

/** Prepares each text once. */
function createPrepare(db: Database): (sql: string) => Database.Statement {
  const statements = new Map<string, Database.Statement>();
  return (sql) => {
    const statement = statements.get(sql) ?? db.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
}

/** Opens the database with the tables of our migrations. */
export async function openDatabase(file: string): Promise<HandStore> {
  await (await openStore({ databaseUrl: `sqlite:${file}` })).close();
  const db = connect(file);
  const prepare = createPrepare(db);
  const store: HandStore = {
    find: (table, id, column = 'id') =>
      prepare(`select * from ${table} where ${column} = ?`).get(id) as Row | undefined,
    insert(table, row) {
      const columns = Object.keys(row);
      prepare(
        `insert into ${table} (${columns.join()}) values (${columns.map((name) => `@${name}`).join()})`,
      ).run(row);
    },
    update(table, id, changes) {
      const columns = Object.keys(changes).map((name) => `${name} = @${name}`);
      prepare(`update ${table} set ${columns.join()} where id = @id`).run({ ...changes, id });
    },
    spent: (pairingId, since) =>
      prepare(
        "select spend_amount as amount, count(*) as count from market_orders where agent_pairing_id = ? and created_at >= ? and status not in ('cancelled', 'failed') group by spend_amount",
      ).all(pairingId, since) as { amount: string; count: number }[],
    audit: (type, resourceId, machineId, payload) =>
      store.insert('audit_events', {
        id: newId('aud'),
        actor: 'agent',
        type,
        resource_type: type.slice(0, type.indexOf('.')),
        resource_id: resourceId,
        machine_id: machineId,
        payload: JSON.stringify(payload),
        created_at: now(),
      }),
    transaction: (work) => db.transaction(work).immediate(),
  };
  return store;
}
