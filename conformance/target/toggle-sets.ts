import type { ToggleSet } from '../engine/types.ts';

/** Values that the kit gives to a server it starts itself. They protect nothing: each lives for one run on loopback. */
export interface ManagedSecrets {
  apiKey: string;
  listedKeys: readonly [string, string];
  sessionSecret: string;
}

/** The set that every matrix begins with: development, every toggle at its default. */
export const defaultSet: ToggleSet = { name: 'defaults', env: {}, why: 'Every toggle at its default.' };

/** One set for each toggle state that differs from the defaults and matters. */
export function eachSet(secrets: ManagedSecrets): readonly ToggleSet[] {
  return [
    defaultSet,
    {
      name: 'api-auth-key',
      env: { PEAQOS_REQUIRE_API_AUTH: 'true', PEAQOS_API_KEY: secrets.apiKey },
      why: 'The API gate is closed and one key opens it.',
    },
    {
      name: 'api-auth-keys',
      env: {
        PEAQOS_REQUIRE_API_AUTH: 'true',
        PEAQOS_API_KEY: secrets.apiKey,
        PEAQOS_API_KEYS: secrets.listedKeys.join(','),
      },
      why: 'The API gate is closed; the single key and both listed keys open it.',
    },
    {
      name: 'api-auth-no-key',
      env: { PEAQOS_REQUIRE_API_AUTH: 'true' },
      why: 'The API gate is closed and no key is configured, so nothing opens it.',
    },
    {
      name: 'identity-verification-disabled',
      env: { PEAQOS_MACHINE_IDENTITY_VERIFICATION: 'disabled' },
      why: 'Machines register without proof of control.',
    },
    {
      name: 'pairing-verification-disabled',
      env: { PEAQOS_AGENT_PAIRING_VERIFICATION: 'disabled' },
      why: 'Agents pair without proof of their address.',
    },
    {
      name: 'session-secret-set',
      env: { PEAQOS_AGENT_PAIRING_SESSION_SECRET: secrets.sessionSecret },
      why: 'The session secret is known to the kit, so it can verify and forge tokens.',
    },
    {
      name: 'short-challenge-ttl',
      env: { PEAQOS_AGENT_PAIRING_CHALLENGE_TTL_MS: '1500' },
      why: 'Pairing challenges live 1500 ms, so expiry can be waited for.',
    },
    {
      name: 'short-session-ttl',
      env: { PEAQOS_AGENT_PAIRING_SESSION_TTL_MS: '2000' },
      why: 'Pairing sessions live 2000 ms, so expiry can be waited for.',
    },
  ];
}
