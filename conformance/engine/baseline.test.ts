import { describe, expect, test } from 'vitest';
import { findStale, markKnown, parseBaseline } from './baseline.ts';
import type { Result, Verdict } from './types.ts';

const ids = ['machines.create-needs-proof', 'machines.archive-frees-identity'];

function result(id: string, verdict: Verdict): Result {
  return {
    id,
    group: 'machines',
    level: 'MUST',
    backing: 'client',
    text: '',
    toggleSet: 'defaults',
    verdict,
    counted: true,
    durationMs: 0,
    assertions: 1,
    exchangeCount: 1,
    exchanges: [],
  };
}

describe('A baseline file', () => {
  test('gives its entries', () => {
    const raw = [{ id: ids[0], reason: 'ticket 12', owner: 'ana', expires: '2027-01-31' }];
    expect(parseBaseline(raw, 'b.yaml', ids)).toEqual(raw);
  });

  test.each([
    [{ id: 'x' }, 'expected a list'],
    [[{ id: ids[0] }], 'id and reason must be text'],
    [[{ id: ids[0], reason: ' ' }], 'id and reason must be text'],
    [[{ id: ids[0], reasn: 'x' }], 'unknown key «reasn». Did you mean «reason»?'],
    [[{ id: 'machines.create-need-proof', reason: 'x' }], 'Did you mean «machines.create-needs-proof»?'],
    [[{ id: ids[0], reason: 'x', expires: 'soon' }], 'expires must be a date'],
    [
      [
        { id: ids[0], reason: 'x' },
        { id: ids[0], reason: 'y' },
      ],
      'twice',
    ],
  ])('with a mistake is refused with the correction (%j)', (raw, message) => {
    expect(() => parseBaseline(raw, 'b.yaml', ids)).toThrow(message);
  });
});

describe('A known failure', () => {
  const entry = { id: ids[0] ?? '', reason: 'ticket 12' };

  test('is marked and stays a failure', () => {
    const [first, second] = markKnown([result(entry.id, 'fail'), result(ids[1] ?? '', 'fail')], [entry]);
    expect(first).toMatchObject({ verdict: 'fail', known: entry });
    expect(second?.known).toBeUndefined();
  });

  test('that is untestable now is not excused', () => {
    expect(markKnown([result(entry.id, 'untestable')], [entry])[0]?.known).toBeUndefined();
  });

  test('that passes everywhere is stale', () => {
    expect(findStale([result(entry.id, 'pass')], [entry], '2026-06-01')).toMatchObject([{ id: entry.id }]);
  });

  test('that still fails in one toggle set is not stale', () => {
    expect(findStale([result(entry.id, 'pass'), result(entry.id, 'fail')], [entry], '2026-06-01')).toEqual(
      [],
    );
  });

  test('that did not run is not stale', () => {
    expect(findStale([], [entry], '2026-06-01')).toEqual([]);
  });

  test('is stale the day after it expired, also while it fails', () => {
    const dated = [{ ...entry, expires: '2026-06-01' }];
    expect(findStale([result(entry.id, 'fail')], dated, '2026-06-01')).toEqual([]);
    expect(findStale([result(entry.id, 'fail')], dated, '2026-06-02')).toHaveLength(1);
  });
});
