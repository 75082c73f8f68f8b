import { createHash } from 'node:crypto';
import type { Redactor } from '../contract/redactor.ts';
import type { Profile } from '../profiles/load-profile.ts';
import type { Catalog } from '../requirements/load-catalog.ts';
import type { LiveTarget } from '../target/live-target.ts';
import { kitVersion } from '../target/package-root.ts';
import type { ToggleStates } from '../target/toggles.ts';
import { findStale, markKnown } from './baseline.ts';
import { UnreachableError } from './configuration-error.ts';
import type { Reporter, RunEvent } from './events.ts';
import { createPlan } from './plan.ts';
import { runPool } from './pool.ts';
import type { RunReport } from './report.ts';
import { runSet } from './run-set.ts';
import type { KnownFailure, Result, SetDescription, TargetDescription, ToggleSet } from './types.ts';
import { judge } from './verdict.ts';

export interface RunOptions {
  catalog: Catalog;
  profile: Profile;
  strict: boolean;
  target: TargetDescription;
  /** The first one is where everything that applies runs. */
  sets: readonly ToggleSet[];
  /** Starts or connects the target of one set. Raises UnreachableError. */
  openTarget: (set: ToggleSet) => Promise<LiveTarget>;
  detected: ToggleStates;
  only: readonly string[];
  skip: ReadonlyMap<string, string>;
  isReadOnly: boolean;
  concurrency: number;
  /** How many toggle sets run at the same time. */
  setsAtOnce: number;
  seed: number;
  bail: boolean;
  baseline: readonly KnownFailure[];
  redactor: Redactor;
  reporters: readonly Reporter[];
  /** Interrupts the run: nothing more is started, and the report says so. */
  signal: AbortSignal;
}

/** Runs all toggle sets and returns the finished report, which every reporter has got by then. */
export async function runConformance(options: RunOptions): Promise<RunReport> {
  return new Run(options).execute();
}

class Run {
  readonly #options: RunOptions;
  readonly #started = new Date();
  readonly #results: Result[] = [];
  readonly #leftovers: string[] = [];
  readonly #sets: SetDescription[] = [];
  #unreachable: string | undefined;
  #isBailed = false;
  #events: Promise<void> = Promise.resolve();

  constructor(options: RunOptions) {
    this.#options = options;
  }

  async execute(): Promise<RunReport> {
    const { target, profile, seed, sets, setsAtOnce } = this.#options;
    const names = sets.map(({ name }) => name);
    await this.#emit({ type: 'run-started', target, profile: profile.name, seed, sets: names });
    await runPool(
      sets,
      setsAtOnce,
      (set) => this.#runSet(set),
      () => this.#stopReason() !== undefined,
    );
    const report = this.#finish();
    await this.#emit({ type: 'run-finished', report });
    return report;
  }

