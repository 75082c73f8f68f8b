import { setTimeout as sleep } from 'node:timers/promises';
import type { Exchange } from '../contract/exchange.ts';
import type { Redactor } from '../contract/redactor.ts';
import { startRpcStub } from '../registry/rpc-stub.ts';
import type { RpcStub } from '../registry/rpc-stub.ts';
import { CleanUp } from '../target/clean-up.ts';
import type { LiveTarget } from '../target/live-target.ts';
import type { PaymentTools } from '../target/payment-actors.ts';
import { createProofMaker } from '../target/proof-maker.ts';
import type { ProviderControl } from '../target/provider-control.ts';
import type { RegistryControl } from '../target/registry-control.ts';
import { Steering } from '../target/steering.ts';
import { createTalk } from '../target/talk.ts';
import type { CheckContext, TargetView } from './context.ts';
import { Expect } from './expect.ts';
import type { ChainControl } from './market.ts';
import { Untestable } from './outcomes.ts';
import { SpawnedServers } from './spawned-servers.ts';

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

/** Builds what one run of one check gets. */
export function openContext(options: ContextOptions): OpenContext {
  const { target, redactor, requirementId } = options;
  const cleanUp = new CleanUp();
  const expect = new Expect();
  const paymentTools = createPaymentTools(options);
  const { talk, release } = createTalk({ ...options, cleanUp, paymentTools });
  const servers = new SpawnedServers(options, cleanUp, paymentTools);
  const steering = new Steering(target);
  const ctx: CheckContext = {
    ...talk,
    ...paymentTools,
    ...always,
    requirementId,
    expect,
    expectRejected: (question) => expect.rejected(question),
    toggles: target.states,
    target: toView(target),
    get registry(): RegistryControl {
      return steering.registry;
    },
    get providers(): ProviderControl {
      return steering.providers;
    },
    get seller(): ProviderControl['seller'] {
      return steering.providers.seller;
    },
    rpcStub: () => openRpcStub(cleanUp),
    spawn: (env, spawnOptions) => servers.spawn(env, spawnOptions),
    on: (server) => servers.talkTo(server),
    onCleanUp: (action) => cleanUp.add('clean-up of the check', action),
    hide: (secret) => redactor.add(secret),
  };
  const close = async (): Promise<string[]> => {
    steering.repair();
    const leftovers = await cleanUp.run();
    release();
    return leftovers.map((leftover) => redactor.text(leftover));
  };
  return { ctx, expect, close };
}

/** What is the same for every check. */
const always: Pick<CheckContext, 'wait' | 'until' | 'untestable'> = {
  untestable: (message) => {
    throw new Untestable(message);
  },
  wait: (ms) => sleep(ms),
  until: (question, limits) => poll(question, limits?.timeoutMs ?? 5000, limits?.intervalMs ?? 50),
};

async function openRpcStub(cleanUp: CleanUp): Promise<RpcStub> {
  const stub = await startRpcStub();
  cleanUp.add('RPC stub', () => stub.close());
  return stub;
}

/** A check has one payer, whichever server it talks to. */
function createPaymentTools({ target, redactor }: ContextOptions): PaymentTools {
  let chain: Promise<ChainControl> | undefined;
  return {
    ...createProofMaker((secret) => redactor.add(secret)),
    chain: () => (chain ??= target.openChain()),
  };
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
