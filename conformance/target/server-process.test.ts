import { expect, test } from 'vitest';
import { launch, removeFolder } from './launch.ts';
import { ServerProcess } from './server-process.ts';

const inheritedEnv = { PATH: process.env['PATH'] ?? '' };
const node = process.execPath;

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

async function waitForOutput(server: ServerProcess, pattern: RegExp): Promise<string> {
  for (let round = 0; round < 200; round += 1) {
    const found = pattern.exec(server.output());
    if (found) return found[0];
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`not printed: ${pattern}`);
}

test('Ending a server ends everything it started, also when it ignores SIGTERM', async () => {
  const script = `
    process.on('SIGTERM', () => {});
    const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    console.log('child=' + child.pid);
    setInterval(() => {}, 1000);`;
  const server = new ServerProcess({ file: node, args: ['-e', script] }, inheritedEnv);
  const pid = Number((await waitForOutput(server, /child=\d+/)).slice('child='.length));
  expect(isAlive(pid)).toBe(true);
  await server.stop();
  await expect.poll(() => isAlive(pid)).toBe(false);
  expect(server.hasEnded).toBe(true);
});

test('A command line is run by the shell', async () => {
  const server = new ServerProcess({ line: 'echo "one two" && exit 7' }, inheritedEnv);
  await server.ended;
  expect(server.output()).toBe('one two\n');
  expect(server.exitCode).toBe(7);
});

test('A command that does not exist ends at once and says so', async () => {
  const server = new ServerProcess({ file: '/no/such/program', args: [] }, inheritedEnv);
  await server.ended;
  expect(server.output()).toContain('ENOENT');
});

test('A server gets its own data folder, port and registry, and nothing of PEAQOS from outside', async () => {
  const script = `
    require('node:http').createServer((request, response) => response.end(JSON.stringify(process.env)))
      .listen(Number(process.env.PORT), process.env.HOST);`;
  const launched = await launch({
    command: { file: node, args: ['-e', script] },
    inheritedEnv,
    env: { PEAQOS_API_KEY: 'k', PEAQOS_MCR_CACHE_MS: undefined },
    registryUrl: 'http://127.0.0.1:9',
  });
  const env = (await (await fetch(launched.baseUrl)).json()) as Record<string, string>;
  await launched.process.stop();
  await removeFolder(launched.folder);
  expect(launched.isReady).toBe(true);
  expect(env).toMatchObject({
    NODE_ENV: 'development',
    PEAQOS_API_KEY: 'k',
    PEAQOS_MCR_API_URL: 'http://127.0.0.1:9',
  });
  expect(env['PEAQOS_DATABASE_URL']).toBe(`sqlite:${launched.folder}/orchestrator.db`);
  expect(env).not.toHaveProperty('PEAQOS_MCR_CACHE_MS');
});

test('A server that ends before it is ready is not waited for', async () => {
  const launched = await launch({
    command: { line: 'echo broken; exit 3' },
    inheritedEnv,
    env: {},
    registryUrl: 'http://127.0.0.1:9',
  });
  await removeFolder(launched.folder);
  expect(launched.isReady).toBe(false);
  expect(launched.process).toMatchObject({ hasEnded: true, exitCode: 3 });
  expect(launched.process.output()).toContain('broken');
});

test('A server whose output is held open by something that left its group still ends', async () => {
  const script = `
    const child = require('node:child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 4000)'], { detached: true, stdio: 'inherit' });
    console.log('child=' + child.pid);
    process.exit(3);`;
  const server = new ServerProcess({ file: node, args: ['-e', script] }, inheritedEnv);
  const started = performance.now();
  await server.ended;
  expect(performance.now() - started).toBeLessThan(3500);
  expect(server.exitCode).toBe(3);
  process.kill(Number(/child=(\d+)/.exec(server.output())?.[1]));
});
