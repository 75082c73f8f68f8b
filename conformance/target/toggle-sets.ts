import type { ToggleSet } from '../engine/types.ts';

/** Values that the kit gives to a server it starts itself. They protect nothing: each lives for one run on loopback. */
export interface ManagedSecrets {
  apiKey: string;
  listedKeys: readonly [string, string];
  sessionSecret: string;
}

type Rows = readonly {
  name: string;
  why: string;
  env: (secrets: ManagedSecrets) => Record<string, string>;
  needsChain?: true;
}[];

/** What stands in a set for values that are known only once a chain runs. */
const fromChain = { rpcUrl: '<RPC URL of the chain>', token: '<token on the chain>' } as const;

/** Values of a chain; those of a set that has none can be reached by nobody. */
export interface ChainValues {
  rpcUrl: string;
  token: string;
}

export const noChain: ChainValues = {
  rpcUrl: 'http://127.0.0.1:9',
  token: '0x00000000000000000000000000000000000000FF',
};

/** The set that every matrix begins with: development, every toggle at its default. */
export const defaultSet: ToggleSet = { name: 'defaults', env: {}, why: 'Every toggle at its default.' };

const onChain = { PEAQOS_PAYMENT_RPC_URL: fromChain.rpcUrl, PEAQOS_USDT_CONTRACT: fromChain.token };

const others: Rows = [
  {
    name: 'api-auth-key',
    why: 'The API gate is closed and one key opens it.',
    env: ({ apiKey }) => ({ PEAQOS_REQUIRE_API_AUTH: 'true', PEAQOS_API_KEY: apiKey }),
  },
  {
    name: 'api-auth-keys',
    why: 'The API gate is closed; the single key and both listed keys open it.',
    env: ({ apiKey, listedKeys }) => ({
      PEAQOS_REQUIRE_API_AUTH: 'true',
      PEAQOS_API_KEY: apiKey,
      PEAQOS_API_KEYS: listedKeys.join(','),
    }),
  },
  {
    name: 'api-auth-no-key',
    why: 'The API gate is closed and no key is configured, so nothing opens it.',
    env: () => ({ PEAQOS_REQUIRE_API_AUTH: 'true' }),
  },
  {
    name: 'identity-verification-disabled',
    why: 'Machines register without proof of control.',
    env: () => ({ PEAQOS_MACHINE_IDENTITY_VERIFICATION: 'disabled' }),
  },
  {
    name: 'pairing-verification-disabled',
    why: 'Agents pair without proof of their address.',
    env: () => ({ PEAQOS_AGENT_PAIRING_VERIFICATION: 'disabled' }),
  },
  {
    name: 'session-secret-set',
    why: 'The session secret is known to the kit, so it can verify and forge tokens.',
    env: ({ sessionSecret }) => ({ PEAQOS_AGENT_PAIRING_SESSION_SECRET: sessionSecret }),
  },
  {
    name: 'short-challenge-ttl',
    why: 'Pairing challenges live 1500 ms, so expiry can be waited for.',
    env: () => ({ PEAQOS_AGENT_PAIRING_CHALLENGE_TTL_MS: '1500' }),
  },
  {
    name: 'short-session-ttl',
    why: 'Pairing sessions live 2000 ms, so expiry can be waited for.',
    env: () => ({ PEAQOS_AGENT_PAIRING_SESSION_TTL_MS: '2000' }),
  },
  {
    name: 'pairing-auth-disabled',
    why: 'Market writes need no pairing token.',
    env: () => ({ PEAQOS_REQUIRE_AGENT_PAIRING_AUTH: 'false' }),
  },
  {
    name: 'market-quotes-required',
    why: 'Orders need a search and a quote.',
    env: () => ({ PEAQOS_REQUIRE_MARKET_QUOTES: 'true' }),
  },
  {
    name: 'payment-rails-enforced',
    why: 'A payment intent may use only rails that the service offers.',
    env: () => ({ PEAQOS_ENFORCE_SERVICE_PAYMENT_RAILS: 'true' }),
  },
  {
    name: 'payment-before-execute',
    why: 'A paid order executes only after its payment is held.',
    env: () => ({ PEAQOS_REQUIRE_PAYMENT_BEFORE_EXECUTE: 'true' }),
  },
  {
    name: 'payment-rpc',
    why: 'Proofs can be verified on a chain, whose token is the default one.',
    env: () => onChain,
    needsChain: true,
  },
  {
    name: 'payment-rpc-forced',
    why: 'Proofs of transfers must be verified on the chain.',
    env: () => ({ ...onChain, PEAQOS_REQUIRE_PAYMENT_RPC_VERIFICATION: 'true' }),
    needsChain: true,
  },
  {
    name: 'usdt-decimals-custom',
    why: 'The default token has 18 decimals.',
    env: () => ({ PEAQOS_USDT_DECIMALS: '18' }),
  },
  {
    name: 'market-closed',
    why: 'Everything about the market that can be strict is strict at once, behind a closed API gate.',
    env: ({ apiKey }) => ({
      PEAQOS_REQUIRE_API_AUTH: 'true',
      PEAQOS_API_KEY: apiKey,
      PEAQOS_REQUIRE_MARKET_QUOTES: 'true',
      PEAQOS_ENFORCE_SERVICE_PAYMENT_RAILS: 'true',
      PEAQOS_REQUIRE_PAYMENT_BEFORE_EXECUTE: 'true',
    }),
  },
];

/** A set's environment with the values of the chain in place of their placeholders. */
export function fillChain(env: ToggleSet['env'], chain: ChainValues): ToggleSet['env'] {
  const fill = (value: string | undefined): string | undefined => {
    if (value === fromChain.rpcUrl) return chain.rpcUrl;
    return value === fromChain.token ? chain.token : value;
  };
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, fill(value)]));
}

/** The defaults and one set for each toggle state that differs from them and matters. */
export function eachSet(secrets: ManagedSecrets): readonly ToggleSet[] {
  return [defaultSet, ...others.map(({ env, ...row }) => ({ ...row, env: env(secrets) }))];
}
