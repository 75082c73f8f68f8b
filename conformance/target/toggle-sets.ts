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
}[];

/** The set that every matrix begins with: development, every toggle at its default. */
export const defaultSet: ToggleSet = { name: 'defaults', env: {}, why: 'Every toggle at its default.' };

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
];

/** The defaults and one set for each toggle state that differs from them and matters. */
export function eachSet(secrets: ManagedSecrets): readonly ToggleSet[] {
  return [defaultSet, ...others.map(({ name, why, env }) => ({ name, why, env: env(secrets) }))];
}
