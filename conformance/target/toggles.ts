/**
 * The toggles of the contract (F) as the kit sees them. A state is a word, not a value: secrets are only `set` or
 * `unset`, and times are `default`, `short` or `custom`.
 */
export interface Toggle {
  name: string;
  defaultState: string;
  states: readonly string[];
  isSecret: boolean;
  /** The state that a value of the variable means; undefined when the value is not valid. */
  stateOf: (value: string | undefined) => string | undefined;
}

export type ToggleStates = Readonly<Record<string, string>>;

/** At or below this many milliseconds a lifetime can be waited for in a check. */
export const shortLifetimeMs = 5000;

const isPresent = (value: string | undefined): value is string => value !== undefined && value !== '';

const flag = (name: string, defaultState: 'true' | 'false'): Toggle => ({
  name,
  defaultState,
  states: ['true', 'false'],
  isSecret: false,
  stateOf: (value) => {
    if (!isPresent(value)) return defaultState;
    const word = value.toLowerCase();
    if (word === 'true' || word === '1') return 'true';
    return word === 'false' || word === '0' ? 'false' : undefined;
  },
});

const verification = (name: string): Toggle => ({
  name,
  defaultState: 'required',
  states: ['required', 'disabled'],
  isSecret: false,
  stateOf: (value) => {
    if (!isPresent(value)) return 'required';
    return value === 'required' || value === 'disabled' ? value : undefined;
  },
});

const presence = (name: string, isSecret: boolean): Toggle => ({
  name,
  defaultState: 'unset',
  states: ['unset', 'set'],
  isSecret,
  stateOf: (value) => (isPresent(value) && value !== 'unset' ? 'set' : 'unset'),
});

const decimals = (name: string, usual: number): Toggle => ({
  name,
  defaultState: 'default',
  states: ['default', 'custom'],
  isSecret: false,
  stateOf: (value) => {
    if (!isPresent(value) || value === String(usual)) return 'default';
    return /^([12]?[0-9]|3[0-6])$/.test(value) ? 'custom' : undefined;
  },
});

const lifetime = (name: string, defaultMs: number): Toggle => ({
  name,
  defaultState: 'default',
  states: ['default', 'short', 'custom'],
  isSecret: false,
  stateOf: (value) => {
    if (!isPresent(value) || value === String(defaultMs)) return 'default';
    if (!/^[1-9][0-9]{0,15}$/.test(value)) return undefined;
    return Number(value) <= shortLifetimeMs ? 'short' : 'custom';
  },
});

export const toggles: readonly Toggle[] = [
  flag('PEAQOS_REQUIRE_API_AUTH', 'false'),
  flag('PEAQOS_REQUIRE_AGENT_PAIRING_AUTH', 'true'),
  presence('PEAQOS_API_KEY', true),
  presence('PEAQOS_API_KEYS', true),
  verification('PEAQOS_MACHINE_IDENTITY_VERIFICATION'),
  verification('PEAQOS_AGENT_PAIRING_VERIFICATION'),
  presence('PEAQOS_AGENT_PAIRING_SESSION_SECRET', true),
  lifetime('PEAQOS_AGENT_PAIRING_CHALLENGE_TTL_MS', 600_000),
  lifetime('PEAQOS_AGENT_PAIRING_SESSION_TTL_MS', 3_600_000),
  flag('PEAQOS_REQUIRE_MARKET_QUOTES', 'false'),
  flag('PEAQOS_ENFORCE_SERVICE_PAYMENT_RAILS', 'false'),
  flag('PEAQOS_REQUIRE_PAYMENT_BEFORE_EXECUTE', 'false'),
  flag('PEAQOS_REQUIRE_PAYMENT_RPC_VERIFICATION', 'false'),
  presence('PEAQOS_PAYMENT_RPC_URL', false),
  presence('PEAQ_EVM_RPC_URL', false),
  presence('PEAQOS_EVM_RPC_URL', false),
  presence('PEAQOS_USDT_CONTRACT', false),
  decimals('PEAQOS_USDT_DECIMALS', 6),
  presence('PEAQOS_MCR_API_URL', false),
];

/** The toggle of that name; undefined when the contract has none. */
export const findToggle = (name: string): Toggle | undefined =>
  toggles.find((toggle) => toggle.name === name);

/** The states that an environment means, one for every toggle. Invalid values read as the default. */
export function statesOf(env: Readonly<Record<string, string | undefined>>): ToggleStates {
  return Object.fromEntries(
    toggles.map((toggle) => [toggle.name, toggle.stateOf(env[toggle.name]) ?? toggle.defaultState]),
  );
}
