import { HttpClient } from '../contract/http-client.ts';
import { parseJson, valueAt } from '../contract/json.ts';
import { Untestable } from '../engine/outcomes.ts';
import { BlackBoxChain } from './black-box-chain.ts';
import type { BlackBoxChainOptions } from './black-box-chain.ts';
import { missingInBlackBox } from './capabilities.ts';
import { IdentityPool, createInventedIdentities } from './identity-source.ts';
import type { KnownIdentity } from './identity-source.ts';
import { probeUnknownPath } from './live-target.ts';
import type { LiveTarget } from './live-target.ts';
import { ServiceDirectory } from './service-directory.ts';
import type { NamedServices } from './service-directory.ts';
import { statesOf } from './toggles.ts';
import type { ToggleStates } from './toggles.ts';

export interface BlackBoxOptions {
  /** Normalised: no trailing slash, no /api/v1. */
  baseUrl: string;
  apiKeys: readonly string[];
  identities: readonly KnownIdentity[];
  /** Of --toggle. */
  declaredEnv: Readonly<Record<string, string>>;
  timeoutMs: number;
  /** Of --service. */
  services?: NamedServices;
  /** Of --payment-rpc-url, --payment-token and --payer-key-file. */
  chain?: BlackBoxChainOptions | undefined;
}

/** What the kit found out about toggles by asking, without writing. */
export type DetectedStates = ToggleStates;

/** A server that runs already. Toggles that were not declared are detected where that is possible without writing. */
export async function connectBlackBox(
  options: BlackBoxOptions,
): Promise<{ target: LiveTarget; detected: DetectedStates }> {
  const client = new HttpClient(options.baseUrl, options.timeoutMs);
  const detected = await detectStates(client);
  const states = toStates(options, detected);
  const isVerified = states['PEAQOS_MACHINE_IDENTITY_VERIFICATION'] !== 'disabled';
  const chain = options.chain && new BlackBoxChain(options.chain);
  const missing = missingInBlackBox(chain !== undefined);
  const hasIdentities = isVerified || options.identities.length > 0;
  const target: LiveTarget = {
    mode: 'black-box',
    client,
    states,
    env: options.declaredEnv,
    apiKeys: options.apiKeys,
    sessionSecret: undefined,
    identities: hasIdentities ? new IdentityPool(options.identities) : createInventedIdentities(),
    registry: undefined,
    providers: undefined,
    services: new ServiceDirectory(options.services),
    openChain: async () => {
      if (chain) return chain.get();
      throw new Untestable(missing.chain ?? '');
    },
    missing,
    unknownPathAnswer: await probeUnknownPath(client, options.apiKeys[0]),
    launchOther: undefined,
    toTarget: undefined,
    describeEnd: () => undefined,
    close: async () => client.close(),
  };
  return { target, detected };
}

function toStates({ declaredEnv, apiKeys, chain }: BlackBoxOptions, detected: DetectedStates): ToggleStates {
  // Whoever names the node that the target asks says that it asks one.
  const rpc = chain === undefined ? {} : { PEAQOS_PAYMENT_RPC_URL: chain.rpcUrl };
  const states = {
    ...statesOf({ ...rpc, ...declaredEnv }),
    ...('PEAQOS_REQUIRE_API_AUTH' in declaredEnv ? {} : detected),
  };
  // Behind a closed gate there is a key, even if nobody gave it to the kit: then much is untestable, not inapplicable.
  const isClosed = states['PEAQOS_REQUIRE_API_AUTH'] === 'true' && !('PEAQOS_API_KEY' in declaredEnv);
  return apiKeys.length > 0 || isClosed ? { ...states, PEAQOS_API_KEY: 'set' } : states;
}

/** Whether the API gate is closed: a read without key is answered 401 AUTH_REQUIRED, or it succeeds. */
async function detectStates(client: HttpClient): Promise<DetectedStates> {
  try {
    const answer = await client.send({
      method: 'GET',
      path: '/api/v1/machines',
      headers: {},
      body: undefined,
    });
    const code = valueAt(parseJson(answer.text), 'error.code');
    if (answer.status === 401 || code === 'AUTH_REQUIRED') return { PEAQOS_REQUIRE_API_AUTH: 'true' };
    return answer.status === 200 ? { PEAQOS_REQUIRE_API_AUTH: 'false' } : {};
  } catch {
    return {};
  }
}
