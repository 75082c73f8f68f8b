import { resolve } from 'node:path';

export interface SqliteTarget {
  engine: 'sqlite';
  driver: 'better-sqlite3' | 'sqlite3';
  /** Absolute path of the database file. */
  file: string;
}

export interface PostgresTarget {
  engine: 'postgres';
  url: string;
}

/** A database as PEAQOS_DATABASE_URL names it. `label` is safe to print; `secrets` must never be. */
export type DatabaseTarget = (SqliteTarget | PostgresTarget) & { label: string; secrets: string[] };

const FORMS =
  'Use sqlite:./path/to/file.db, sqlite3:./path/to/file.db, or postgres://user:password@host:5432/database.';

/** Reads a database URL. Raises an Error that says what is wrong and never repeats the URL, which may hold a password. */
export function parseDatabaseUrl(databaseUrl: string): DatabaseTarget {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(databaseUrl)?.[1]?.toLowerCase();
  switch (scheme) {
    case 'sqlite':
      return toSqliteTarget('better-sqlite3', databaseUrl.slice('sqlite:'.length));
    case 'sqlite3':
      return toSqliteTarget('sqlite3', databaseUrl.slice('sqlite3:'.length));
    case 'postgres':
    case 'postgresql':
      return toPostgresTarget(databaseUrl);
    default:
      throw new Error(`The database URL has no known scheme. ${FORMS}`);
  }
}

/** The text without any secret of the target. */
export function redact(target: DatabaseTarget, text: string): string {
  return target.secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
}

function toSqliteTarget(driver: SqliteTarget['driver'], path: string): DatabaseTarget {
  const problem = findPathProblem(path);
  if (problem !== null) throw new Error(`The database URL cannot be used: ${problem}. ${FORMS}`);
  const file = resolve(path);
  return { engine: 'sqlite', driver, file, label: file, secrets: [] };
}

function findPathProblem(path: string): string | null {
  if (path.trim() === '') return 'it names no file';
  if (path.includes(':memory:'))
    return 'a database in memory loses every record at the next start; name a file';
  if (/^\/\/(?!\/)/.test(path))
    return 'a file has no host; write sqlite:./relative/path or sqlite:/absolute/path';
  if (/^file:/i.test(path) || /[?#]/.test(path)) return 'it must be a plain path without options';
  if (/[/\\]$/.test(path)) return 'it names a folder, not a file';
  if (path.includes('\0')) return 'it holds a NUL character';
  return null;
}

function toPostgresTarget(databaseUrl: string): DatabaseTarget {
  const url = URL.parse(databaseUrl);
  // An unescaped / or # in a password moves its rest into the path or the fragment, from where it could be printed.
  if (url === null || url.hash !== '' || url.pathname.includes('@') || !/^[^/]*:\/\//.test(databaseUrl)) {
    throw new Error(
      `The database URL is not a valid PostgreSQL URL. Special characters in its user and password must be percent-encoded (@ is %40, / is %2F, # is %23). ${FORMS}`,
    );
  }
  const secrets = [url.password, decode(url.password), ...url.searchParams.getAll('password')].filter(
    (secret) => secret !== '',
  );
  return { engine: 'postgres', url: databaseUrl, label: `postgres://${url.host}${url.pathname}`, secrets };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Error(
      'The database URL has a password with a broken percent-encoding (a % must be written %25).',
    );
  }
}
