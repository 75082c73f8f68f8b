import { describe, expect, it } from 'vitest';
import { toDecimal } from '../money.ts';
import { aPolicy } from '../records.fixture.ts';
import { refusal } from '../refusal.fixture.ts';
import { assertWithinLimits, findBreach, startOfUtcDay, sumSpend } from './spend-limits.ts';

const spend = (amount: number, currency: string | null = null) => ({ amount, currency });
const spent = (amount: number, count = 1) => ({ spend: spend(amount), count });

describe('startOfUtcDay', () => {
  it.each([
    ['2026-05-16T23:59:59.999Z', '2026-05-16T00:00:00.000Z'],
    ['2026-05-16T00:00:00.000Z', '2026-05-16T00:00:00.000Z'],
    ['2026-12-31T12:00:00.000Z', '2026-12-31T00:00:00.000Z'],
  ])('%s → %s', (timestamp, start) => {
    expect(startOfUtcDay(timestamp)).toBe(start);
  });
});

describe('sumSpend', () => {
  it('adds each amount as often as it was spent, exactly', () => {
    expect(sumSpend([])).toEqual(toDecimal(0));
    expect(sumSpend([spent(0.1, 3), spent(1e-7, 2)])).toEqual({ digits: 3_000_002n, scale: 7 });
  });
});

describe('the limit of one order', () => {
  const policy = aPolicy({ perTransactionLimit: 0.3, currency: 'USD' });

  it.each([0, 0.3, 0.29])('passes %s', (amount) => {
    expect(() => assertWithinLimits(policy, spend(amount, 'USDC'), [])).not.toThrow();
  });

  it.each([0.30000000000000004, 1, 1e300])('refuses %s', (amount) => {
    expect(findBreach(policy, spend(amount))).toBe('perTransactionLimit');
    expect(() => assertWithinLimits(policy, spend(amount), [])).toThrow(
      refusal('AGENT_SPEND_LIMIT_EXCEEDED', { details: { perTransactionLimit: 0.3 } }),
    );
  });

  it('allows nothing but free orders when it is 0', () => {
    const none = aPolicy({ perTransactionLimit: 0 });
    expect(() => assertWithinLimits(none, spend(0), [])).not.toThrow();
    expect(() => assertWithinLimits(none, spend(1e-9), [])).toThrow(refusal('AGENT_SPEND_LIMIT_EXCEEDED'));
  });
});

describe('the limit of a day', () => {
  const policy = aPolicy({ dailySpendLimit: 0.3 });

  it.each([
    [[], 0.3],
    [[spent(0.1), spent(0.1)], 0.1],
    [[spent(0.1, 2)], 0.1],
    [[spent(0.3)], 0],
  ])('after %o passes %s: up to the limit itself', (today, amount) => {
    expect(() => assertWithinLimits(policy, spend(amount), today)).not.toThrow();
  });

  it.each([
    [[], 0.31],
    [[spent(0.1, 2)], 0.1000001],
    [[spent(0.3)], 1e-9],
    [[spent(5)], 0],
  ])('after %o refuses %s', (today, amount) => {
    expect(() => assertWithinLimits(policy, spend(amount), today)).toThrow(
      refusal('AGENT_DAILY_LIMIT_EXCEEDED', { details: { dailySpendLimit: 0.3 } }),
    );
  });

  it('names the limit of one order first', () => {
    const both = aPolicy({ perTransactionLimit: 1, dailySpendLimit: 1 });
    expect(() => assertWithinLimits(both, spend(2), [])).toThrow(refusal('AGENT_SPEND_LIMIT_EXCEEDED'));
    expect(() => assertWithinLimits(both, spend(1), [spent(1)])).toThrow(
      refusal('AGENT_DAILY_LIMIT_EXCEEDED'),
    );
  });
});

describe('currencies', () => {
  it.each([{ perTransactionLimit: 10 }, { dailySpendLimit: 10 }])(
    'refuses another one than that of %o',
    (limit) => {
      const policy = aPolicy({ ...limit, currency: 'USD' });
      expect(findBreach(policy, spend(1, 'EUR'))).toBe('currency');
      expect(() => assertWithinLimits(policy, spend(1, 'EUR'), [])).toThrow(
        refusal('AGENT_POLICY_DENIED', { details: { policyCurrency: 'USD' } }),
      );
    },
  );

  it.each([
    ['USD', 'USDT'],
    ['USDC', null],
    [null, 'EUR'],
    ['EUR', 'eur'],
  ])('compares %s with %s', (currency, other) => {
    const policy = aPolicy({ perTransactionLimit: 1, currency });
    expect(() => assertWithinLimits(policy, spend(1, other), [])).not.toThrow();
    expect(() => assertWithinLimits(policy, spend(1.01, other), [])).toThrow(
      refusal('AGENT_SPEND_LIMIT_EXCEEDED'),
    );
  });

  it('means nothing without a limit', () => {
    expect(() =>
      assertWithinLimits(aPolicy({ currency: 'USD' }), spend(1e9, 'EUR'), [spent(1e9)]),
    ).not.toThrow();
  });
});
