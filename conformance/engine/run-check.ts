import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Exchange } from '../contract/exchange.ts';
import type { Ledger } from '../contract/ledger.ts';
import type { Redactor } from '../contract/redactor.ts';
import type { LiveTarget } from '../target/live-target.ts';
import { openContext } from './check-context.ts';
import type { Check } from './define-check.ts';
import { show } from './expect.ts';
import type { Expect } from './expect.ts';
import { AssertionFailed, NoAnswer, Untestable } from './outcomes.ts';
import { longestText } from './limits.ts';
import type { Requirement } from './types.ts';

export interface RunCheckOptions {
  requirement: Requirement;
  check: Check;
  target: LiveTarget;
  redactor: Redactor;
  ledger: Ledger;
  isReadOnly: boolean;
  /** Ends the check early, as untestable. */
  signal: AbortSignal;
}

/** What one run of one check showed, before level and profile make a verdict of it. */
export interface Finding {
  outcome: 'pass' | 'fail' | 'warn' | 'untestable' | 'error';
  message?: string;
  expected?: string;
  actual?: string;
  durationMs: number;
  assertions: number;
  exchangeCount: number;
  exchanges: readonly Exchange[];
  leftovers: readonly string[];
}

type Judgement = Pick<Finding, 'outcome' | 'message' | 'expected' | 'actual'>;

/** Evidence is the first and the last exchanges of a check; a loop of hundreds in between is not kept. */
const keptFirst = 10;
const keptLast = 30;

class Traffic {
  count = 0;
  hasAccepted = false;
  hasViolation = false;
  readonly #first: Exchange[] = [];
  readonly #last: Exchange[] = [];

  add(exchange: Exchange): void {
    this.count += 1;
    this.hasAccepted ||= exchange.isAccepted;
    this.hasViolation ||= exchange.violations.length > 0;
    if (this.#first.length < keptFirst) this.#first.push(exchange);
    else this.#last.push(exchange);
    if (this.#last.length > keptLast) this.#last.shift();
  }

  evidence(): readonly Exchange[] {
    return [...this.#first, ...this.#last];
  }
}

/** Runs one check to its end, cleans up after it, and says what it showed. Never throws. */
export async function runCheck(options: RunCheckOptions): Promise<Finding> {
  const { requirement, check, target, ledger, isReadOnly } = options;
  const started = performance.now();
  const redactor = options.redactor.createChild();
  const traffic = new Traffic();
  let isOver = false;
  const record = (exchange: Exchange): void => {
    ledger.add(exchange);
    if (!isOver) traffic.add(exchange);
  };
  const { ctx, expect, close } = openContext({
    requirementId: requirement.id,
    target,
    redactor,
    isReadOnly,
    record,
  });
  let judgement: Judgement;
  try {
    await withWatchdog(check, options.signal, () => check.run(ctx));
    judgement = judgePass(requirement, expect, traffic, target);
  } catch (error) {
    judgement = judgeFailure(error, traffic, target);
  }
  isOver = true;
  const durationMs = performance.now() - started;
  const leftovers = await close();
  return {
    ...redact(judgement, redactor),
    durationMs,
    assertions: expect.count,
    exchangeCount: traffic.count,
    exchanges: judgement.outcome === 'pass' ? [] : traffic.evidence(),
    leftovers,
  };
}

/** A check that ended without complaint passes only if it asked something and the target was alive while it did. */
function judgePass(
  requirement: Requirement,
  expect: Expect,
  traffic: Traffic,
  target: LiveTarget,
): Judgement {
  if (expect.count === 0) return { outcome: 'error', message: 'The check made no assertion.' };
  const isExempt = requirement.process || requirement.liveness === 'none';
  if (isExempt || traffic.hasAccepted) return { outcome: 'pass' };
  const indifferent = target.unknownPathAnswer
    ? ' The target answers a path that does not exist with success, so its answers prove nothing.'
    : '';
  return {
    outcome: 'untestable',
    message: `No request of this check was accepted (2xx, in conformance with the contract).${indifferent}`,
  };
}

function judgeFailure(error: unknown, traffic: Traffic, target: LiveTarget): Judgement {
  if (error instanceof AssertionFailed) {
    return {
      outcome: 'fail',
      message: error.message,
      expected: show(error.expected),
      actual: show(error.actual),
    };
  }
  if (error instanceof Untestable) return { outcome: 'untestable', message: error.message };
  if (error instanceof NoAnswer) {
    const end = target.describeEnd();
    return {
      outcome: 'fail',
      message: `The target did not answer.${end ? ` ${end}` : ''}`,
      expected: 'an answer',
      actual: error.message,
    };
  }
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  if (error instanceof CheckTimeout) return { outcome: 'error', message };
  if (!traffic.hasViolation) return { outcome: 'error', message: `The check broke. ${message}` };
  return {
    outcome: 'fail',
    message: `An answer broke the contract, so the check could not go on. ${message}`,
  };
}

class CheckTimeout extends Error {
  override readonly name = 'CheckTimeout';
}

async function withWatchdog(check: Check, signal: AbortSignal, run: () => Promise<void>): Promise<void> {
  const settled = new AbortController();
  const limit = sleep(check.timeoutMs, undefined, { signal: settled.signal }).then(() => {
    throw new CheckTimeout(`The check did not end within ${check.timeoutMs} ms.`);
  });
  const interruption = once(signal, 'abort', { signal: settled.signal }).then(() => {
    throw new Untestable('Not run to its end: interrupted.');
  });
  try {
    await Promise.race([run(), limit, interruption]);
  } finally {
    settled.abort();
    await Promise.allSettled([limit, interruption]);
  }
}

function redact(judgement: Judgement, redactor: Redactor): Judgement {
  const safe: Judgement = { outcome: judgement.outcome };
  for (const key of ['message', 'expected', 'actual'] as const) {
    const value = judgement[key];
    if (value !== undefined) safe[key] = redactor.text(value).slice(0, longestText);
  }
  return safe;
}
