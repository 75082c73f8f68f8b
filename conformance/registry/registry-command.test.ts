import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { startRegistry } from './registry.ts';

const owner = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';
const command = JSON.stringify(new URL('../cli/registry.ts', import.meta.url).href);
const script = `const { registryCommand } = await import(${command}); process.exitCode = await registryCommand(process.argv.slice(1));`;

interface Run {
  child: ChildProcessWithoutNullStreams;
  output(): { out: string; err: string };
  exit: Promise<number | null>;
}

function run(...args: string[]): Run {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, '--', ...args]);
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => (out += String(chunk)));
  child.stderr.on('data', (chunk) => (err += String(chunk)));
  return {
    child,
    output: () => ({ out, err }),
    exit: new Promise((resolve) => child.on('close', (code) => resolve(code))),
  };
}

async function urlOf(started: Run): Promise<string> {
  await expect.poll(() => started.output().out, { timeout: 10_000 }).toContain('Stop it with Ctrl-C.');
  return /http:\/\/127\.0\.0\.1:\d+/.exec(started.output().out)?.[0] ?? '';
}

describe('machine-markets registry', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'serves what it was told to until %s and exits 0',
    async (signal) => {
      const folder = await mkdtemp(join(tmpdir(), 'registry-command-'));
      const file = join(folder, 'machines.json');
      await writeFile(file, JSON.stringify([{ machineId: '77', owner }]));
      const started = run('--port', '0', '--machines', file, '--mint', owner, '--mint', owner.toLowerCase());
      const url = await urlOf(started);
      expect((await fetch(`${url}/machine/did:peaq:77`)).status).toBe(200);
      const machines: unknown = await (await fetch(`${url}/admin/machines`)).json();
      expect(machines).toHaveLength(3);
      expect(started.output().out).toContain(`did:peaq:77  owner ${owner}  bonded`);
      expect(started.output().out).toContain(`PEAQOS_MCR_API_URL=${url}`);
      started.child.kill(signal);
      expect(await started.exit).toBe(0);
      await rm(folder, { recursive: true });
    },
  );

  it.each([
    [['--prot', '1'], '--prot'],
    [['extra'], 'extra'],
    [['--port', '70000'], '--port: "70000" is no port'],
    [['--mint', '0x12'], '--mint: "0x12" is no EVM address'],
    [['--machines', '/nowhere/machines.json'], '/nowhere/machines.json cannot be read'],
    [['--port', '0', '--host', '203.0.113.1'], 'check --host and --port'],
  ])('exits 2 for %j and says what is wrong and how to use it', async (args, message) => {
    const refused = run(...args);
    expect(await refused.exit).toBe(2);
    expect(refused.output().err).toContain(message);
    expect(refused.output().err).toContain('Usage: machine-markets registry');
    expect(refused.output().out).toBe('');
  });

  it('exits 2 when the port is taken and names the way out', async () => {
    const other = await startRegistry();
    const refused = run('--port', String(other.port));
    expect(await refused.exit).toBe(2);
    expect(refused.output().err).toContain('--port 0 for any free one');
    await other.close();
  });

  it('prints its usage with --help', async () => {
    const asked = run('--help');
    expect(await asked.exit).toBe(0);
    expect(asked.output().out).toContain('--mint OWNER_ADDRESS');
  });
});
