import { expect, test } from 'vitest';
import { createManagedSecrets } from './managed-secrets.ts';
import { eachSet } from './toggle-sets.ts';
import { findToggle, statesOf, toggles } from './toggles.ts';

test('An empty environment means every default', () => {
  expect(statesOf({})).toEqual(
    Object.fromEntries(toggles.map(({ name, defaultState }) => [name, defaultState])),
  );
});

test.each([
  ['PEAQOS_REQUIRE_API_AUTH', '1', 'true'],
  ['PEAQOS_REQUIRE_API_AUTH', 'FALSE', 'false'],
  ['PEAQOS_REQUIRE_API_AUTH', 'yes', undefined],
  ['PEAQOS_API_KEY', 'anything', 'set'],
  ['PEAQOS_API_KEY', 'unset', 'unset'],
  ['PEAQOS_MACHINE_IDENTITY_VERIFICATION', 'disabled', 'disabled'],
  ['PEAQOS_MACHINE_IDENTITY_VERIFICATION', 'off', undefined],
  ['PEAQOS_AGENT_PAIRING_SESSION_TTL_MS', '3600000', 'default'],
  ['PEAQOS_AGENT_PAIRING_SESSION_TTL_MS', '2000', 'short'],
  ['PEAQOS_AGENT_PAIRING_SESSION_TTL_MS', '60000', 'custom'],
  ['PEAQOS_AGENT_PAIRING_SESSION_TTL_MS', '-1', undefined],
])('%s=%s means %s', (name, value, state) => {
  expect(findToggle(name)?.stateOf(value)).toBe(state);
});

test('The matrix "each" begins with the defaults, and every other set differs from them by name and state', () => {
  const sets = eachSet(createManagedSecrets());
  const states = sets.map(({ env }) => JSON.stringify(statesOf(env)));
  expect(sets[0]).toMatchObject({ name: 'defaults', env: {} });
  expect(new Set(sets.map(({ name }) => name)).size).toBe(sets.length);
  expect(new Set(states).size).toBe(sets.length);
});
