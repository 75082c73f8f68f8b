import type { Pricing } from '../catalog/market-service.ts';
import type { Spend } from '../orders/order.ts';

export interface Budget {
  amount?: number;
  max?: number;
  currency?: string;
}

export interface SpendSources {
  quote: { pricing: Pricing } | null;
  service: { pricing: Pricing };
  budget: Budget | null;
}

const fixedPrice = ({ mode, amount, currency }: Pricing): Spend | null =>
  mode === 'fixed' && typeof amount === 'number' ? { amount, currency: currency ?? null } : null;

/** What an order counts: a fixed quote, else a fixed price, else the budget's amount, else its maximum, else 0 (contract E.5). */
export function amountOf({ quote, service, budget }: SpendSources): Spend {
  const fixed = (quote && fixedPrice(quote.pricing)) ?? fixedPrice(service.pricing);
  if (fixed) return fixed;
  return { amount: budget?.amount ?? budget?.max ?? 0, currency: budget?.currency ?? null };
}
