import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import knex from 'knex';
import type { Knex } from 'knex';
import type { DatabaseTarget, SqliteTarget } from './database-url.ts';
import { isRetryable, toDomainError } from './db-errors.ts';
import type { Connections } from './table.ts';

/** Told of statements that failed, except where that is an answer or is tried again. `sql` and the message hold no values. */
export type QueryErrorListener = (error: Error, sql: string) => void;

const ACQUIRE_TIMEOUT_MS = 10_000;
const BUSY_TIMEOUT_MS = 5000;
/** A wait inside SQLite stops the whole process, so a starter waits briefly and tries again instead. */
const STARTER_BUSY_TIMEOUT_MS = 50;
const POSTGRES_CONNECTIONS = 10;
/** better-sqlite3 answers within the call, so that one connection is never waited for; sqlite3 answers from threads. */
const SQLITE_READERS = { 'better-sqlite3': 1, sqlite3: 4 };

/** Makes sure that a connection can be tried: the folder of the file, the package of the driver. */
export async function prepareTarget(target: DatabaseTarget): Promise<void> {
  if (target.engine !== 'sqlite') return;
  if (target.driver === 'sqlite3') assertSqlite3Installed();
  await mkdir(dirname(target.file), { recursive: true });
}

/** One connection for starting: it migrates and is closed again. */
export function connectStarter(target: DatabaseTarget): Knex {
  const pool = { min: 0, max: 1 };
  return target.engine === 'sqlite'
    ? connectSqlite(target, pool, STARTER_BUSY_TIMEOUT_MS, 'write')
    : connectPostgres(target.url, pool);
}

/**
 * The connections of a running store. SQLite has one writer, and readers beside it so that a read is not queued behind a
 * transaction; they see every acknowledged write because each statement starts from the newest commit (WAL).
 */
export function connect(target: DatabaseTarget, onQueryError?: QueryErrorListener): Connections {
  const connections =
    target.engine === 'sqlite' ? connectSqlitePair(target) : connectPostgresPool(target.url);
  for (const db of new Set([connections.read, connections.write])) watch(db, onQueryError);
  return connections;
}

export async function disconnect({ read, write }: Connections): Promise<void> {
  await read.destroy();
  if (write !== read) await write.destroy();
}

function connectSqlitePair(target: SqliteTarget): Connections {
  return {
    read: connectSqlite(target, { min: 1, max: SQLITE_READERS[target.driver] }, BUSY_TIMEOUT_MS, 'read'),
    write: connectSqlite(target, { min: 1, max: 1 }, BUSY_TIMEOUT_MS, 'write'),
  };
}

function connectPostgresPool(url: string): Connections {
  const pool = connectPostgres(url, { min: 0, max: POSTGRES_CONNECTIONS });
  return { read: pool, write: pool };
}

function connectSqlite(
  target: SqliteTarget,
  pool: Knex.PoolConfig,
  busyTimeoutMs: number,
  mode: 'read' | 'write',
): Knex {
  const pragmas = [
    `pragma busy_timeout = ${busyTimeoutMs}`,
    ...(mode === 'read'
      ? ['pragma query_only = on']
      : ['pragma journal_mode = wal', 'pragma synchronous = full']),
    'pragma foreign_keys = on',
  ].join('; ');
  return knex({
    ...COMMON,
    client: target.driver,
    connection: { filename: target.file },
    useNullAsDefault: true,
    pool: {
      ...pool,
      afterCreate: (connection: SqliteConnection, done: (error: Error | null) => void) => {
        if (target.driver === 'better-sqlite3') keepStatements(connection);
        execute(target.driver, connection, pragmas).then(() => done(null), done);
      },
    },
  });
}

function connectPostgres(url: string, pool: Knex.PoolConfig): Knex {
  return knex({
    ...COMMON,
    client: 'pg',
    connection: {
      connectionString: url,
      application_name: 'machine-markets',
      connectionTimeoutMillis: ACQUIRE_TIMEOUT_MS / 2,
      keepAlive: true,
    },
    pool,
  });
}

function watch(db: Knex, onQueryError: QueryErrorListener | undefined): void {
  db.on('query-error', (error: Error, query: { sql: string }) => {
    // PostgreSQL quotes whole rows in `detail`; they are not for logs or replies.
    if ('detail' in error) error.detail = undefined;
    if (toDomainError(error) === error && !isRetryable(error)) onQueryError?.(error, query.sql);
  });
}

interface SqliteConnection {
  exec(sql: string, done?: (error: Error | null) => void): unknown;
  prepare(sql: string): object;
}

/** More texts than the store has; a statement of one that nobody expected is prepared anew each time. */
const MOST_STATEMENTS = 200;

/** Knex prepares every statement anew, which costs more than running it; this connection keeps what it prepared. */
function keepStatements(connection: SqliteConnection): void {
  const prepare = connection.prepare.bind(connection);
  const statements = new Map<string, object>();
  connection.prepare = (sql) => {
    const known = statements.get(sql);
    if (known) return known;
    const statement = prepare(sql);
    if (statements.size < MOST_STATEMENTS) statements.set(sql, statement);
    return statement;
  };
}

async function execute(
  driver: SqliteTarget['driver'],
  connection: SqliteConnection,
  sql: string,
): Promise<void> {
  if (driver === 'better-sqlite3') connection.exec(sql);
  else await promisify((done: (error: Error | null) => void) => connection.exec(sql, done))();
}

function assertSqlite3Installed(): void {
  try {
    createRequire(import.meta.url)('sqlite3');
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND';
    throw new Error(
      `A sqlite3: database URL needs the optional package sqlite3, which ${isMissing ? 'is not installed' : 'is installed but cannot be loaded'}. ` +
        'Run "npm install sqlite3@6", or use a sqlite: URL, which needs no other package.',
    );
  }
}

const silent = (): void => {};

const COMMON = {
  acquireConnectionTimeout: ACQUIRE_TIMEOUT_MS,
  // Values of a failed statement must not become part of its message.
  compileSqlOnError: false,
  // Knex would print; every failure reaches the caller as an error anyway.
  log: { warn: silent, error: silent, debug: silent, deprecate: silent },
} satisfies Knex.Config;
