import { randomBytes } from 'node:crypto';
import type { HttpClient } from '../contract/http-client.ts';
import type { UnknownPathAnswer } from '../contract/transport.ts';
import type { ChainControl } from '../engine/market.ts';
import type { Missing } from './capabilities.ts';
import type { IdentitySource } from './identity-source.ts';
import type { Launched, LaunchOptions } from './launch.ts';
import type { ProviderControlBase } from './provider-control.ts';
import type { RegistryControl } from './registry-control.ts';
import type { ServiceDirectory } from './service-directory.ts';
import type { ToggleStates } from './toggles.ts';

/** One running server in one toggle set, and everything the kit may use on it. */
export interface LiveTarget {
  readonly mode: 'managed' | 'black-box';
  readonly client: HttpClient;
  readonly states: ToggleStates;
  /** Managed: what the server was started with. Black box: what was declared. */
  readonly env: Readonly<Record<string, string>>;
  readonly apiKeys: readonly string[];
  readonly sessionSecret: string | undefined;
  readonly identities: IdentitySource;
  /** Managed only. */
  readonly registry: RegistryControl | undefined;
  /** The stand-ins of the providers behind it; managed only. */
  readonly providers: ProviderControlBase | undefined;
  /** What it offers on the market. */
  readonly services: ServiceDirectory;
  /** The chain that payments are proven on; raises Untestable when there is none. */
  readonly openChain: () => Promise<ChainControl>;
  /** Capabilities that it lacks. */
  readonly missing: Missing;
  /** Set when a path that does not exist is answered with success. */
  readonly unknownPathAnswer: UnknownPathAnswer | undefined;
  /** Starts another server beside it; managed only. */
  readonly launchOther:
    | ((options: Pick<LaunchOptions, 'env' | 'folder' | 'onStart'>) => Promise<Launched>)
    | undefined;
  /** The target of a server that launchOther started. */
  readonly toTarget: ((launched: Launched) => LiveTarget) | undefined;
  /** Says so when the server has ended on its own; undefined while it runs, and for black-box targets. */
  describeEnd(): string | undefined;
  close(): Promise<void>;
}

/** Asks for a path that cannot exist. Undefined unless it is answered with success, as an indifferent server does. */
export async function probeUnknownPath(
  client: HttpClient,
  apiKey?: string,
): Promise<UnknownPathAnswer | undefined> {
  try {
    const { status, text } = await client.send({
      method: 'GET',
      path: `/api/v1/no-such-path-${randomBytes(6).toString('hex')}`,
      headers: apiKey === undefined ? {} : { 'x-api-key': apiKey },
      body: undefined,
    });
    return status >= 200 && status < 300 ? { status, text } : undefined;
  } catch {
    return undefined;
  }
}
