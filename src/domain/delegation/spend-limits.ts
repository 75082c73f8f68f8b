import { DomainError } from '../errors.ts';
import type { Decimal } from '../money.ts';
import {
  addDecimals,
  compareDecimals,
  isMoreThan,
  isSameCurrency,
  timesDecimal,
  toDecimal,
} from '../money.ts';
import type { Spend } from '../orders/order.ts';
import type { DelegationPolicy } from '../pairing.ts';

/** Equal amounts and how many of them there are. */
export interface CountedSpend {
  spend: Spend;
  count: number;
}

/** When the day of a timestamp began, UTC: daily limits count from there (contract E.5). */
export function startOfUtcDay(timestamp: string): string {
  return `${timestamp.slice(0, 10)}T00:00:00.000Z`;
}

/** The exact sum of amounts. */
export function sumSpend(spent: readonly CountedSpend[]): Decimal {
  const zero: Decimal = { digits: 0n, scale: 0 };
  return spent.reduce(
    (sum, { spend, count }) => addDecimals(sum, timesDecimal(toDecimal(spend.amount), count)),
    zero,
  );
}

/** The rule that one amount breaks by itself, whatever else was spent; null when it breaks none (contract E.5). */
export function findBreach(
  { perTransactionLimit, dailySpendLimit, currency }: DelegationPolicy,
  spend: Spend,
): 'currency' | 'perTransactionLimit' | null {
  if (perTransactionLimit === null && dailySpendLimit === null) return null;
  if (!isSameCurrency(currency, spend.currency)) return 'currency';
  if (perTransactionLimit === null) return null;
  return isMoreThan(spend.amount, perTransactionLimit) ? 'perTransactionLimit' : null;
}

/**
 * Holds an order's amount against the limits of the pairing; equal to a limit passes. `spentToday` leaves the order itself
 * out. Raises AGENT_POLICY_DENIED for another currency than the policy's, AGENT_SPEND_LIMIT_EXCEEDED and
 * AGENT_DAILY_LIMIT_EXCEEDED (contract E.5).
 */
export function assertWithinLimits(
  policy: DelegationPolicy,
  spend: Spend,
  spentToday: readonly CountedSpend[],
): void {
  const { perTransactionLimit, dailySpendLimit, currency } = policy;
  const breach = findBreach(policy, spend);
  if (breach === 'currency') {
    throw new DomainError('AGENT_POLICY_DENIED', 'The delegation policy is about another currency.', {
      policyCurrency: currency,
    });
  }
  if (breach === 'perTransactionLimit') {
    throw new DomainError('AGENT_SPEND_LIMIT_EXCEEDED', 'The amount is over the limit of one order.', {
      perTransactionLimit,
    });
  }
  if (dailySpendLimit === null) return;
  const total = addDecimals(sumSpend(spentToday), toDecimal(spend.amount));
  if (compareDecimals(total, toDecimal(dailySpendLimit)) > 0) {
    throw new DomainError(
      'AGENT_DAILY_LIMIT_EXCEEDED',
      'The amount is over what is left of the daily limit.',
      { dailySpendLimit },
    );
  }
}
