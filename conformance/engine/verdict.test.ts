import { describe, expect, test } from 'vitest';
import type { Result, Verdict } from './types.ts';
import { judge } from './verdict.ts';
import type { RunFacts } from './verdict.ts';

function result(verdict: Verdict, more: Partial<Result> = {}): Result {
  return {
    id: 'group.sentence',
    group: 'group',
    level: 'MUST',
    backing: 'documented',
    text: 'A sentence.',
    toggleSet: 'defaults',
    verdict,
    counted: true,
    durationMs: 1,
    assertions: 1,
    exchangeCount: 1,
    exchanges: [],
    ...more,
  };
}

function facts(results: Result[], more: Partial<RunFacts> = {}): RunFacts {
  return {
    results,
    isInterrupted: false,
    isGuardTripped: false,
    unreachable: undefined,
    staleBaseline: [],
    isPartial: false,
    isBailed: false,
    ...more,
  };
}

const pass = result('pass');
const known = { id: 'group.sentence', reason: 'being repaired' };
const stale = [{ ...known, problem: 'it no longer fails' }];

describe('The exit code of a run', () => {
  test.each<[string, number, Result[], Partial<RunFacts>]>([
    ['everything passed', 0, [pass], {}],
    ['some requirements did not apply', 0, [pass, result('not-applicable')], {}],
    ['a SHOULD failed', 0, [pass, result('warn', { level: 'SHOULD', counted: false })], {}],
    ['a SHOULD failed under --strict', 1, [pass, result('warn', { level: 'SHOULD' })], {}],
    ['an uncounted sentence failed', 0, [pass, result('warn', { counted: false })], {}],
    ['a MUST failed', 1, [pass, result('fail')], {}],
    ['a MUST failed and another was untestable', 1, [result('fail'), result('untestable')], {}],
    ['a known MUST failed', 0, [pass, result('fail', { known })], {}],
    ['a MUST was untestable', 4, [pass, result('untestable')], {}],
    ['an uncounted MUST was untestable', 0, [pass, result('untestable', { counted: false })], {}],
    ['a SHOULD was untestable', 0, [pass, result('untestable', { level: 'SHOULD' })], {}],
    ['a MUST was skipped by hand', 4, [pass, result('skipped')], {}],
    ['nothing ran', 4, [], {}],
    ['nothing applied', 4, [result('not-applicable')], {}],
    ['the baseline is stale', 4, [pass], { staleBaseline: stale }],
    ['the run was stopped by --bail', 4, [pass], { isBailed: true }],
    ['the kit broke', 5, [pass, result('error', { counted: false })], {}],
    ['the kit broke and a MUST failed', 5, [result('fail'), result('error')], {}],
    ['a later target did not start', 3, [pass], { unreachable: 'It did not start.' }],
    ['the guard tripped and the kit broke', 6, [result('error')], { isGuardTripped: true }],
    [
      'it was interrupted, whatever else',
      130,
      [result('fail'), result('error')],
      { isInterrupted: true, isGuardTripped: true },
    ],
  ])('is right when %s', (_case, exitCode, results, more) => {
    expect(judge(facts(results, more)).exitCode).toBe(exitCode);
  });
});

describe('A run is called conformant', () => {
  const bad: Verdict[] = ['fail', 'untestable', 'skipped', 'error'];

  test.each(bad)('never with a counted MUST that is %s', (verdict) => {
    for (const isKnown of [false, true]) {
      const results = [pass, result(verdict, isKnown ? { known } : {})];
      if (isKnown && verdict !== 'fail') continue;
      expect(judge(facts(results)).conformant).toBe(false);
    }
  });

  test('never for a selection', () => {
    const verdict = judge(facts([pass], { isPartial: true }));
    expect(verdict).toMatchObject({ exitCode: 0, conformant: false });
  });

  test('when every MUST passed', () => {
    const verdict = judge(facts([pass, result('not-applicable')]));
    expect(verdict).toMatchObject({ conformant: true, counts: { pass: 1, 'not-applicable': 1, fail: 0 } });
  });
});
