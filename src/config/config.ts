import type { AddressScope } from '../ports/address-scope.ts';
import { addressScopes, findAddressScope } from '../ports/address-scope.ts';
import { BadValue } from './parse.ts';
import type { Toggle } from './toggles.ts';
import { toggles } from './toggles.ts';

type Toggles = typeof toggles;
type Parsed<T extends Toggle> = T['default'] extends null
  ? ReturnType<T['parse']> | null
  : ReturnType<T['parse']>;

/** Every setting, parsed. Read once at start; changing one needs a restart (contract F). */
export type Config = Readonly<
  { [Name in keyof Omit<Toggles, 'outboundScopes'>]: Parsed<Toggles[Name]> } & {
    outboundScopes: readonly AddressScope[];
  }
>;

export type Environment = Readonly<Record<string, string | undefined>>;

/** The start is refused; `problems` has one line per mistake, none with a secret in it. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `The configuration has ${problems.length} mistake(s):\n${problems.map((line) => `  ${line}`).join('\n')}`,
    );
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** Bytes that a session secret must have in production: the size of an HS256 key. */
export const minimumSecretBytes = 32;

/**
 * Reads every setting from `environment`. An empty variable counts as unset. Raises ConfigError with all mistakes at
 * once, so that a mistyped toggle is never silently another toggle (contract F).
 */
export function loadConfig(environment: Environment): Config {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, toggle] of Object.entries<Toggle>(toggles)) {
    const text = environment[toggle.variable] || toggle.default;
    try {
      values[name] = text === null ? null : toggle.parse(text);
    } catch (error) {
      if (!(error instanceof BadValue)) throw error;
      problems.push(`${toggle.variable} ${error.message}.`);
    }
  }
  problems.push(...misspelt(environment));
  if (values['nodeEnv'] === 'production') problems.push(...secretProblems(environment));
  if (problems.length > 0) throw new ConfigError(problems);
  values['outboundScopes'] ??= defaultScopes(String(values['host']));
  return Object.freeze(values) as Config;
}

/** A server that only this machine can ask may call into its network; one that others can ask must not do so for them. */
function defaultScopes(host: string): readonly AddressScope[] {
  const isLocal = host === 'localhost' || findAddressScope(host) === 'loopback';
  return isLocal ? addressScopes : ['public'];
}

function secretProblems(environment: Environment): string[] {
  const { variable } = toggles.sessionSecret;
  const secret = environment[variable];
  if (!secret) return [`${variable} must be set in production.`];
  const isLongEnough = Buffer.byteLength(secret) >= minimumSecretBytes;
  return isLongEnough ? [] : [`${variable} must have at least ${minimumSecretBytes} bytes in production.`];
}

/** Variables that look like a toggle of the contract and are none: `PEAQOS_REQUIRE_API_AUTHS` must not pass silently. */
function misspelt(environment: Environment): string[] {
  const known = Object.values<Toggle>(toggles).map((toggle) => toggle.variable);
  return Object.keys(environment)
    .filter((name) => name.startsWith('PEAQOS_') && !known.includes(name))
    .flatMap((name) => {
      const near = known.find((candidate) => isOneEditApart(name, candidate));
      return near ? [`${name} is not a variable of this server; did you mean ${near}?`] : [];
    });
}

function isOneEditApart(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  let i = 0;
  while (i < short.length && short[i] === long[i]) i += 1;
  const rest = short.length === long.length ? i + 1 : i;
  return short.slice(rest) === long.slice(i + 1);
}
