import type { KnownFailure, Result, Verdict } from './types.ts';

/** The exit codes of conform. Every report shows the one that judge() chose. */
export const exitCodes = {
  conformant: 0,
  failed: 1,
  usage: 2,
  unreachable: 3,
  inconclusive: 4,
  harness: 5,
  guard: 6,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export interface StaleEntry extends KnownFailure {
  problem: string;
}

export interface RunFacts {
  results: readonly Result[];
  isInterrupted: boolean;
  /** A secret was about to reach a report, or the read-only guard was passed. */
  isGuardTripped: boolean;
  /** Why a target could not be reached or started; undefined when all could. */
  unreachable: string | undefined;
  staleBaseline: readonly StaleEntry[];
  /** True when --only left something out: then the run says nothing about conformance as a whole. */
  isPartial: boolean;
  isBailed: boolean;
}

export interface RunVerdict {
  exitCode: ExitCode;
  /** True only when every MUST that counts was executed and passed, with nothing left out. */
  conformant: boolean;
  /** One sentence for people. */
  reason: string;
  counts: Record<Verdict | 'known', number>;
}

const isFailure = (result: Result): boolean =>
  result.counted && result.known === undefined && (result.verdict === 'fail' || result.verdict === 'warn');

const isInconclusive = (result: Result): boolean =>
  result.counted &&
  result.level === 'MUST' &&
  (result.verdict === 'untestable' || result.verdict === 'skipped');

const wasExecuted = ({ verdict }: Result): boolean => verdict !== 'not-applicable' && verdict !== 'skipped';

/** The only place that turns results into an exit code: 130, then 6, 5, 3, 1, 4, 0. */
export function judge(facts: RunFacts): RunVerdict {
  const { exitCode, reason } = findExit(facts);
  const counts = countVerdicts(facts.results);
  const isWhole = !facts.isPartial && counts.known === 0;
  return { exitCode, reason, counts, conformant: exitCode === exitCodes.conformant && isWhole };
}

function findExit(facts: RunFacts): { exitCode: ExitCode; reason: string } {
  const { results } = facts;
  const failures = results.filter(isFailure).length;
  const errors = results.filter(({ verdict }) => verdict === 'error').length;
  if (facts.isInterrupted)
    return { exitCode: exitCodes.interrupted, reason: 'Interrupted; the reports hold what ran until then.' };
  if (facts.isGuardTripped) {
    return {
      exitCode: exitCodes.guard,
      reason:
        'A secret was about to reach a report; it was removed. Please report this as a defect of the kit.',
    };
  }
  if (errors > 0)
    return {
      exitCode: exitCodes.harness,
      reason: `The kit broke in ${countOf(errors, 'check')}; nothing can be said about them.`,
    };
  if (facts.unreachable !== undefined) return { exitCode: exitCodes.unreachable, reason: facts.unreachable };
  if (failures > 0)
    return {
      exitCode: exitCodes.failed,
      reason: `Not conformant: ${countOf(failures, 'requirement')} failed.`,
    };
  const open = findOpenPoint(facts);
  if (open !== undefined) return { exitCode: exitCodes.inconclusive, reason: `Inconclusive: ${open}` };
  return { exitCode: exitCodes.conformant, reason: describeSuccess(facts) };
}

/** Why a run without failures still proves nothing; undefined when it does. */
function findOpenPoint(facts: RunFacts): string | undefined {
  const { results, staleBaseline } = facts;
  const open = results.filter(isInconclusive).length;
  if (!results.some(wasExecuted)) return 'nothing was tested; look at --only, --skip and the toggles.';
  if (facts.isBailed) return 'stopped by --bail before everything had run.';
  if (open > 0) return `${countOf(open, 'MUST')} not tested.`;
  const [stale] = staleBaseline;
  if (stale)
    return `${countOf(staleBaseline.length, 'baseline entry')} to remove or renew, such as ${stale.id}: ${stale.problem}`;
  return undefined;
}

function describeSuccess({ results, isPartial }: RunFacts): string {
  const known = results.filter((result) => result.known !== undefined).length;
  if (known > 0)
    return `No new failure; ${countOf(known, 'known one')} of the baseline remain, so this is not conformance.`;
  if (isPartial) return 'Everything that was selected passed. A selection is not conformance as a whole.';
  return 'Conformant: every MUST that counts was executed and passed.';
}

function countOf(count: number, noun: string): string {
  const plural = noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : `${noun}s`;
  return `${count} ${count === 1 ? noun : plural}`;
}

function countVerdicts(results: readonly Result[]): RunVerdict['counts'] {
  const counts = {
    pass: 0,
    fail: 0,
    warn: 0,
    'not-applicable': 0,
    untestable: 0,
    skipped: 0,
    error: 0,
    known: 0,
  };
  for (const result of results) {
    counts[result.verdict] += 1;
    if (result.known) counts.known += 1;
  }
  return counts;
}
