import { Ledger } from '../contract/ledger.ts';
import type { Redactor } from '../contract/redactor.ts';
import type { LiveTarget } from '../target/live-target.ts';
import { judgeOperation } from './contract-requirements.ts';
import type { Planned, SetPlan } from './plan.ts';
import { runPool } from './pool.ts';
import { runCheck } from './run-check.ts';
import { shuffle } from './shuffle.ts';
import { toDecidedResult, toResult } from './to-result.ts';
import type { Judging } from './to-result.ts';
import type { Result } from './types.ts';

export interface SetRunOptions {
  plan: SetPlan;
  target: LiveTarget;
  judging: Judging;
  redactor: Redactor;
  isReadOnly: boolean;
  concurrency: number;
  seed: number;
  signal: AbortSignal;
  /** Why nothing more is started; undefined while the run goes on. */
  stopReason: () => string | undefined;
  onStart: (id: string) => Promise<void>;
  onResult: (result: Result) => Promise<void>;
}

/** Runs one toggle set's plan on its target. Returns what could not be cleaned up. */
export async function runSet(options: SetRunOptions): Promise<string[]> {
  const { plan, judging, onResult } = options;
  const ledger = new Ledger();
  const leftovers: string[] = [];
  for (const decided of plan.decided) await onResult(toDecidedResult(decided, judging));
  const order = shuffle(plan.run, `${options.seed}/${judging.toggleSet}`);
  const work = async (planned: Planned): Promise<void> => {
    leftovers.push(...(await runOne(planned, options, ledger)));
  };
  await runPool(
    order.filter(({ check }) => !check.exclusive),
    options.concurrency,
    work,
  );
  await runPool(
    order.filter(({ check }) => check.exclusive),
    1,
    work,
  );
  await judgeTraffic(options, ledger);
  return leftovers;
}

async function runOne(planned: Planned, options: SetRunOptions, ledger: Ledger): Promise<readonly string[]> {
  const { requirement, check } = planned;
  const { judging, onResult, stopReason } = options;
  const reason = stopReason();
  if (reason !== undefined) {
    await onResult(
      toDecidedResult({ requirement, verdict: 'untestable', message: `Not run: ${reason}.` }, judging),
    );
    return [];
  }
  await options.onStart(requirement.id);
  const { target, redactor, isReadOnly, signal } = options;
  const finding = await runCheck({ requirement, check, target, redactor, ledger, isReadOnly, signal });
  await onResult(toResult(requirement, finding, judging));
  return finding.leftovers;
}

async function judgeTraffic({ plan, judging, onResult }: SetRunOptions, ledger: Ledger): Promise<void> {
  for (const { requirement, mustBeReached } of plan.contract) {
    const finding = judgeOperation(requirement, ledger, { mustBeReached, counts: judging.profile.counts });
    if (finding) await onResult(toResult(requirement, finding, judging));
  }
}
