import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { HttpClient } from '../contract/http-client.ts';
import { findFreePort } from './free-port.ts';
import { ServerProcess } from './server-process.ts';
import type { ServerCommand } from './server-process.ts';
import { tolerances } from './tolerances.ts';

export interface LaunchOptions {
  command: ServerCommand;
  /** What the server inherits: PATH and the like, never a PEAQOS variable of the person who runs the kit. */
  inheritedEnv: Readonly<Record<string, string>>;
  /** Variables on top; undefined removes one. */
  env: Readonly<Record<string, string | undefined>>;
  registryUrl: string;
  /** Where the provider stand-ins are; `env` wins. */
  providerEnv?: Readonly<Record<string, string>>;
  /** Data folder to start on; a new empty one when absent. */
  folder?: string;
  /** Where new data folders are made; the system's folder for temporary files when absent. */
  dataParent?: string;
  startMs?: number;
  /** Told as soon as there is something to clean up, long before the server is ready. */
  onStart?: (started: Started) => void;
}

/** A process that was started and the folder it works in. */
export type Started = Pick<Launched, 'process' | 'folder'>;

/** A server that was started, whether it became ready or not. */
export interface Launched {
  process: ServerProcess;
  baseUrl: string;
  isReady: boolean;
  folder: string;
  env: Readonly<Record<string, string>>;
}

/** Starts an orchestrator on a free port and waits until `GET /health` answers 200, it ends, or the time is over. */
export async function launch(options: LaunchOptions): Promise<Launched> {
  const folder =
    options.folder ?? (await mkdtemp(join(options.dataParent ?? tmpdir(), 'machine-markets-conformance-')));
  const port = await findFreePort();
  const env = toEnvironment(options, folder, port);
  const server = new ServerProcess(options.command, env);
  options.onStart?.({ process: server, folder });
  const baseUrl = `http://127.0.0.1:${port}`;
  const isReady = await waitForHealth(server, baseUrl, options.startMs ?? tolerances.startMs);
  return { process: server, baseUrl, isReady, folder, env };
}

/** Removes a data folder and everything in it. */
export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
}

function toEnvironment(options: LaunchOptions, folder: string, port: number): Record<string, string> {
  const wanted: Record<string, string | undefined> = {
    ...options.inheritedEnv,
    NODE_ENV: 'development',
    PEAQOS_DATABASE_URL: `sqlite:${join(folder, 'orchestrator.db')}`,
    PEAQOS_MCR_API_URL: options.registryUrl,
    PEAQOS_MCR_CACHE_MS: '0',
    ...options.providerEnv,
    ...options.env,
    HOST: '127.0.0.1',
    PORT: String(port),
  };
  return Object.fromEntries(
    Object.entries(wanted).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

async function waitForHealth(server: ServerProcess, baseUrl: string, startMs: number): Promise<boolean> {
  const client = new HttpClient(baseUrl, 1000);
  const deadline = Date.now() + startMs;
  try {
    while (!server.hasEnded && Date.now() < deadline) {
      if (await isHealthy(client)) return !server.hasEnded;
      await Promise.race([sleep(40), server.ended]);
    }
    return false;
  } finally {
    client.close();
  }
}

async function isHealthy(client: HttpClient): Promise<boolean> {
  try {
    const answer = await client.send({ method: 'GET', path: '/health', headers: {}, body: undefined });
    return answer.status === 200;
  } catch {
    return false;
  }
}
