import { fileURLToPath } from 'node:url';
import { Redactor } from '../contract/redactor.ts';
import { runConformance } from '../engine/run.ts';
import type { Result, ToggleSet } from '../engine/types.ts';
import type { Profile } from '../profiles/load-profile.ts';
import type { Catalog } from '../requirements/load-catalog.ts';
import { startManaged } from '../target/managed.ts';
import type { Mutant } from './mutant.ts';

const packageRoot = fileURLToPath(new URL('../../', import.meta.url));
const register = fileURLToPath(new URL('./register.ts', import.meta.url));

export interface TrialOptions {
  catalog: Catalog;
  profile: Profile;
  sets: readonly ToggleSet[];
  /** PATH and the like, for the server. */
  inheritedEnv: Readonly<Record<string, string>>;
  seed: number;
}

export interface Trial {
  mutant: Mutant;
  isKilled: boolean;
  /** Requirements that turned red, the mutant's own included. */
  red: readonly string[];
  /** Why it counts as alive; empty when it was killed by exactly its requirement. */
  complaint: string;
  durationMs: number;
}

/**
 * Runs the whole suite, in the mutant's toggle set, on a server with this one break. It is killed when its own
 * requirement fails and nothing turns red that the catalogue does not name.
 */
export async function tryMutant(mutant: Mutant, options: TrialOptions): Promise<Trial> {
  const started = performance.now();
  const set = options.sets.find(({ name }) => name === mutant.set);
  if (!set) throw new Error(`${mutant.id}: there is no toggle set "${mutant.set}".`);
  const report = await runConformance({
    catalog: options.catalog,
    profile: options.profile,
    strict: false,
    target: { mode: 'managed', address: `mutant ${mutant.id}` },
    sets: [set],
    openTarget: (wanted) => startManaged(wanted, launchOf(mutant, options)),
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
  const complaint = report.verdict.exitCode === 3 ? report.verdict.reason : complain(mutant, report.results);
  const red = report.results.filter(isRed).map(({ id }) => id);
  return { mutant, red, complaint, isKilled: complaint === '', durationMs: performance.now() - started };
}

function launchOf(mutant: Mutant, options: TrialOptions) {
  const patch = { path: `${packageRoot}${mutant.file}`, find: mutant.find, replace: mutant.replace };
  return {
    command: {
      file: process.execPath,
      args: ['--import', register, `${packageRoot}bin/machine-markets.mjs`, 'serve'],
    },
    inheritedEnv: { ...options.inheritedEnv, MACHINE_MARKETS_MUTANT: JSON.stringify(patch) },
    declaredEnv: {},
    timeoutMs: 10_000,
  };
}

const isRed = ({ verdict }: Result): boolean => !['pass', 'not-applicable'].includes(verdict);

function complain(mutant: Mutant, results: readonly Result[]): string {
  const own = results.find(({ id }) => id === mutant.requirement);
  if (!own) return `${mutant.requirement} did not run in the toggle set ${mutant.set}`;
  if (own.verdict !== 'fail' && own.verdict !== 'warn') return `${mutant.requirement} is ${own.verdict}`;
  const wanted = [mutant.requirement, ...mutant.alsoRed];
  const surprises = results.filter((result) => isRed(result) && !wanted.includes(result.id));
  const missing = mutant.alsoRed.filter((id) => !results.some((result) => result.id === id && isRed(result)));
  return [
    ...surprises.map(({ id, verdict }) => `${id} turned ${verdict} too`),
    ...missing.map((id) => `${id} was expected to turn red too`),
  ].join('; ');
}
