import type { Profile } from '../profiles/load-profile.ts';
import type { Decided } from './plan.ts';
import type { Finding } from './run-check.ts';
import type { Requirement, Result, Verdict } from './types.ts';

export interface Judging {
  toggleSet: string;
  profile: Profile;
  /** True: a SHOULD that fails makes the run fail too. */
  strict: boolean;
}

/** The result of a requirement whose check ran (or whose traffic was judged). */
export function toResult(requirement: Requirement, finding: Finding, judging: Judging): Result {
  const isBacked = judging.profile.counts.includes(requirement.backing);
  const { message, expected, actual } = finding;
  return {
    ...describe(requirement, judging),
    verdict: toVerdict(finding, isBacked && requirement.level === 'MUST'),
    // A built-in requirement broken only in values that this profile does not count is a warning for everybody.
    counted: finding.outcome !== 'warn' && isCounted(requirement, judging),
    ...(message === undefined ? {} : { message }),
    ...(expected === undefined ? {} : { expected }),
    ...(actual === undefined ? {} : { actual }),
    durationMs: Math.round(finding.durationMs),
    assertions: finding.assertions,
    exchangeCount: finding.exchangeCount,
    exchanges: finding.outcome === 'pass' ? [] : finding.exchanges,
  };
}

/** The result of a requirement that was decided without running anything. */
export function toDecidedResult({ requirement, verdict, message }: Decided, judging: Judging): Result {
  return {
    ...describe(requirement, judging),
    verdict,
    counted: isCounted(requirement, judging),
    message,
    durationMs: 0,
    assertions: 0,
    exchangeCount: 0,
    exchanges: [],
  };
}

function isCounted(requirement: Requirement, { profile, strict }: Judging): boolean {
  return profile.counts.includes(requirement.backing) && (requirement.level === 'MUST' || strict);
}

function toVerdict(finding: Finding, isBinding: boolean): Verdict {
  if (finding.outcome !== 'fail') return finding.outcome;
  return isBinding ? 'fail' : 'warn';
}

function describe({ id, group, level, backing, text }: Requirement, { toggleSet }: Judging) {
  return { id, group, level, backing, text, toggleSet };
}
