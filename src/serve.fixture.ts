import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, vi } from 'vitest';

const command = fileURLToPath(new URL('../bin/machine-markets.mjs', import.meta.url));
/** Long enough for a busy machine; a start usually takes about a second. */
const startMs = 60_000;

// Tests that start processes may wait for them.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

export type Variables = Readonly<Record<string, string>>;

/** One run of the machine-markets command as a process of its own. */
export interface CommandRun {
  pid: number;
  /** All it has printed so far, both streams. */
  output(): string;
  /** Resolves with the exit code; null when a signal ended it. */
  exit: Promise<number | null>;
  signal(signal: NodeJS.Signals): void;
}

/** A running orchestrator that has answered its health check. */
export interface ServeRun extends CommandRun {
  url: string;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL: nothing in the process gets a chance to finish. */
  kill(): Promise<void>;
}

const running = new Set<ChildProcess>();
/** A test that failed or ran out of time leaves no process behind. */
afterAll(() => running.forEach((child) => child.kill('SIGKILL')));

/** Runs `machine-markets …` with exactly these variables, so that no setting of the machine takes part. */
export function runCommand(args: readonly string[], variables: Variables = {}): CommandRun {
  const child = spawn(process.execPath, [command, ...args], {
    env: { ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => (printed += text));
  running.add(child);
  const exit = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      running.delete(child);
      resolve(code);
    });
  });
  return { pid: child.pid ?? 0, output: () => printed, exit, signal: (signal) => void child.kill(signal) };
}

/** Starts `machine-markets serve` on a free port and waits for /health. Raises an Error with its output otherwise. */
export async function startServe(variables: Variables, args: readonly string[] = []): Promise<ServeRun> {
  const run = runCommand(['serve', '--port', '0', ...args], variables);
  const url = await waitForUrl(run, /listening on (http:\/\/[^\s"]+)/);
  const health = await fetch(`${url}/health`);
  if (health.status !== 200) throw new Error(`/health answered ${health.status}:\n${run.output()}`);
  return {
    ...run,
    url,
    stop() {
      run.signal('SIGTERM');
      return run.exit;
    },
    async kill() {
      run.signal('SIGKILL');
      await run.exit;
    },
  };
}

/** The first group of `pattern` in what the run prints. Ends the run and raises when it does not come in time. */
export async function waitForUrl(run: CommandRun, pattern: RegExp): Promise<string> {
  let hasEnded = false;
  void run.exit.then(() => (hasEnded = true));
  for (
    const deadline = performance.now() + startMs;
    performance.now() < deadline && !hasEnded;
    await sleep(20)
  ) {
    const url = pattern.exec(run.output())?.[1];
    if (url !== undefined) return url;
  }
  run.signal('SIGKILL');
  throw new Error(`The process did not start:\n${run.output()}`);
}

/** A folder for one test file, and the means to remove it. */
export async function makeFolder(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'machine-markets-serve-'));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
