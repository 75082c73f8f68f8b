import { isDeepStrictEqual } from 'node:util';
import { AssertionFailed, Untestable } from './outcomes.ts';
import type { Reply } from './context.ts';

export interface ErrorQuestion {
  status?: number | readonly number[];
  code: string | readonly string[];
}

export interface RejectionQuestion extends ErrorQuestion {
  /** The request with the defect. */
  request: () => Promise<Reply>;
  /** The same request with only the defect removed. It must be accepted, or the result is void (untestable). */
  control: () => Promise<Reply>;
  /** What should have happened: `a create without proof is rejected`. */
  what: string;
}

export interface RejectionPair {
  rejected: Reply;
  accepted: Reply;
}

export interface Evidence {
  expected?: unknown;
  actual?: unknown;
}

/** Counted assertions. The first that does not hold ends the check. */
export class Expect {
  #count = 0;

  /** How many assertions were made until now. */
  get count(): number {
    return this.#count;
  }

  /** The condition holds. */
  ok(condition: boolean, what: string, evidence: Evidence = {}): void {
    this.#count += 1;
    if (condition) return;
    const expected = 'expected' in evidence ? evidence.expected : 'true';
    throw new AssertionFailed(what, expected, 'actual' in evidence ? evidence.actual : 'false');
  }

  /** Deeply equal. */
  equal(actual: unknown, expected: unknown, what: string): void {
    this.ok(isDeepStrictEqual(actual, expected), what, { expected, actual });
  }

  notEqual(actual: unknown, unexpected: unknown, what: string): void {
    this.ok(!isDeepStrictEqual(actual, unexpected), what, {
      expected: `anything but ${show(unexpected)}`,
      actual,
    });
  }

  /** A string that matches; returned for further use. */
  match(actual: unknown, pattern: RegExp, what: string): string {
    const text = typeof actual === 'string' ? actual : undefined;
    this.ok(text !== undefined && pattern.test(text), what, { expected: `text matching ${pattern}`, actual });
    return text ?? '';
  }

  /** A non-empty string; returned for further use. */
  string(actual: unknown, what: string): string {
    return this.match(actual, /[\s\S]/, what);
  }

  /** A finite number; returned for further use. */
  number(actual: unknown, what: string): number {
    const value = typeof actual === 'number' && Number.isFinite(actual) ? actual : undefined;
    this.ok(value !== undefined, what, { expected: 'a number', actual });
    return value ?? 0;
  }

  /** An array; returned for further use. */
  array(actual: unknown, what: string): readonly unknown[] {
    const value: readonly unknown[] | undefined = Array.isArray(actual) ? actual : undefined;
    this.ok(value !== undefined, what, { expected: 'an array', actual });
    return value ?? [];
  }

  includes(list: unknown, item: unknown, what: string): void {
    const found = Array.isArray(list) && list.some((entry) => isDeepStrictEqual(entry, item));
    this.ok(found, what, { expected: `a list with ${show(item)}`, actual: list });
  }

  excludes(list: unknown, item: unknown, what: string): void {
    const absent = Array.isArray(list) && !list.some((entry) => isDeepStrictEqual(entry, item));
    this.ok(absent, what, { expected: `a list without ${show(item)}`, actual: list });
  }

  /** One of these statuses. */
  status(reply: Reply, expected: number | readonly number[], what = 'the status'): void {
    const wanted = typeof expected === 'number' ? [expected] : expected;
    const code = reply.at('error.code');
    const actual = typeof code === 'string' ? `${reply.status} ${code}` : reply.status;
    this.ok(wanted.includes(reply.status), what, { expected: wanted.join(' or '), actual });
  }

  /** An error envelope with one of these codes. On its own it proves nothing: use ctx.expectRejected. */
  error(reply: Reply, question: ErrorQuestion, what = 'the answer is the expected error'): void {
    const codes = typeof question.code === 'string' ? [question.code] : question.code;
    const wanted = typeof question.status === 'number' ? [question.status] : question.status;
    const code = reply.at('error.code');
    const isStatusRight = wanted === undefined ? reply.status >= 400 : wanted.includes(reply.status);
    const isRight = isStatusRight && typeof code === 'string' && codes.includes(code);
    this.ok(isRight, what, {
      expected: `${wanted === undefined ? '4xx or 5xx' : wanted.join(' or ')} with code ${codes.join(' or ')}`,
      actual: `${reply.status} with ${typeof code === 'string' ? `code ${code}` : 'no error code'}`,
    });
  }

  /** Sends the defective request, then its control, and judges both. */
  async rejected(question: RejectionQuestion): Promise<RejectionPair> {
    const rejected = await question.request();
    if (rejected.status >= 200 && rejected.status < 300) this.error(rejected, question, question.what);
    const accepted = await question.control();
    if (!accepted.isAccepted) throw new Untestable(describeVoid(question.what, accepted));
    this.error(rejected, question, question.what);
    return { rejected, accepted };
  }
}

function describeVoid(what: string, control: Reply): string {
  const code = control.at('error.code');
  const answer = typeof code === 'string' ? `${control.status} ${code}` : String(control.status);
  const reason = control.exchange.violations[0];
  const detail = reason
    ? ` (${reason.pointer || 'answer'}: expected ${reason.expected}, got ${reason.actual})`
    : '';
  return `Void: «${what}» proves nothing, because the same request without the defect was not accepted either: ${answer}${detail}.`;
}

/** A value as one line of text, for messages. */
export function show(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === undefined) return 'nothing';
  return (
    JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? String(part) : part)) ??
    typeof value
  );
}
