import { parseArgs } from 'node:util';
import { ConfigurationError } from '../engine/configuration-error.ts';
import { suggest } from '../engine/nearest.ts';

interface OptionSpec {
  type: 'string' | 'boolean';
  multiple?: boolean;
}

export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

export interface ParsedOptions {
  positionals: readonly string[];
  has: (name: string) => boolean;
  /** The value of a text option; undefined when it was not given. */
  text: (name: string) => string | undefined;
  /** All values of a repeatable option. */
  list: (name: string) => readonly string[];
  /** A whole number of at least `least`; undefined when it was not given. */
  number: (name: string, least: number) => number | undefined;
}

/** The options of one command. Raises ConfigurationError with the nearest known option for an unknown one. */
export function parseOptions(
  args: readonly string[],
  specs: OptionSpecs,
  positionals: boolean,
): ParsedOptions {
  const { tokens } = parseArgs({
    args: [...args],
    options: { ...specs },
    allowPositionals: true,
    allowNegative: false,
    strict: false,
    tokens: true,
  });
  const values = new Map<string, string[]>();
  const rest: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') rest.push(token.value);
    if (token.kind === 'option') addOption(values, specs, token);
  }
  const [extra] = rest;
  if (!positionals && extra !== undefined)
    throw new ConfigurationError(`«${extra}» is not expected here.${suggestOption(extra, specs)}`);
  return {
    positionals: rest,
    has: (name) => values.has(name),
    text: (name) => values.get(name)?.at(-1),
    list: (name) => values.get(name) ?? [],
    number: (name, least) => toNumber(name, values.get(name)?.at(-1), least),
  };
}

interface OptionToken {
  name: string;
  rawName: string;
  value: string | undefined;
  inlineValue: boolean | undefined;
}

function addOption(values: Map<string, string[]>, specs: OptionSpecs, token: OptionToken): void {
  const spec = Object.hasOwn(specs, token.name) ? specs[token.name] : undefined;
  if (!spec)
    throw new ConfigurationError(`Unknown option ${token.rawName}.${suggestOption(token.name, specs)}`);
  refuseValue(spec, token);
  const before = values.get(token.name) ?? [];
  if (before.length > 0 && spec.multiple !== true && spec.type === 'string') {
    throw new ConfigurationError(`--${token.name} was given twice; keep one.`);
  }
  values.set(token.name, [...before, token.value ?? '']);
}

function refuseValue({ type }: OptionSpec, { name, value, inlineValue }: OptionToken): void {
  if (type === 'boolean' && value !== undefined)
    throw new ConfigurationError(`--${name} takes no value; write it alone.`);
  // Without «=» the parser would take the next option for the value.
  const isNextOption = inlineValue === false && value?.startsWith('--') === true;
  const isMissing = value === undefined || value === '' || isNextOption;
  if (type === 'string' && isMissing) throw new ConfigurationError(`--${name} needs a value.`);
}

function suggestOption(name: string, specs: OptionSpecs): string {
  return suggest(
    name.startsWith('--') ? name : `--${name}`,
    Object.keys(specs).map((known) => `--${known}`),
  );
}

function toNumber(name: string, text: string | undefined, least: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d{1,15}$/.test(text) && value >= least) return value;
  throw new ConfigurationError(`--${name} ${text}: write a whole number of at least ${least}.`);
}
