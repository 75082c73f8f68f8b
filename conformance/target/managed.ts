import { HttpClient } from '../contract/http-client.ts';
import { UnreachableError } from '../engine/configuration-error.ts';
import type { ToggleSet } from '../engine/types.ts';
import { startRegistry } from '../registry/registry.ts';
import { createMintedIdentities } from './identity-source.ts';
import { launch, removeFolder } from './launch.ts';
import type { Launched, LaunchOptions } from './launch.ts';
import { probeUnknownPath } from './live-target.ts';
import type { LiveTarget } from './live-target.ts';
import type { RegistryControl } from './registry-control.ts';
import type { ServerCommand } from './server-process.ts';
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
}

/**
 * Starts one orchestrator for one toggle set, with its own registry stand-in, data folder and port. Raises
 * UnreachableError with the last lines of its output when it does not become ready.
 */
export async function startManaged(set: ToggleSet, options: ManagedOptions): Promise<LiveTarget> {
  const registry = await startRegistry();
  const launchOptions: LaunchOptions = {
    command: options.command,
    inheritedEnv: options.inheritedEnv,
    env: { ...options.declaredEnv, ...set.env },
    registryUrl: registry.url,
    ...(options.startMs === undefined ? {} : { startMs: options.startMs }),
    ...(options.dataParent === undefined ? {} : { dataParent: options.dataParent }),
  };
  const launched = await launch(launchOptions);
  const close = async (): Promise<void> => {
    await launched.process.stop();
    await registry.close();
    await removeFolder(launched.folder);
  };
  if (!launched.isReady) {
    const description = describeStart(set, launched);
    await close();
    throw new UnreachableError(description);
  }
  const target = createTarget(launched, registry, launchOptions, options.timeoutMs);
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

function createTarget(
  launched: Launched,
  registry: RegistryControl,
  launchOptions: LaunchOptions,
  timeoutMs: number,
): LiveTarget {
  const states = statesOf(launched.env);
  const client = new HttpClient(launched.baseUrl, timeoutMs);
  return {
    mode: 'managed',
    client,
    states,
    env: launched.env,
    apiKeys: readKeys(launched.env),
    sessionSecret: launched.env['PEAQOS_AGENT_PAIRING_SESSION_SECRET'],
    identities: createMintedIdentities(registry),
    registry,
    unknownPathAnswer: undefined,
    launchOther: (other) =>
      launch({ ...launchOptions, ...other, env: { ...launchOptions.env, ...other.env } }),
    toTarget: (other) => createTarget(other, registry, launchOptions, timeoutMs),
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
