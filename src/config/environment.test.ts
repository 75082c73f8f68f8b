import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readEnvironment } from './environment.ts';

describe('readEnvironment', () => {
  let folder = '';
  let file = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'machine-markets-env-'));
    file = join(folder, 'settings.env');
    await writeFile(file, '# comment\nMM_TEST_ONLY_IN_FILE="from file"\nMM_TEST_IN_BOTH=from-file\n');
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('is the environment of the process', () => {
    expect(readEnvironment()).toEqual({ ...process.env });
  });

  it('reads a file below the environment, which wins', () => {
    vi.stubEnv('MM_TEST_IN_BOTH', 'from-process');
    const environment = readEnvironment(file);
    vi.unstubAllEnvs();
    expect(environment['MM_TEST_ONLY_IN_FILE']).toBe('from file');
    expect(environment['MM_TEST_IN_BOTH']).toBe('from-process');
  });

  it('raises when the file cannot be read, and names it', () => {
    const missing = join(folder, 'missing.env');
    expect(() => readEnvironment(missing)).toThrow(missing);
  });
});