  /** Reporters get one event after the other, however many checks run at once. */
  #emit(event: RunEvent): Promise<void> {
    this.#events = this.#events.then(async () => {
      for (const reporter of this.#options.reporters) await reporter.handle(event);
    });
    return this.#events;
  }

  #stopReason(): string | undefined {
    if (this.#options.signal.aborted) return 'interrupted';
    if (this.#unreachable !== undefined) return 'another target could not be started';
    return this.#isBailed ? 'stopped by --bail' : undefined;
  }

  async #runSet(set: ToggleSet): Promise<void> {
    const started = performance.now();
    const target = await this.#open(set);
    if (!target) return;
    try {
      const leftovers = await this.#runOn(set, target);
      this.#leftovers.push(...leftovers.map((leftover) => `${set.name}: ${leftover}`));
      await this.#emit({
        type: 'set-finished',
        toggleSet: set.name,
        durationMs: performance.now() - started,
        leftovers,
      });
    } finally {
      await target.close();
    }
  }

  async #open(set: ToggleSet): Promise<LiveTarget | undefined> {
    const { openTarget, redactor } = this.#options;
    try {
      const target = await openTarget(set);
      for (const secret of [...target.apiKeys, target.sessionSecret]) redactor.add(secret);
      return target;
    } catch (error) {
      if (!(error instanceof UnreachableError)) throw error;
      this.#unreachable ??= redactor.text(error.message);
      return undefined;
    }
  }

  async #runOn(set: ToggleSet, target: LiveTarget): Promise<string[]> {
    const { catalog, only, skip, isReadOnly, profile, strict, redactor, concurrency, seed, signal } =
      this.#options;
    const isDefaultSet = set === this.#options.sets[0];
    const { missing, states } = target;
    const plan = createPlan({ catalog, states, isDefaultSet, missing, isReadOnly, only, skip });
    const planned = plan.run.length + plan.decided.length;
    const description = { name: set.name, why: set.why, states, planned };
    this.#sets.push(description);
    await this.#emit({ type: 'set-started', set: description });
    return runSet({
      plan,
      target,
      redactor,
      isReadOnly,
      concurrency,
      seed,
      signal,
      judging: { toggleSet: set.name, profile, strict },
      stopReason: () => this.#stopReason(),
      onStart: (id) => this.#emit({ type: 'check-started', id, toggleSet: set.name }),
      onResult: (result) => this.#add(result),
    });
  }

  async #add(found: Result): Promise<void> {
    const [result = found] = markKnown([found], this.#options.baseline);
    this.#results.push(result);
    const isFailure = result.counted && result.known === undefined && result.verdict === 'fail';
    if (this.#options.bail && isFailure) this.#isBailed = true;
    await this.#emit({ type: 'result', result });
  }

  #finish(): RunReport {
    const options = this.#options;
    const { results, isGuardTripped } = this.#guard();
    const staleBaseline = findStale(results, options.baseline, new Date().toISOString().slice(0, 10));
    const verdict = judge({
      results,
      isGuardTripped,
      staleBaseline,
      isInterrupted: options.signal.aborted,
      unreachable: this.#unreachable,
      isPartial: options.only.length > 0,
      isBailed: this.#isBailed && results.some(({ message }) => message === 'Not run: stopped by --bail.'),
    });
    return {
      tool: { name: 'machine-markets', version: kitVersion },
      target: options.target,
      sets: this.#sets,
      detected: options.detected,
      profile: { name: options.profile.name, counts: options.profile.counts },
      strict: options.strict,
      readOnly: options.isReadOnly,
      seed: options.seed,
      startedAt: this.#started.toISOString(),
      durationMs: Date.now() - this.#started.getTime(),
      ...describeCatalog(options.catalog),
      verdict,
      results,
      leftovers: this.#leftovers,
      staleBaseline,
    };
  }

  /** By toggle set, then id: the order in which checks ran is the seed's, and no concern of a reader. */
  #sorted(): Result[] {
    const order = new Map(this.#options.sets.map(({ name }, index) => [name, index]));
    const rank = (result: Result): number => order.get(result.toggleSet) ?? 0;
    return this.#results.toSorted((a, b) => rank(a) - rank(b) || a.id.localeCompare(b.id, 'en'));
  }

  /** Evidence was redacted where it was captured; should a secret have slipped through, it ends here. */
  #guard(): { results: readonly Result[]; isGuardTripped: boolean } {
    const { redactor } = this.#options;
    const results = this.#sorted();
    const text = JSON.stringify(results);
    if (!redactor.hasLeak(text)) return { results, isGuardTripped: false };
    return { results: JSON.parse(redactor.scrub(text)) as Result[], isGuardTripped: true };
  }
}

function describeCatalog(catalog: Catalog): Pick<RunReport, 'requirements' | 'excluded'> {
  const ids = catalog.requirements.map(({ id }) => id).sort();
  const sha256 = createHash('sha256').update(ids.join('\n')).digest('hex');
  const excluded = catalog.requirements.flatMap(({ id, excluded: reason }) =>
    reason === undefined ? [] : [{ id, reason }],
  );
  return { requirements: { count: ids.length, sha256 }, excluded };
}
