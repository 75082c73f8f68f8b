import { ConfigurationError } from '../engine/configuration-error.ts';
import { suggest } from '../engine/nearest.ts';
import type { Catalog } from '../requirements/load-catalog.ts';
import { providerAddresses } from '../target/provider-environment.ts';
import type { NamedServices } from '../target/service-directory.ts';
import { findToggle, toggles } from '../target/toggles.ts';
import { chainOptions, toChainFiles, toServices } from './market-options.ts';
import type { ChainFiles } from './market-options.ts';
import { parseOptions } from './parse-options.ts';
import type { OptionSpecs, ParsedOptions } from './parse-options.ts';

export const conformOptionSpecs = {
  target: { type: 'string' },
  spawn: { type: 'string' },
  matrix: { type: 'string' },
  toggle: { type: 'string', multiple: true },
  profile: { type: 'string' },
  only: { type: 'string', multiple: true },
  skip: { type: 'string', multiple: true },
  'read-only': { type: 'boolean' },
  'api-key-file': { type: 'string' },
  identities: { type: 'string' },
  service: { type: 'string', multiple: true },
  'payment-rpc-url': { type: 'string' },
  'payment-token': { type: 'string' },
  'payer-key-file': { type: 'string' },
  report: { type: 'string', multiple: true },
  baseline: { type: 'string' },
  concurrency: { type: 'string' },
  timeout: { type: 'string' },
  seed: { type: 'string' },
  bail: { type: 'boolean' },
  strict: { type: 'boolean' },
  quiet: { type: 'boolean' },
  help: { type: 'boolean' },
} satisfies OptionSpecs;

export type ReportFormat = 'json' | 'junit';

const reportFormats: readonly ReportFormat[] = ['json', 'junit'];
const matrices = ['defaults', 'each'] as const;

export interface ConformOptions {
  target: string | undefined;
  spawn: string | undefined;
  matrix: (typeof matrices)[number];
  /** Of --toggle: environment values in managed runs, declarations for a running target. */
  declaredEnv: Readonly<Record<string, string>>;
  profile: string;
  only: readonly string[];
  skip: ReadonlyMap<string, string>;
  isReadOnly: boolean;
  apiKeyFile: string | undefined;
  identitiesFile: string | undefined;
  services: NamedServices;
  chainFiles: ChainFiles | undefined;
  reports: readonly { format: ReportFormat; file: string }[];
  baselineFile: string | undefined;
  concurrency: number;
  timeoutMs: number | undefined;
  seed: number | undefined;
  bail: boolean;
  strict: boolean;
  isQuiet: boolean;
}

/** The options of conform and plan. Raises ConfigurationError with the correction. */
export function toConformOptions(args: readonly string[], catalog: Catalog): ConformOptions {
  const parsed = parseOptions(args, conformOptionSpecs, false);
  refuseCombinations(parsed);
  const target = parsed.text('target');
  const spawn = parsed.text('spawn');
  const usesOwnServer = target === undefined && spawn === undefined;
  return {
    target,
    spawn,
    matrix: toMatrix(parsed.text('matrix') ?? 'defaults'),
    declaredEnv: toDeclaredEnv(parsed.list('toggle'), target !== undefined),
    profile: parsed.text('profile') ?? (usesOwnServer ? 'reference' : 'core'),
    only: toOnly(parsed.list('only'), catalog),
    skip: toSkip(parsed.list('skip'), catalog),
    isReadOnly: parsed.has('read-only'),
    apiKeyFile: parsed.text('api-key-file'),
    identitiesFile: parsed.text('identities'),
    services: toServices(parsed.list('service')),
    chainFiles: toChainFiles(parsed),
    reports: parsed.list('report').map(toReport),
    baselineFile: parsed.text('baseline'),
    concurrency: parsed.number('concurrency', 1) ?? 4,
    timeoutMs: parsed.number('timeout', 1),
    seed: parsed.number('seed', 0),
    bail: parsed.has('bail'),
    strict: parsed.has('strict'),
    isQuiet: parsed.has('quiet'),
  };
}

