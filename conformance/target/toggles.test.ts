import { expect, test } from 'vitest';
import { createManagedSecrets } from './managed-secrets.ts';
import { eachSet, fillChain } from './toggle-sets.ts';
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
  ['PEAQOS_REQUIRE_AGENT_PAIRING_AUTH', undefined, 'true'],
  ['PEAQOS_REQUIRE_AGENT_PAIRING_AUTH', '0', 'false'],
  ['PEAQOS_REQUIRE_MARKET_QUOTES', undefined, 'false'],
  ['PEAQOS_PAYMENT_RPC_URL', 'http://127.0.0.1:8545', 'set'],
  ['PEAQOS_USDT_CONTRACT', '', 'unset'],
  ['PEAQOS_USDT_DECIMALS', '6', 'default'],
  ['PEAQOS_USDT_DECIMALS', '18', 'custom'],
  ['PEAQOS_USDT_DECIMALS', '37', undefined],
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

test('A set that needs a chain gets its values, and no other set has any', () => {
  const values = { rpcUrl: 'http://127.0.0.1:1', token: '0x01' };
  for (const { env, needsChain } of eachSet(createManagedSecrets())) {
    const filled = fillChain(env, values);
    expect(filled['PEAQOS_PAYMENT_RPC_URL']).toBe(needsChain ? values.rpcUrl : undefined);
    expect(filled['PEAQOS_USDT_CONTRACT']).toBe(needsChain ? values.token : undefined);
  }
});
