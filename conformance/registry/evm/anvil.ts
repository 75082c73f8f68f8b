import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';

/** A real EVM chain in a process of its own, with a block for every transaction and no price for gas. */
export interface EvmNode {
  /** JSON-RPC over HTTP on 127.0.0.1. */
  url: string;
  chainId: number;
  /** Ends the process and waits for its end; a second call does nothing. */
  stop(): Promise<void>;
}

export interface EvmNodeOptions {
  chainId?: number;
  startMs?: number;
}

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/**
 * Starts anvil on a free port and waits until it listens. `missing` says why there is none: the package is optional, as
 * it does not exist for every platform.
 */
export async function startEvmNode(options: EvmNodeOptions = {}): Promise<EvmNode | { missing: string }> {
  const { chainId = 31_337, startMs = 20_000 } = options;
  const file = findBinary();
  if (file === null) {
    return {
      missing: `The package @foundry-rs/anvil has no binary for ${process.platform} ${process.arch} here.`,
    };
  }
  const child = spawn(file, listArguments(chainId), { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('exit', () => resolve());
  }).finally(() => running.delete(child));
  running.add(child);
  const port = await waitForPort(child, ended, startMs);
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  if (typeof port === 'number') return { url: `http://127.0.0.1:${port}`, chainId, stop };
  await stop();
  return port;
}

const architectures: Record<string, string> = { x64: 'amd64' };

function findBinary(): string | null {
  const platform = `${process.platform}-${architectures[process.arch] ?? process.arch}`;
  const name = process.platform === 'win32' ? 'anvil.exe' : 'anvil';
  try {
    // The binary's package is a dependency of anvil's own, wherever the package manager put it.
    const anvil = createRequire(import.meta.url).resolve('@foundry-rs/anvil/package.json');
    return createRequire(anvil).resolve(`@foundry-rs/anvil-${platform}/bin/${name}`);
  } catch {
    return null;
  }
}

/** Any address may send, at no price: a payer needs no key here and no coins. */
function listArguments(chainId: number): string[] {
  const network = ['--host', '127.0.0.1', '--port', '0', '--chain-id', String(chainId)];
  return [...network, '--accounts', '1', '--auto-impersonate', '--base-fee', '0', '--gas-price', '0'];
}

/** Reads on for ever, or a full pipe would stop anvil. */
async function waitForPort(
  child: ChildProcess,
  ended: Promise<void>,
  startMs: number,
): Promise<number | { missing: string }> {
  let output = '';
  const listening = new Promise<number>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        if (output.length > 10_000) return;
        output += text;
        const port = /Listening on 127\.0\.0\.1:(\d+)/.exec(output)?.[1];
        if (port !== undefined) resolve(Number(port));
      });
    }
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<{ missing: string }>((resolve) => {
    timer = setTimeout(() => resolve({ missing: `anvil did not listen within ${startMs} ms.` }), startMs);
  });
  const lost = ended.then(() => ({ missing: `anvil ended before it listened. ${output.trim()}`.trim() }));
  return Promise.race([listening, late, lost]).finally(() => clearTimeout(timer));
}
