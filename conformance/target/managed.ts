import { HttpClient } from '../contract/http-client.ts';
import { UnreachableError } from '../engine/configuration-error.ts';
import { Untestable } from '../engine/outcomes.ts';
import type { ToggleSet } from '../engine/types.ts';
import { startProviderStandIns } from '../registry/providers/provider-stand-ins.ts';
import { startRegistry } from '../registry/registry.ts';
import type { Missing } from './capabilities.ts';
import { createChainControl } from './chain-control.ts';
import { createMintedIdentities } from './identity-source.ts';
import { launch, removeFolder } from './launch.ts';
import type { Launched, LaunchOptions } from './launch.ts';
import { probeUnknownPath } from './live-target.ts';
import type { LiveTarget } from './live-target.ts';
import type { ProviderControlBase } from './provider-control.ts';
import { seedStandIns, toProviderEnvironment } from './provider-environment.ts';
import type { RegistryControl } from './registry-control.ts';
import type { ServerCommand } from './server-process.ts';
import { ServiceDirectory } from './service-directory.ts';
import type { NamedServices } from './service-directory.ts';
import type { Chain, SharedChain } from './shared-chain.ts';
import { fillChain, noChain } from './toggle-sets.ts';
import { statesOf } from './toggles.ts';

export interface ManagedOptions {
  command: ServerCommand;
  inheritedEnv: Readonly<Record<string, string>>;
  /** Of --toggle; a toggle set's own variables win. */
  declaredEnv: Readonly<Record<string, string>>;
  timeoutMs: number;
  startMs?: number;
  /** As LaunchOptions.dataParent. */
  dataParent?: string;
  /** The chain of the run; without one, checks that need it are untestable. */
  chain?: SharedChain;
  /** Of --service. */
  services?: NamedServices;
}

/**
 * Starts one orchestrator for one toggle set, with its own registry and provider stand-ins, data folder and port. Raises
 * UnreachableError with the last lines of its output when it does not become ready.
 */
export async function startManaged(set: ToggleSet, options: ManagedOptions): Promise<LiveTarget> {
  const { setEnv, missing } = await readChain(set, options.chain);
  const registry = await startRegistry();
  const providers = await startProviderStandIns();
  seedStandIns(providers);
  const launchOptions: LaunchOptions = {
    command: options.command,
    inheritedEnv: options.inheritedEnv,
    env: { ...options.declaredEnv, ...setEnv },
    registryUrl: registry.url,
    providerEnv: toProviderEnvironment(providers),
    ...(options.startMs === undefined ? {} : { startMs: options.startMs }),
    ...(options.dataParent === undefined ? {} : { dataParent: options.dataParent }),
  };
  const launched = await launch(launchOptions);
  const close = async (): Promise<void> => {
    await launched.process.stop();
    await Promise.all([registry.close(), providers.close()]);
    await removeFolder(launched.folder);
  };
  if (!launched.isReady) {
    const description = describeStart(set, launched);
    await close();
    throw new UnreachableError(description);
  }
  const surroundings = { registry, providers, missing, launchOptions, options };
  const target = createTarget(launched, surroundings);
  const unknownPathAnswer = await probeUnknownPath(target.client, target.apiKeys[0]);
  return {
    ...target,
    unknownPathAnswer,
    close: async () => {
      target.client.close();
      await close();
    },
  };
}

/** A set's environment, and what the target lacks when the set needs a chain that cannot be had. */
async function readChain(
  set: ToggleSet,
  chain: SharedChain | undefined,
): Promise<{ setEnv: ToggleSet['env']; missing: Missing }> {
  if (set.needsChain !== true) return { setEnv: set.env, missing: {} };
  try {
    const { node, token } = await openChain(chain);
    return { setEnv: fillChain(set.env, { rpcUrl: node.url, token: token.address }), missing: {} };
  } catch (error) {
    if (!(error instanceof Untestable)) throw error;
    return { setEnv: fillChain(set.env, noChain), missing: { chain: error.message } };
  }
}

async function openChain(chain: SharedChain | undefined): Promise<Chain> {
  if (chain) return chain.get();
  throw new Untestable('The kit was started without a chain.');
}

/** What a server and those started beside it share. */
interface Surroundings {
  registry: RegistryControl;
  providers: ProviderControlBase;
  missing: Missing;
  launchOptions: LaunchOptions;
  options: ManagedOptions;
}

function createTarget(launched: Launched, surroundings: Surroundings): LiveTarget {
  const { registry, providers, missing, launchOptions, options } = surroundings;
  const states = statesOf(launched.env);
  const client = new HttpClient(launched.baseUrl, options.timeoutMs);
  return {
    mode: 'managed',
    client,
    states,
    env: launched.env,
    apiKeys: readKeys(launched.env),
    sessionSecret: launched.env['PEAQOS_AGENT_PAIRING_SESSION_SECRET'],
    identities: createMintedIdentities(registry),
    registry,
    providers,
    services: new ServiceDirectory(options.services),
    openChain: async () => createChainControl(await openChain(options.chain)),
    missing,
    unknownPathAnswer: undefined,
    launchOther: (other) =>
      launch({ ...launchOptions, ...other, env: { ...launchOptions.env, ...other.env } }),
    toTarget: (other) => createTarget(other, surroundings),
    describeEnd: () =>
      launched.process.hasEnded
        ? `The server ended on its own (exit ${launched.process.exitCode}).`
        : undefined,
    close: async () => client.close(),
  };
}

function readKeys(env: Readonly<Record<string, string>>): readonly string[] {
  const listed = (env['PEAQOS_API_KEYS'] ?? '').split(',').map((key) => key.trim());
  return [env['PEAQOS_API_KEY'] ?? '', ...listed].filter((key) => key !== '');
}

function describeStart(set: ToggleSet, launched: Launched): string {
  const { hasEnded, exitCode } = launched.process;
  const what = hasEnded ? `ended with exit code ${exitCode}` : 'did not answer GET /health with 200 in time';
  const lines = launched.process.output().trimEnd().split('\n').slice(-20).join('\n');
  return `The server of toggle set «${set.name}» ${what}. Its last lines:\n${lines || '(nothing)'}`;
}
