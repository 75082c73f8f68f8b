import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeFolder, runCommand, startServe } from './serve.fixture.ts';
import { call, itemOf } from './api-client.fixture.ts';
import { gated, json, profile, startRegistryServer } from './ports/registry-server.fixture.ts';

const owner = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';

let folder = '';
let remove = async () => {};
let files = 0;
const databaseUrl = () => `sqlite:${join(folder, `start-${(files += 1)}.db`)}`;

beforeAll(async () => ({ folder, remove } = await makeFolder()));
afterAll(() => remove());

describe('a start that is refused', () => {
  it('in production without a session secret exits 2 and says so', async () => {
    const run = runCommand(['serve', '--port', '0'], {
      NODE_ENV: 'production',
      PEAQOS_DATABASE_URL: databaseUrl(),
    });
    expect(await run.exit).toBe(2);
    expect(run.output()).toContain('PEAQOS_AGENT_PAIRING_SESSION_SECRET must be set in production.');
  });

  it('exits 2 and lists every mistake at once, without the values of secrets', async () => {
    const run = runCommand(['serve', '--port', 'many'], {
      NODE_ENV: 'production',
      PEAQOS_DATABASE_URL: databaseUrl(),
      PEAQOS_AGENT_PAIRING_SESSION_SECRET: 'too-short-a-secret',
      PEAQOS_API_KEYS: 'first-deployment-key,,',
      PEAQOS_REQUIRE_API_AUTH: 'yes',
      PEAQOS_AGENT_PAIRING_SESSION_TTL_MS: 'abc',
      PEAQOS_MCR_API_URL: 'notaurl',
      PEAQOS_USDT_DECIMALS: '40',
    });
    expect(await run.exit).toBe(2);
    const printed = run.output();
    expect(printed).toContain('7 mistake(s)');
    for (const variable of [
      'PORT',
      'PEAQOS_AGENT_PAIRING_SESSION_SECRET',
      'PEAQOS_API_KEYS',
      'PEAQOS_REQUIRE_API_AUTH',
      'PEAQOS_AGENT_PAIRING_SESSION_TTL_MS',
      'PEAQOS_MCR_API_URL',
      'PEAQOS_USDT_DECIMALS',
    ]) {
      expect(printed).toContain(`${variable} must`);
    }
    expect(printed).not.toContain('too-short-a-secret');
    expect(printed).not.toContain('first-deployment-key');
    expect(printed).not.toMatch(/\n\s+at /);
  });

  it.each([
    ['an unknown option', ['--prot', '1']],
    ['an argument too many', ['production']],
  ])('exits 2 for %s and shows the usage', async (_case, args) => {
    const run = runCommand(['serve', ...args]);
    expect(await run.exit).toBe(2);
    expect(run.output()).toContain('Usage: machine-markets serve');
  });

  it('does not start without the environment file that it was told to read, and names it', async () => {
    const run = runCommand(['serve', '--port', '0', '--env-file', '/nowhere/settings.env']);
    // Node itself looks for an option of this name first, and has an exit code of its own.
    expect([2, 9]).toContain(await run.exit);
    expect(run.output()).toContain('/nowhere/settings.env');
  });

  it('exits 1 when the port is in use and names it, without a stack', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const run = runCommand(['serve', '--port', String(port)], { PEAQOS_DATABASE_URL: databaseUrl() });
    expect(await run.exit).toBe(1);
    other.close();
    expect(run.output()).toMatch(new RegExp(`machine-markets: the server cannot start: .*${port}`));
    expect(run.output()).not.toMatch(/\n\s+at /);
  });

  it('exits 1 when the database cannot be opened, without its password', async () => {
    const url = 'postgres://someone:hunter2-s3cret@127.0.0.1:1/none';
    const run = runCommand(['serve', '--port', '0'], { PEAQOS_DATABASE_URL: url });
    expect(await run.exit).toBe(1);
    expect(run.output()).toContain('machine-markets: the server cannot start:');
    expect(run.output()).not.toContain('hunter2-s3cret');
  });
});

describe('a start', () => {
  it('prints its usage with --help and starts nothing', async () => {
    const run = runCommand(['serve', '--help']);
    expect(await run.exit).toBe(0);
    expect(run.output()).toContain('--database-url URL');
  });

  it('takes options before variables, and variables before the environment file', async () => {
    const file = join(folder, 'settings.env');
    await writeFile(
      file,
      'PEAQOS_MACHINE_IDENTITY_VERIFICATION=disabled\nPEAQOS_DATABASE_URL=sqlite:/nowhere/x.db\nHOST=nowhere.invalid\n',
    );
    const variables = { HOST: '127.0.0.1', PEAQOS_DATABASE_URL: 'postgres://127.0.0.1:1/none' };
    const serve = await startServe(variables, ['--env-file', file, '--database-url', databaseUrl()]);
    expect((await call(serve.url, 'GET', '/api/v1/machines')).status).toBe(200);
    expect(await serve.stop()).toBe(0);
  });

  it('in production with a secret is ready to serve', async () => {
    const serve = await startServe({
      NODE_ENV: 'production',
      PEAQOS_DATABASE_URL: databaseUrl(),
      PEAQOS_MACHINE_IDENTITY_VERIFICATION: 'disabled',
      PEAQOS_AGENT_PAIRING_SESSION_SECRET: '0123456789abcdef0123456789abcdef',
    });
    expect((await call(serve.url, 'GET', '/api/v1/readiness')).body).toMatchObject({ status: 'ready' });
    expect(await serve.stop()).toBe(0);
  });
});

const patient = { timeout: 30_000 };

/** True when the server still takes a new request. */
async function isTaken(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/health`).catch(() => null);
  await answer?.text();
  return answer !== null;
}

describe.each(['SIGTERM', 'SIGINT'] as const)('%s', (signal) => {
  it('lets a running request finish, takes no new one, and then exits 0 at once', async () => {
    const registry = await startRegistryServer();
    const gate = gated(json(200, profile('77', owner)));
    registry.answers.set('/machine/did:peaq:77', gate.answer);
    const serve = await startServe({ PEAQOS_DATABASE_URL: databaseUrl(), PEAQOS_MCR_API_URL: registry.url });
    const body = { identityRef: 'did:peaq:77' };
    const challenge = call(serve.url, 'POST', '/api/v1/machine-identity/challenges', { body });
    await expect.poll(() => registry.paths.length, patient).toBe(1);

    serve.signal(signal);
    await expect.poll(() => isTaken(serve.url), patient).toBe(false);
    gate.open();
    expect(itemOf(await challenge)).toMatchObject({ identityRef: 'did:peaq:77' });
    const answered = performance.now();
    expect(await serve.exit).toBe(0);
    expect(performance.now() - answered).toBeLessThan(5_000);
    expect(serve.output()).toContain('"msg":"stopped"');
    await registry.stop();
  });
});
