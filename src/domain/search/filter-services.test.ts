import { describe, expect, it } from 'vitest';
import type { MarketService } from '../catalog/market-service.ts';
import { aMachinePolicy, aService, fixedPrice } from '../market.fixture.ts';
import { aPolicy } from '../records.fixture.ts';
import { isPermitted, matchesTerms } from './filter-services.ts';
import type { SearchWish } from './normalise-search.ts';
import { normaliseSearch } from './normalise-search.ts';

const local: Partial<MarketService> = { region: 'eu' };
const handoff: Partial<MarketService> = { executionMode: 'external-handoff' };
const priced: Partial<MarketService> = { pricing: fixedPrice(2, 'USDC') };

const cases: [isMatch: boolean, wish: SearchWish, service: Partial<MarketService>][] = [
  [true, {}, {}],
  [true, { serviceType: 'defi' }, {}],
  [false, { serviceType: 'storage' }, {}],
  [true, { operation: 'history' }, {}],
  [false, { operation: 'delete' }, {}],
  [false, { operation: 'HISTORY' }, {}],
  [true, { requiredCapabilities: ['price', 'ORACLE'] }, {}],
  [false, { requiredCapabilities: ['price', 'rtk'] }, {}],
  [true, { region: 'EU' }, local],
  [true, { region: 'eu' }, { region: 'Global' }],
  [false, { region: 'us' }, local],
  [true, {}, local],
  [true, {}, handoff],
  [false, { allowExternalHandoff: false }, handoff],
  [true, { allowExternalHandoff: false }, {}],
  [false, { requireNativeExecution: true }, handoff],
  [true, { requireNativeExecution: true }, {}],
  [true, { budget: { max: 2 } }, priced],
  [false, { budget: { max: 1.99 } }, priced],
  [false, { budget: { amount: 1 } }, priced],
  [true, { budget: { max: 3, amount: 1 } }, priced],
  [false, { budget: { max: 1, amount: 3 } }, priced],
  [true, { budget: { preferred: 1 } }, priced],
  [true, { budget: { max: 2, currency: 'USDT' } }, priced],
  [false, { budget: { max: 2, currency: 'EUR' } }, priced],
  [true, { budget: { max: 1 } }, { pricing: { mode: 'provider-defined', amount: 2, notes: [] } }],
  [true, { budget: { max: 1 } }, { pricing: { mode: 'quote-required', notes: [] } }],
];

describe('matchesTerms', () => {
  it.each(cases)('%s for %o and %o', (isMatch, wish, service) => {
    expect(matchesTerms(aService(service), normaliseSearch(wish))).toBe(isMatch);
  });
});

describe('isPermitted', () => {
  const limits = (delegation = {}, policies = [{}]) => ({
    delegation: aPolicy(delegation),
    policies: policies.map((policy) => aMachinePolicy(policy)),
  });
  const anything = normaliseSearch({});
  const service = aService(priced);

  it.each([
    [true, limits()],
    [true, { delegation: aPolicy(), policies: [] }],
    [false, limits({ deniedSkillKeys: ['pyth'] })],
    [false, limits({ allowedServiceIds: ['other'] })],
    [true, limits({ perTransactionLimit: 2 })],
    [false, limits({ perTransactionLimit: 1 })],
    [false, limits({ perTransactionLimit: 100, currency: 'EUR' })],
    [true, limits({ dailySpendLimit: 1 })],
    [false, limits({}, [{}, { deniedSkillKeys: ['pyth'] }])],
    [false, limits({}, [{ budgetCap: { amount: 1, currency: 'USD' } }])],
  ])('%s under %o', (isAllowed, rules) => {
    expect(isPermitted(service, anything, rules)).toBe(isAllowed);
  });

  it('counts the budget where the price is open, as an order would', () => {
    const rules = limits({ perTransactionLimit: 10 }, [{ budgetCap: { amount: 5, currency: 'USD' } }]);
    const permits = (budget: object) => isPermitted(aService(), normaliseSearch({ budget }), rules);
    expect(
      [{}, { amount: 5 }, { amount: 6 }, { max: 11 }, { amount: 5, currency: 'EUR' }].map(permits),
    ).toEqual([true, true, false, false, false]);
  });
});
