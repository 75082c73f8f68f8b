import { randomInt } from 'node:crypto';
import { Redactor } from '../contract/redactor.ts';
import { loadBaseline } from '../engine/baseline.ts';
import { UnreachableError } from '../engine/configuration-error.ts';
import type { Reporter } from '../engine/events.ts';
import { runConformance } from '../engine/run.ts';
import type { RunOptions } from '../engine/run.ts';
import { loadProfile } from '../profiles/load-profile.ts';
import { createJsonReporter } from '../reporters/json.ts';
import { createJunitReporter } from '../reporters/junit.ts';
import { createTerminalReporter } from '../reporters/terminal.ts';
import { loadCatalog } from '../requirements/load-catalog.ts';
import { toBaseUrl } from '../target/base-url.ts';
import { connectBlackBox } from '../target/black-box.ts';
import { loadIdentities } from '../target/identities-file.ts';
import { startManaged } from '../target/managed.ts';
import { createManagedSecrets } from '../target/managed-secrets.ts';
import { reach } from '../target/reach.ts';
import { SharedChain } from '../target/shared-chain.ts';
import { tolerances } from '../target/tolerances.ts';
import { defaultSet, eachSet } from '../target/toggle-sets.ts';
import { conformHelp } from './conform-help.ts';
import { toConformOptions } from './conform-options.ts';
import type { ConformOptions } from './conform-options.ts';
import { readApiKeys, toServerCommand } from './command-inputs.ts';
import { readChainFiles } from './market-options.ts';
import { inheritedEnvironment } from './inherited-environment.ts';
import { onInterrupt } from './interrupt.ts';

interface TargetPart extends Pick<RunOptions, 'target' | 'sets' | 'openTarget' | 'detected' | 'setsAtOnce'> {
  /** Ends what the toggle sets shared. */
  close: () => Promise<void>;
}

/** Runs the conformance checks; resolves to the exit code. */
export async function conformCommand(args: string[]): Promise<number> {
  if (args.includes('--help')) {
    console.log(conformHelp);
    return 0;
  }
  const catalog = loadCatalog();
  const options = toConformOptions(args, catalog);
  const profile = loadProfile(options.profile);
  const ids = catalog.requirements.map(({ id }) => id);
  const baseline = options.baselineFile === undefined ? [] : loadBaseline(options.baselineFile, ids);
  const redactor = new Redactor();
  const timeoutMs = options.timeoutMs ?? tolerances.requestMs;
  const { close, ...target } = await prepareTarget(options, timeoutMs, redactor);
  const interrupt = onInterrupt();
  try {
    const report = await runConformance({
      ...target,
      catalog,
      profile,
      baseline,
      redactor,
      strict: options.strict,
      only: options.only,
      skip: options.skip,
      isReadOnly: options.isReadOnly,
      concurrency: options.concurrency,
      seed: options.seed ?? randomInt(1_000_000),
      bail: options.bail,
      reporters: createReporters(options),
      signal: interrupt.signal,
    });
    return report.verdict.exitCode;
  } finally {
    await close();
    interrupt.stop();
  }
}

async function prepareTarget(
  options: ConformOptions,
  timeoutMs: number,
  redactor: Redactor,
): Promise<TargetPart> {
  if (options.target !== undefined) return prepareBlackBox(options.target, options, timeoutMs, redactor);
  const command = toServerCommand(options.spawn);
  const inheritedEnv = inheritedEnvironment();
  const { declaredEnv, services } = options;
  const chain = new SharedChain();
  return {
    target: { mode: 'managed', address: options.spawn ?? 'machine-markets serve' },
    sets: options.matrix === 'each' ? eachSet(createManagedSecrets()) : [defaultSet],
    openTarget: (set) =>
      startManaged(set, { command, inheritedEnv, declaredEnv, services, chain, timeoutMs }),
    close: () => chain.close(),
    detected: {},
    // Each set has a server of its own; more at a time only make every answer slower.
    setsAtOnce: 2,
  };
}

async function prepareBlackBox(
  address: string,
  options: ConformOptions,
  timeoutMs: number,
  redactor: Redactor,
): Promise<TargetPart> {
  const { url, corrections } = toBaseUrl(address);
  for (const correction of corrections) console.error(`Note: ${correction}; going on with ${url}.`);
  const apiKeys = readApiKeys(options.apiKeyFile);
  const identities = options.identitiesFile === undefined ? [] : await loadIdentities(options.identitiesFile);
  const chain = readChainFiles(options.chainFiles);
  for (const key of [...apiKeys, chain?.payerKey, chain?.payerKey.slice(2)]) redactor.add(key);
  const part = {
    target: { mode: 'black-box' as const, address: url },
    sets: [{ name: 'declared', env: {}, why: 'The running target, as declared and detected.' }],
    setsAtOnce: 1,
    close: async () => undefined,
  };
  const first = await reach(url, '/health', Math.min(timeoutMs, tolerances.requestMs));
  if (first.outcome === 'failed') {
    // Thrown inside the run, so that the reports say it too.
    const error = new UnreachableError(`${url} cannot be reached: ${first.problem}.\nfix: ${first.fix}`);
    return { ...part, openTarget: () => Promise.reject(error), detected: {} };
  }
  const { declaredEnv, services } = options;
  const { target, detected } = await connectBlackBox({
    baseUrl: url,
    apiKeys,
    identities,
    declaredEnv,
    services,
    chain,
    timeoutMs,
  });
  return { ...part, openTarget: async () => target, detected };
}

function createReporters(options: ConformOptions): Reporter[] {
  const { stdout } = process;
  const isCi = (process.env['CI'] ?? '') !== '';
  const terminal = createTerminalReporter({
    write: (text) => void stdout.write(text),
    isLive: stdout.isTTY && !isCi,
    hasColour: stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '',
    isQuiet: options.isQuiet,
    columns: () => stdout.columns,
  });
  const files = options.reports.map(({ format, file }) =>
    format === 'json' ? createJsonReporter(file) : createJunitReporter(file),
  );
  return [...files, terminal];
}
