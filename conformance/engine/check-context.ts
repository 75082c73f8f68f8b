import { setTimeout as sleep } from 'node:timers/promises';
import type { Exchange } from '../contract/exchange.ts';
import type { Redactor } from '../contract/redactor.ts';
import { CleanUp } from '../target/clean-up.ts';
import { removeFolder } from '../target/launch.ts';
import type { Launched } from '../target/launch.ts';
import type { LiveTarget } from '../target/live-target.ts';
import { createRegistryControl } from '../target/registry-control.ts';
import type { RegistryControl } from '../target/registry-control.ts';
import { createTalk } from '../target/talk.ts';
import type { CheckContext, SpawnedServer, SpawnOptions, Talk, TargetView } from './context.ts';
import { Expect } from './expect.ts';
import { NoAnswer, Untestable } from './outcomes.ts';

export interface ContextOptions {
  requirementId: string;
  target: LiveTarget;
  redactor: Redactor;
  isReadOnly: boolean;
  record: (exchange: Exchange) => void;
}

export interface OpenContext {
  ctx: CheckContext;
  expect: Expect;
  /** Undoes everything the check made; one sentence for each thing that is left over. */
  close: () => Promise<string[]>;
}

const needsManaged =
  'Needs managed mode: let the kit start the server (leave --target out, or use --spawn "COMMAND").';

/** Builds what one run of one check gets. */
export function openContext(options: ContextOptions): OpenContext {
  const { target, redactor, requirementId } = options;
  const cleanUp = new CleanUp();
  const expect = new Expect();
  const { talk, release } = createTalk({ ...options, cleanUp });
  const servers = new SpawnedServers(options, cleanUp);
  const steered = target.registry && createRegistryControl(target.registry);
  const ctx: CheckContext = {
    ...talk,
    requirementId,
    expect,
    expectRejected: (question) => expect.rejected(question),
    toggles: target.states,
    target: toView(target),
    get registry(): RegistryControl {
      if (!steered) throw new Untestable(needsManaged);
      return steered.control;
    },
    spawn: (env, spawnOptions) => servers.spawn(env, spawnOptions),
    on: (server) => servers.talkTo(server),
    wait: (ms) => sleep(ms),
    until: (question, limits) => poll(question, limits?.timeoutMs ?? 5000, limits?.intervalMs ?? 50),
    onCleanUp: (action) => cleanUp.add('clean-up of the check', action),
    untestable: (message) => {
      throw new Untestable(message);
    },
    hide: (secret) => redactor.add(secret),
  };
  const close = async (): Promise<string[]> => {
    steered?.repair();
    const leftovers = await cleanUp.run();
    release();
    return leftovers.map((leftover) => redactor.text(leftover));
  };
  return { ctx, expect, close };
}

function toView(target: LiveTarget): TargetView {
  const { mode, apiKeys, sessionSecret, env } = target;
  return { baseUrl: target.client.baseUrl, mode, apiKeys, sessionSecret, env };
}

async function poll(
  question: () => Promise<boolean> | boolean,
  timeoutMs: number,
  intervalMs: number,
): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (true) {
    if (await question()) return true;
    if (Date.now() >= deadline) return false;
    await sleep(intervalMs);
  }
}

/** The servers that one check started beside the one under test. */
class SpawnedServers {
  readonly #options: ContextOptions;
  readonly #cleanUp: CleanUp;
  readonly #launched = new Map<SpawnedServer, Launched>();

  constructor(options: ContextOptions, cleanUp: CleanUp) {
    this.#options = options;
    this.#cleanUp = cleanUp;
  }

  async spawn(env: Record<string, string | undefined>, options: SpawnOptions = {}): Promise<SpawnedServer> {
    const { target, redactor } = this.#options;
    if (!target.launchOther) throw new Untestable(needsManaged);
    const before = options.dataOf && this.#launched.get(options.dataOf);
    const launched = await target.launchOther({
      env,
      ...(before === undefined ? {} : { folder: before.folder }),
      onStart: ({ process, folder }) =>
        this.#cleanUp.add('spawned server', async () => {
          await process.stop();
          await removeFolder(folder);
        }),
    });
    const server: SpawnedServer = {
      get exited() {
        return launched.process.exitCode;
      },
      output: () => redactor.text(launched.process.output()),
      baseUrl: launched.isReady ? launched.baseUrl : undefined,
      stop: () => launched.process.stop(),
      kill: (signal) => launched.process.kill(signal),
    };
    this.#launched.set(server, launched);
    return server;
  }

  talkTo(server: SpawnedServer): Talk {
    const { target, requirementId } = this.#options;
    const launched = this.#launched.get(server);
    if (!launched || !target.toTarget)
      throw new Error(`${requirementId}: ctx.on takes a server from ctx.spawn.`);
    if (!launched.isReady) throw new NoAnswer('the server that the check started did not become ready');
    const other = target.toTarget(launched);
    const { talk, release } = createTalk({ ...this.#options, target: other, cleanUp: new CleanUp() });
    this.#cleanUp.add('connection to a spawned server', async () => {
      release();
      await other.close();
    });
    return talk;
  }
}
