import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** The published clients that the tests run, as people install them. */
const packages = ['peaq-os-sdk[x402]==0.12.1', 'peaq-os-cli==0.1.1'];
/** Named after what is in it, so that a folder with other packages is never taken for it. */
const cache = fileURLToPath(
  new URL('../node_modules/.cache/machine-markets/python-sdk-0.12.1-x402', import.meta.url),
);
const lock = `${cache}.lock`;
const binaries = process.platform === 'win32' ? 'Scripts' : 'bin';

export interface PythonClients {
  python: string;
  /** The CLI of peaq-os-cli. */
  peaqos: string;
}

/** Skips a test where there are no clients. A machine that is set up to run it must not get away without it. */
export function skipWithout(
  clients: PythonClients | { missing: string },
  skip: (note: string) => void,
): void {
  if (!('missing' in clients)) return;
  if (process.env['CI'] && !clients.missing.startsWith('there is no python3'))
    throw new Error(clients.missing);
  skip(clients.missing);
}

export interface Finished {
  code: number;
  out: string;
  err: string;
}

export interface RunOptions {
  env: NodeJS.ProcessEnv;
  cwd?: string;
  input?: string;
  timeoutMs?: number;
}

/** Runs a program to its end. A program that cannot be started has code 127, one that takes too long 124. */
export function run(file: string, args: readonly string[], options: RunOptions): Promise<Finished> {
  const { env, cwd, input, timeoutMs = 30_000 } = options;
  return new Promise((resolve) => {
    const child = execFile(
      file,
      args,
      { env, cwd, timeout: timeoutMs, encoding: 'utf8' },
      (error, out, err) => {
        resolve({ code: toExitCode(error), out, err });
      },
    );
    child.stdin?.on('error', () => undefined).end(input ?? '');
  });
}

function toExitCode(error: (Error & { code?: unknown; killed?: boolean }) | null): number {
  if (error === null) return 0;
  if (error.killed) return 124;
  return typeof error.code === 'number' ? error.code : 127;
}

/**
 * The published clients in a virtual environment of our own, made on first use and kept in the dependencies' cache
 * folder. Where Python or the package index cannot be had, the reason instead.
 */
export async function preparePythonClients(
  env: NodeJS.ProcessEnv,
): Promise<PythonClients | { missing: string }> {
  await takeLock();
  try {
    return await installOnce(env);
  } finally {
    await rm(lock, { force: true });
  }
}

/** Several test files ask at the same time, each in a process of its own: only one may install. */
async function takeLock(): Promise<void> {
  await mkdir(join(cache, '..'), { recursive: true });
  for (;;) {
    try {
      return await writeFile(lock, String(process.pid), { flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = Number(await readFile(lock, 'utf8').catch(() => ''));
      if (holder > 0 && !isRunning(holder)) await rm(lock, { force: true });
      else await sleep(100);
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function installOnce(env: NodeJS.ProcessEnv): Promise<PythonClients | { missing: string }> {
  const clients = { python: join(cache, binaries, 'python'), peaqos: join(cache, binaries, 'peaqos') };
  const marker = join(cache, 'complete');
  if (existsSync(marker) && (await run(clients.python, ['--version'], { env })).code === 0) return clients;

  const found = await run('python3', ['-c', 'import sys, venv; sys.exit(sys.version_info < (3, 10))'], {
    env,
  });
  if (found.code !== 0)
    return { missing: 'there is no python3 of version 3.10 or newer with the module venv' };
  await rm(cache, { recursive: true, force: true });
  await mkdir(cache, { recursive: true });
  const made = await run('python3', ['-m', 'venv', cache], { env, timeoutMs: 60_000 });
  if (made.code !== 0) return { missing: `python3 cannot make a virtual environment: ${lastLine(made)}` };
  const install = [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--no-input',
    '--disable-pip-version-check',
    '--prefer-binary',
  ];
  const installed = await run(clients.python, [...install, ...packages], { env, timeoutMs: 240_000 });
  if (installed.code !== 0)
    return { missing: `pip cannot install ${packages.join(' ')}: ${lastLine(installed)}` };
  await writeFile(marker, `${packages.join('\n')}\n`);
  return clients;
}

function lastLine({ out, err, code }: Finished): string {
  return `${out}${err}`.trim().split('\n').at(-1) ?? `exit code ${code}`;
}
