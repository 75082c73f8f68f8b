import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Redactor } from '../contract/redactor.ts';
import { runConformance } from '../engine/run.ts';
import { shuffle } from '../engine/shuffle.ts';
import type { Requirement, Result, ToggleSet } from '../engine/types.ts';
import type { Profile } from '../profiles/load-profile.ts';
import type { Catalog } from '../requirements/load-catalog.ts';
import { startManaged } from '../target/managed.ts';
import type { ManagedOptions } from '../target/managed.ts';
import type { SharedChain } from '../target/shared-chain.ts';
import type { Batch } from './batches.ts';
import type { Mutant } from './mutant.ts';

const packageRoot = fileURLToPath(new URL('../../', import.meta.url));
const register = fileURLToPath(new URL('./register.ts', import.meta.url));
/** Durable writes cost nothing here; no mutant is about durability. */
const memoryFolder = '/dev/shm';

export interface TrialOptions {
  catalog: Catalog;
  profile: Profile;
  sets: readonly ToggleSet[];
  /** PATH and the like, for the server. */
  inheritedEnv: Readonly<Record<string, string>>;
  seed: number;
  /** Runs every requirement, so that whatever else a break turns red is seen; otherwise a sample drawn by the seed. */
  isExact: boolean;
  /** With isExact: also the checks that start servers of their own, when no mutant of the batch is about them. */
  isThorough: boolean;
  chain: SharedChain;
}

export interface Trial {
  /** Requirements that turned red. */
  red: readonly string[];
  /** Why the batch is not killed by exactly its requirements; empty when it is. */
  complaint: string;
}

/** Runs the suite, in the mutants' toggle set, on a server with all breaks of the batch. */
export async function tryBatch(batch: Batch, options: TrialOptions): Promise<Trial> {
  const setName = batch[0]?.set;
  const set = options.sets.find(({ name }) => name === setName);
  if (!set) return { red: [], complaint: `there is no toggle set "${setName}"` };
  const report = await runConformance({
    catalog: narrow(batch, options),
    profile: options.profile,
    strict: false,
    target: { mode: 'managed', address: batch.map(({ id }) => id).join(' ') },
    sets: [set],
    openTarget: (wanted) => startManaged(wanted, describeServer(batch, options)),
    detected: {},
    only: [],
    skip: new Map(),
    isReadOnly: false,
    concurrency: 4,
    setsAtOnce: 1,
    seed: options.seed,
    bail: false,
    baseline: [],
    redactor: new Redactor(),
    reporters: [],
    signal: new AbortController().signal,
  });
  const red = report.results.filter(isRed).map(({ id }) => id);
  return {
    red,
    complaint: report.verdict.exitCode === 3 ? report.verdict.reason : complain(batch, report.results),
  };
}

/** Requirements that must stay green beside the batch's own, when not all of them run. */
const bystanderCount = 25;
/** Checks that call an operation whose contract a mutant breaks: nothing is judged that nobody calls. */
const callerCount = 12;

const isContract = ({ id }: Requirement): boolean => id.startsWith('contract.');

/** What runs on a batch: its own requirements, and all others, or a sample of them that must stay green. */
function narrow(batch: Batch, options: TrialOptions): Catalog {
  const { catalog, isExact, isThorough, seed } = options;
  if (isExact && isThorough) return catalog;
  const wanted = wantedRed(batch);
  const quick = catalog.requirements.filter(
    ({ id, needs }) => !needs.includes('spawn') || wanted.includes(id),
  );
  if (isExact) return { ...catalog, requirements: quick };
  const others = shuffle(
    quick.filter((requirement) => !isContract(requirement)),
    `${seed}/${wanted.join()}`,
  );
  const operations = wanted
    .filter((id) => id.startsWith('contract.'))
    .map((id) => id.slice('contract.'.length));
  const callers = operations.flatMap((operation) =>
    others.filter((requirement) => requirement.operations.includes(operation)).slice(0, callerCount),
  );
  const chosen = new Set([
    ...wanted,
    ...[...callers, ...others.slice(0, bystanderCount)].map(({ id }) => id),
  ]);
  return { ...catalog, requirements: quick.filter(({ id }) => chosen.has(id)) };
}

function describeServer(batch: Batch, options: TrialOptions): ManagedOptions {
  const patches = batch.map(({ file, find, replace }) => ({ path: `${packageRoot}${file}`, find, replace }));
  return {
    ...(existsSync(memoryFolder) ? { dataParent: memoryFolder } : {}),
    command: {
      file: process.execPath,
      args: ['--import', register, `${packageRoot}bin/machine-markets.mjs`, 'serve'],
    },
    inheritedEnv: { ...options.inheritedEnv, MACHINE_MARKETS_MUTANTS: JSON.stringify(patches) },
    declaredEnv: {},
    chain: options.chain,
    timeoutMs: 10_000,
  };
}

const isRed = ({ verdict }: Result): boolean => !['pass', 'not-applicable'].includes(verdict);

const wantedRed = (batch: Batch): string[] =>
  batch.flatMap(({ requirement, alsoRed }) => [requirement, ...alsoRed]);

function complain(batch: Batch, results: readonly Result[]): string {
  const wanted = wantedRed(batch);
  const surprises = results.filter((result) => isRed(result) && !wanted.includes(result.id));
  return [
    ...batch.map((mutant) => complainOfOwn(mutant, results)),
    ...surprises.map(({ id, verdict }) => `${id} turned ${verdict} too`),
  ]
    .filter((complaint) => complaint !== '')
    .join('; ');
}

function complainOfOwn(mutant: Mutant, results: readonly Result[]): string {
  const own = results.find(({ id }) => id === mutant.requirement);
  if (!own) return `${mutant.requirement} did not run in the toggle set ${mutant.set}`;
  if (own.verdict !== 'fail' && own.verdict !== 'warn') return `${mutant.requirement} is ${own.verdict}`;
  const missing = mutant.alsoRed.filter((id) => !results.some((result) => result.id === id && isRed(result)));
  return missing.map((id) => `${id} was expected to turn red too`).join('; ');
}
