import type { MarketService } from '../catalog/market-service.ts';
import { findDenial } from '../delegation/assert-delegated.ts';
import { findBreach } from '../delegation/spend-limits.ts';
import { amountOf } from '../delegation/spend.ts';
import { isMoreThan, isSameCurrency } from '../money.ts';
import type { DelegationPolicy } from '../pairing.ts';
import { findViolation } from '../policies/machine-policy.ts';
import type { Policy } from '../policies/policy.ts';
import type { SearchTerms } from './normalise-search.ts';

const isSame = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** True when the service does what the search asks for (contract E.6, «Filters»). */
export function matchesTerms(service: MarketService, terms: SearchTerms): boolean {
  const { serviceType, operation, region, requiredCapabilities } = terms;
  const isHandoff = service.executionMode === 'external-handoff';
  return (
    (serviceType === null || service.serviceType === serviceType) &&
    (operation === null || service.operations.includes(operation)) &&
    requiredCapabilities.every((wanted) => service.capabilities.some((own) => isSame(own, wanted))) &&
    (region === null || isSame(service.region, region) || isSame(service.region, 'global')) &&
    !(isHandoff && (terms.requireNativeExecution || !terms.allowExternalHandoff)) &&
    isAffordable(service, terms)
  );
}

/** A fixed price over the budget is left out; a price nobody knows yet is not. */
function isAffordable({ pricing }: MarketService, { budget }: SearchTerms): boolean {
  const most = budget.max ?? budget.amount;
  if (pricing.mode !== 'fixed' || typeof pricing.amount !== 'number' || most === undefined) return true;
  return (
    isSameCurrency(pricing.currency ?? null, budget.currency ?? null) && !isMoreThan(pricing.amount, most)
  );
}

/**
 * True when an order with the search's budget would pass the agent's delegation and every policy of the machine; only what
 * was spent today is not known here (contract E.5, E.14).
 */
export function isPermitted(
  service: MarketService,
  terms: SearchTerms,
  { delegation, policies }: { delegation: DelegationPolicy; policies: readonly Policy[] },
): boolean {
  const spend = amountOf({ quote: null, service, budget: terms.budget });
  return (
    findDenial(delegation, service) === null &&
    findBreach(delegation, spend) === null &&
    policies.every((policy) => findViolation(policy, service, spend) === null)
  );
}
