import { describe, expect, it } from 'vitest';
import type { Config, Environment } from './config.ts';
import { ConfigError, loadConfig, minimumSecretBytes } from './config.ts';
import type { Toggle } from './toggles.ts';
import { toggles } from './toggles.ts';

/** The mistakes of an environment; empty when it is accepted. */
function problemsOf(environment: Environment): readonly string[] {
  try {
    loadConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

/** Read by name, so that one table can hold settings of every kind. */
const settingOf = (name: keyof Config, value: string): unknown => {
  const { variable } = toggles[name];
  return loadConfig({ [variable]: value })[name];
};

describe('defaults', () => {
  it('are those of contract F', () => {
    expect(loadConfig({})).toEqual({
      requireApiAuth: false,
      apiKey: null,
      apiKeys: null,
      requireAgentPairingAuth: true,
      machineIdentityVerification: 'required',
      agentPairingVerification: 'required',
      sessionSecret: null,
      challengeTtlMs: 600_000,
      sessionTtlMs: 3_600_000,
      requireMarketQuotes: false,
      enforceServicePaymentRails: false,
      requirePaymentBeforeExecute: false,
      requirePaymentRpcVerification: false,
      paymentRpcUrl: null,
      peaqEvmRpcUrl: null,
      evmRpcUrl: null,
      usdtContract: null,
      usdtDecimals: 6,
      mcrApiUrl: 'https://mcr.peaq.xyz',
      nodeEnv: 'development',
      port: 8787,
      host: '127.0.0.1',
      databaseUrl: 'sqlite:./data/orchestrator.db',
      storeEncryptionKeys: null,
      catalogDir: null,
      outboundScopes: ['loopback', 'lan', 'vpn', 'public'],
      logLevel: 'info',
      mcrTimeoutMs: 10_000,
      mcrCacheMs: 30_000,
    });
  });

  it('hold for an empty variable as for an unset one', () => {
    const empty = Object.fromEntries(Object.values<Toggle>(toggles).map(({ variable }) => [variable, '']));
    expect(loadConfig(empty)).toEqual(loadConfig({}));
  });

  it('cannot be changed after the start', () => {
    expect(Object.isFrozen(loadConfig({}))).toBe(true);
  });
});

describe('accepted values', () => {
  const booleans = [
    'requireApiAuth',
    'requireAgentPairingAuth',
    'requireMarketQuotes',
    'enforceServicePaymentRails',
    'requirePaymentBeforeExecute',
    'requirePaymentRpcVerification',
  ] as const;

  it.each(booleans)('%s reads true and 1, false and 0, in any case', (name) => {
    for (const text of ['true', 'TRUE', 'True', '1']) expect(settingOf(name, text)).toBe(true);
    for (const text of ['false', 'FALSE', 'False', '0']) expect(settingOf(name, text)).toBe(false);
  });

  const keyOf = (byte: number) => new Uint8Array(32).fill(byte);
  const hexKey = 'ab'.repeat(32);
  const base64Key = Buffer.alloc(32, 0xfb).toString('base64');
  const address = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';
  it.each([
    ['apiKey', 'a,b c', 'a,b c'],
    ['apiKeys', 'one', ['one']],
    ['apiKeys', 'one,two, three ', ['one', 'two', 'three']],
    ['machineIdentityVerification', 'disabled', 'disabled'],
    ['machineIdentityVerification', 'required', 'required'],
    ['agentPairingVerification', 'disabled', 'disabled'],
    ['sessionSecret', 'short is fine in development', 'short is fine in development'],
    ['challengeTtlMs', '1000', 1_000],
    ['challengeTtlMs', '86400000', 86_400_000],
    ['sessionTtlMs', '1000', 1_000],
    ['sessionTtlMs', '31536000000', 31_536_000_000],
    ['paymentRpcUrl', 'http://127.0.0.1:8545/', 'http://127.0.0.1:8545'],
    ['mcrApiUrl', 'https://mcr.example/base//', 'https://mcr.example/base'],
    ['usdtContract', address, address],
    ['usdtDecimals', '0', 0],
    ['usdtDecimals', '36', 36],
    ['nodeEnv', 'test', 'test'],
    ['port', '0', 0],
    ['port', '65535', 65_535],
    ['host', '::1', '::1'],
    ['databaseUrl', 'postgres://u:p@h/d', 'postgres://u:p@h/d'],
    ['storeEncryptionKeys', hexKey, [keyOf(0xab)]],
    ['storeEncryptionKeys', hexKey.toUpperCase(), [keyOf(0xab)]],
    ['storeEncryptionKeys', base64Key, [keyOf(0xfb)]],
    ['storeEncryptionKeys', base64Key.replace('=', ''), [keyOf(0xfb)]],
    ['storeEncryptionKeys', base64Key.replaceAll('+', '-').replaceAll('/', '_'), [keyOf(0xfb)]],
    ['storeEncryptionKeys', `${base64Key}, ${hexKey}`, [keyOf(0xfb), keyOf(0xab)]],
    ['catalogDir', './my-services', './my-services'],
    ['outboundScopes', 'lan', ['lan']],
    ['outboundScopes', 'public, loopback,public', ['public', 'loopback']],
    ['logLevel', 'silent', 'silent'],
    ['mcrTimeoutMs', '100', 100],
    ['mcrCacheMs', '0', 0],
    ['mcrCacheMs', '60000', 60_000],
  ] as const)('%s reads %j', (name, text, expected) => {
    expect(settingOf(name, text)).toEqual(expected);
  });
});

describe('refused values', () => {
  const refused = [
    [
      'PEAQOS_REQUIRE_API_AUTH',
      ['yes', 'no', 'on', 'off', '2', '01', 'true ', ' ', 'tru', 'null', 'enabled'],
    ],
    ['PEAQOS_REQUIRE_AGENT_PAIRING_AUTH', ['yes', 'disabled']],
    ['PEAQOS_REQUIRE_MARKET_QUOTES', ['y']],
    ['PEAQOS_ENFORCE_SERVICE_PAYMENT_RAILS', ['t']],
    ['PEAQOS_REQUIRE_PAYMENT_BEFORE_EXECUTE', ['-1']],
    ['PEAQOS_REQUIRE_PAYMENT_RPC_VERIFICATION', ['1.0']],
    ['PEAQOS_API_KEYS', [',', 'a,', ',a', 'a,,b', 'a, ,b', ' ']],
    ['PEAQOS_MACHINE_IDENTITY_VERIFICATION', ['true', 'false', 'Required', 'off', 'required ']],
    ['PEAQOS_AGENT_PAIRING_VERIFICATION', ['none', 'DISABLED']],
    [
      'PEAQOS_AGENT_PAIRING_CHALLENGE_TTL_MS',
      ['abc', '0', '999', '-1', '1e6', '1000.5', '10m', '86400001', '0x10'],
    ],
    [
      'PEAQOS_AGENT_PAIRING_SESSION_TTL_MS',
      ['999', 'Infinity', 'NaN', '31536000001', '99999999999999999999'],
    ],
    ['PEAQOS_PAYMENT_RPC_URL', ['localhost:8545', 'ws://127.0.0.1', 'not a url', '/rpc']],
    ['PEAQ_EVM_RPC_URL', ['ftp://127.0.0.1']],
    ['PEAQOS_EVM_RPC_URL', ['http//x']],
    ['PEAQOS_MCR_API_URL', ['notaurl', 'file:///etc/passwd', 'http://', 'javascript:0']],
    [
      'PEAQOS_USDT_CONTRACT',
      ['0x12', `0x${'g'.repeat(40)}`, 'f39Fd6e51aad88F6F4ce6aB8827279cffFb92266', '0x'],
    ],
    ['PEAQOS_USDT_DECIMALS', ['40', '37', '-1', '6.0', 'six', ' 6']],
    ['NODE_ENV', ['prod', 'PRODUCTION', 'staging']],
    ['PORT', ['65536', '-1', 'http', '80a']],
    [
      'PEAQOS_STORE_ENCRYPTION_KEY',
      [
        'x',
        '00',
        'ab'.repeat(31),
        'ab'.repeat(33),
        `${'ab'.repeat(32)},`,
        'g'.repeat(64),
        'A'.repeat(44),
        ' ',
      ],
    ],
    ['PEAQOS_RUNTIME_NETWORK_SCOPES', ['all', 'Public', 'lan,', 'lan public', ' ', 'lan,wan']],
    ['PEAQOS_LOG_LEVEL', ['verbose', 'INFO']],
    ['PEAQOS_MCR_TIMEOUT_MS', ['99', '30001']],
    ['PEAQOS_MCR_CACHE_MS', ['60001', '-1']],
  ] as const;

  it.each(refused.flatMap(([variable, values]) => values.map((value) => [variable, value] as const)))(
    '%s=%j is one mistake that names the variable and what it takes',
    (variable, value) => {
      const problems = problemsOf({ [variable]: value });
      expect(problems).toHaveLength(1);
      expect(problems[0]).toMatch(new RegExp(`^${variable} must be .+\\.$`));
    },
  );

  it('covers every variable that can be wrong', () => {
    const anything = [
      'PEAQOS_API_KEY',
      'PEAQOS_AGENT_PAIRING_SESSION_SECRET',
      'HOST',
      'PEAQOS_DATABASE_URL',
      'PEAQOS_CATALOG_DIR',
    ];
    const covered = [...anything, ...refused.map(([variable]) => variable)];
    const known = Object.values<Toggle>(toggles).map(({ variable }) => variable);
    expect(covered.toSorted()).toEqual(known.toSorted());
  });

  it('are all listed at once, in the error message too', () => {
    const environment = {
      PEAQOS_REQUIRE_API_AUTH: 'yes',
      PEAQOS_AGENT_PAIRING_SESSION_TTL_MS: 'abc',
      PEAQOS_MCR_API_URL: 'notaurl',
      PEAQOS_USDT_DECIMALS: '40',
      PEAQOS_REQUIRE_MARKET_QUOTE: 'true',
      NODE_ENV: 'production',
    };
    const problems = problemsOf(environment);
    expect(problems).toHaveLength(6);
    expect(() => loadConfig(environment)).toThrow('The configuration has 6 mistake(s):');
    for (const problem of problems) expect(() => loadConfig(environment)).toThrow(problem);
  });
});

describe('secrets', () => {
  const marker = 'hunter2-s3cret-value';

  it('never appear in a message', () => {
    const environment = Object.fromEntries(
      Object.values<Toggle>(toggles)
        .filter(({ secret }) => secret)
        .map(({ variable }) => [variable, `${marker},,not a url`]),
    );
    const problems = problemsOf({ ...environment, PORT: 'x' });
    expect(problems.length).toBeGreaterThanOrEqual(5);
    expect(problems.join('\n')).not.toContain(marker);
  });

  it('stay out of a message about a misspelt variable', () => {
    const problems = problemsOf({ PEAQOS_AGENT_PAIRING_SESSION_SECRETS: marker });
    expect(problems).toHaveLength(1);
    expect(problems.join('\n')).not.toContain(marker);
  });

  it('are marked as such wherever a value may hold a credential', () => {
    const secret = Object.values<Toggle>(toggles).filter((toggle) => toggle.secret);
    const names = secret.map(({ variable }) => variable);
    expect(names).toEqual(
      expect.arrayContaining([
        'PEAQOS_API_KEY',
        'PEAQOS_API_KEYS',
        'PEAQOS_AGENT_PAIRING_SESSION_SECRET',
        'PEAQOS_PAYMENT_RPC_URL',
        'PEAQOS_DATABASE_URL',
        'PEAQOS_STORE_ENCRYPTION_KEY',
      ]),
    );
  });
});

describe('misspelt variables', () => {
  it.each([
    ['PEAQOS_REQUIRE_API_AUTHS', 'PEAQOS_REQUIRE_API_AUTH'],
    ['PEAQOS_REQUIRE_API_AUT', 'PEAQOS_REQUIRE_API_AUTH'],
    ['PEAQOS_REQUIRE_APl_AUTH', 'PEAQOS_REQUIRE_API_AUTH'],
    ['PEAQOS_MACHINE_IDENTITY_VERIFICATIONS', 'PEAQOS_MACHINE_IDENTITY_VERIFICATION'],
    ['PEAQOS_MCR_API_URI', 'PEAQOS_MCR_API_URL'],
    ['PEAQOS_STORE_ENCRYPTION_KEYS', 'PEAQOS_STORE_ENCRYPTION_KEY'],
  ])('%s is refused, with %s as the likely one', (name, near) => {
    expect(problemsOf({ [name]: 'true' })).toEqual([
      `${name} is not a variable of this server; did you mean ${near}?`,
    ]);
  });

  it.each([
    'PATH',
    'PEAQOS_PRIVATE_KEY',
    'PEAQOS_ORCH_API_KEY',
    'PEAQOS_ORCHESTRATION_URL',
    'PORTS',
    'HOSTNAME',
  ])('%s belongs to others and is ignored', (name) => {
    expect(problemsOf({ [name]: 'anything' })).toEqual([]);
  });
});

describe('production', () => {
  const secretOf = (bytes: number) => 's'.repeat(bytes);

  it('refuses to start without a session secret', () => {
    expect(problemsOf({ NODE_ENV: 'production' })).toEqual([
      'PEAQOS_AGENT_PAIRING_SESSION_SECRET must be set in production.',
    ]);
  });

  it.each([
    ['31 bytes', secretOf(31)],
    ['one character', 'x'],
  ])('refuses a secret of %s', (_case, secret) => {
    expect(problemsOf({ NODE_ENV: 'production', PEAQOS_AGENT_PAIRING_SESSION_SECRET: secret })).toEqual([
      `PEAQOS_AGENT_PAIRING_SESSION_SECRET must have at least ${minimumSecretBytes} bytes in production.`,
    ]);
  });

  it.each([
    ['32 bytes', secretOf(32)],
    ['fewer characters that are 32 bytes in UTF-8', 'ß'.repeat(16)],
  ])('takes a secret of %s', (_case, secret) => {
    expect(problemsOf({ NODE_ENV: 'production', PEAQOS_AGENT_PAIRING_SESSION_SECRET: secret })).toEqual([]);
  });

  it.each(['development', 'test'])('is not needed for a short or missing secret in %s', (environment) => {
    expect(problemsOf({ NODE_ENV: environment })).toEqual([]);
    expect(problemsOf({ NODE_ENV: environment, PEAQOS_AGENT_PAIRING_SESSION_SECRET: 'x' })).toEqual([]);
  });
});