function refuseCombinations(parsed: ParsedOptions): void {
  const isBlackBox = parsed.has('target');
  if (isBlackBox && parsed.has('spawn')) {
    throw new ConfigurationError(
      '--target tests a server that runs, --spawn starts one; give only one of them.',
    );
  }
  if (isBlackBox && parsed.has('matrix')) {
    throw new ConfigurationError(
      '--matrix needs a server that the kit starts; leave --target out, or use --spawn "COMMAND".',
    );
  }
  for (const name of ['api-key-file', 'identities', ...chainOptions]) {
    if (!isBlackBox && parsed.has(name)) {
      throw new ConfigurationError(
        `--${name} goes with --target; a server that the kit starts gets its own.`,
      );
    }
  }
}

function toMatrix(text: string): ConformOptions['matrix'] {
  const found = matrices.find((matrix) => matrix === text);
  if (found) return found;
  throw new ConfigurationError(
    `--matrix ${text}: write one of ${matrices.join(', ')}.${suggest(text, matrices)}`,
  );
}

function splitPair(text: string, option: string, form: string): [string, string] {
  const at = text.indexOf('=');
  if (at <= 0 || at === text.length - 1)
    throw new ConfigurationError(`--${option} ${text}: write --${option} ${form}.`);
  return [text.slice(0, at), text.slice(at + 1)];
}

/** Values as a server would read them. A secret is never given here, only whether it is set. */
function toDeclaredEnv(list: readonly string[], isBlackBox: boolean): Record<string, string> {
  return Object.fromEntries(
    list.map((text) => {
      const [name, value] = splitPair(text, 'toggle', 'NAME=VALUE');
      if (!isBlackBox && providerAddresses.some((address) => address === name)) return [name, value];
      const toggle = findToggle(name);
      if (!toggle) {
        const known = toggles.map((candidate) => candidate.name);
        throw new ConfigurationError(
          `--toggle: no toggle «${name}».${suggest(name, known) || ` Known: ${known.join(', ')}.`}`,
        );
      }
      if (toggle.isSecret) refuseSecret(name, value, isBlackBox);
      if (toggle.stateOf(value) === undefined) {
        throw new ConfigurationError(
          `--toggle ${name}=${value}: not a value of it; its states are ${toggle.states.join(', ')}.`,
        );
      }
      return [name, value];
    }),
  );
}

function refuseSecret(name: string, value: string, isBlackBox: boolean): void {
  if (!isBlackBox)
    throw new ConfigurationError(
      `--toggle ${name}: a server that the kit starts gets its own secrets; leave it out.`,
    );
  if (value === 'set' || value === 'unset') return;
  throw new ConfigurationError(
    `--toggle ${name}: never write a secret on the command line; declare ${name}=set or ${name}=unset.`,
  );
}

/** Raises EmptySelectionError when nothing at all is selected. */
function toOnly(list: readonly string[], catalog: Catalog): readonly string[] {
  const known = knownNames(catalog);
  const unknown = list.filter((name) => !known.includes(name));
  const [first] = unknown;
  if (first === undefined) return list;
  const message = `--only ${first}: no such requirement or group.${suggest(first, known)} "machine-markets list" shows all.`;
  if (unknown.length === list.length) throw new EmptySelectionError(`Nothing is selected. ${message}`);
  throw new ConfigurationError(message);
}

/** --only matched nothing: the run would prove nothing. */
export class EmptySelectionError extends Error {
  override readonly name = 'EmptySelectionError';
}

const knownNames = (catalog: Catalog): string[] => [
  ...catalog.groups.map(({ group }) => group),
  ...catalog.requirements.map(({ id }) => id),
];

function toSkip(list: readonly string[], catalog: Catalog): ReadonlyMap<string, string> {
  const ids = catalog.requirements.map(({ id }) => id);
  return new Map(
    list.map((text) => {
      const [id, reason] = splitPair(text, 'skip', 'ID=REASON');
      if (!ids.includes(id))
        throw new ConfigurationError(`--skip ${id}: no such requirement.${suggest(id, ids)}`);
      return [id, reason];
    }),
  );
}

function toReport(text: string): { format: ReportFormat; file: string } {
  const [name, file] = splitPair(text, 'report', 'FORMAT=FILE');
  const format = reportFormats.find((known) => known === name);
  if (format) return { format, file };
  throw new ConfigurationError(
    `--report ${text}: no format «${name}»; write one of ${reportFormats.join(', ')}.${suggest(name, reportFormats)}`,
  );
}
