import type { Knex } from 'knex';

type Value = string | number | null;

/**
 * Runs one statement whose text is ready, and gives its rows. Knex builds and wraps a query anew for every call, at several
 * times the cost of running it: the texts here are built once per table, and go straight to Knex's client, whose pool,
 * transactions and events stay in charge. Rows of a write are those of its `returning` clause.
 */
export async function runStatement<Row>(db: Knex, sql: string, values: readonly Value[]): Promise<Row[]> {
  const client = db.client as StatementClient;
  const connection = await client.acquireConnection();
  try {
    const { response } = await client.query(connection, { sql, bindings: values, method: 'raw' });
    return rowsOf<Row>(response);
  } finally {
    await client.releaseConnection(connection);
  }
}

/** What Knex's own runner calls of its client. */
interface StatementClient {
  acquireConnection(): Promise<unknown>;
  releaseConnection(connection: unknown): Promise<void>;
  query(
    connection: unknown,
    query: { sql: string; bindings: readonly Value[]; method: 'raw' },
  ): Promise<{ response: unknown }>;
}

/** The rows in the answer to raw SQL, which each driver wraps in its own way. */
export function rowsOf<Row>(answer: unknown): Row[] {
  if (Array.isArray(answer)) return answer as Row[];
  return typeof answer === 'object' && answer !== null && 'rows' in answer && Array.isArray(answer.rows)
    ? (answer.rows as Row[])
    : [];
}

const texts = new Map<string, string>();

/** The text under this name, built on its first use. */
export function textOf(name: string, build: () => string): string {
  const known = texts.get(name);
  if (known !== undefined) return known;
  const text = build();
  texts.set(name, text);
  return text;
}

const isPostgres = (db: Knex): boolean => db.client.dialect === 'postgresql';

export interface RowQuery {
  table: string;
  column: string;
  isLocked: boolean;
}

/** `select … where <column> = ?`, the row held until the transaction ends where the engine has row locks. */
export function selectText(db: Knex, { table, column, isLocked }: RowQuery): string {
  // Rows that refer to a held row may still be added: only its key is promised to them, and that never changes.
  const lock = isLocked && isPostgres(db) ? ' for no key update' : '';
  return textOf(
    `select ${table} ${column}${lock}`,
    () => `select * from ${table} where ${column} = ?${lock}`,
  );
}

export function insertText(table: string, columns: readonly string[]): string {
  return textOf(
    `insert ${table}`,
    () => `insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`,
  );
}

/** `update … where <key> = ?`; gives the keys of the rows it changed. */
export function updateText(table: string, key: string, columns: readonly string[]): string {
  const assignments = columns.map((column) => `${column} = ?`).join(', ');
  return textOf(
    `update ${table} ${columns.join()}`,
    () => `update ${table} set ${assignments} where ${key} = ? returning ${key}`,
  );
}
