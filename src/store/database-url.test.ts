import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseDatabaseUrl, redact } from './database-url.ts';

describe('A database URL', () => {
  test.each([
    ['sqlite:./data/orchestrator.db', 'better-sqlite3', resolve('data/orchestrator.db')],
    ['sqlite:data/with space%20.db', 'better-sqlite3', resolve('data/with space%20.db')],
    ['sqlite:/var/lib/o.db', 'better-sqlite3', '/var/lib/o.db'],
    ['SQLite:///var/lib/o.db', 'better-sqlite3', '/var/lib/o.db'],
    ['sqlite3:./file.db', 'sqlite3', resolve('file.db')],
  ])('%s names a file.', (url, driver, file) => {
    expect(parseDatabaseUrl(url)).toMatchObject({ engine: 'sqlite', driver, file, label: file });
  });

  test.each([
    ['sqlite::memory:', 'in memory'],
    ['sqlite3:file::memory:?cache=shared', 'in memory'],
    ['sqlite:', 'names no file'],
    ['sqlite:  ', 'names no file'],
    ['sqlite://data/o.db', 'no host'],
    ['sqlite:./data/', 'a folder'],
    ['sqlite:./o.db?mode=ro', 'without options'],
    ['sqlite:file:o.db', 'without options'],
    ['sqlite:a\0b', 'NUL'],
    ['mysql://u:hunter2@h/d', 'no known scheme'],
    ['', 'no known scheme'],
    ['./orchestrator.db', 'no known scheme'],
    ['postgres://u:hunter2/x@h/d', 'percent-encoded'],
    ['postgres://u:12/hunter2@h/d', 'percent-encoded'],
    ['postgres://u:hunter2#x@h/d', 'percent-encoded'],
    ['postgres://u:hunter2%zz@h/d', 'percent-encoding'],
    ['postgres:u:hunter2@h/d', 'percent-encoded'],
  ])('%j is refused with the reason, the usable forms and no password.', (url, reason) => {
    const parse = (): unknown => parseDatabaseUrl(url);
    expect(parse).toThrow(reason);
    expect(parse).not.toThrow(/hunter2/);
  });

  test('of PostgreSQL has a label without user and password.', () => {
    for (const scheme of ['postgres', 'postgresql']) {
      const url = `${scheme}://user:p%40ss@db.example:5433/markets?sslmode=verify-full`;
      expect(parseDatabaseUrl(url)).toEqual({
        engine: 'postgres',
        url,
        label: 'postgres://db.example:5433/markets',
        secrets: ['p%40ss', 'p@ss'],
      });
    }
  });

  test('gives what is needed to take its password out of any text.', () => {
    const target = parseDatabaseUrl('postgres://u:p%40ss@h/d?password=other');
    expect(redact(target, 'p@ss p%40ss other rest')).toBe('*** *** *** rest');
  });
});
