/** An assertion did not hold: the target is at fault. */
export class AssertionFailed extends Error {
  override readonly name = 'AssertionFailed';
  readonly expected: unknown;
  readonly actual: unknown;

  constructor(what: string, expected: unknown, actual: unknown) {
    super(what);
    this.expected = expected;
    this.actual = actual;
  }
}

/**
 * A prerequisite is missing, so nothing was learnt about the target. Untestable is never green: a MUST that could not
 * be tested makes the run inconclusive. The message says what to provide.
 */
export class Untestable extends Error {
  override readonly name = 'Untestable';
}

/** A request got no answer: refused, reset, or not in time. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}
