import { describe, expect, it } from 'vitest';
import { fixedPrice } from '../market.fixture.ts';
import { amountOf } from './spend.ts';

const open = { pricing: { mode: 'provider-defined' as const, notes: [] } };
const asked = { pricing: { mode: 'quote-required' as const, amount: 9, currency: 'USD', notes: [] } };
const two = { pricing: fixedPrice(2, 'USDC') };
const three = { pricing: fixedPrice(3, 'USDT') };
const budget = { amount: 5, max: 7, currency: 'EUR' };

describe('amountOf', () => {
  it.each([
    ['a fixed quote', { quote: two, service: three, budget }, { amount: 2, currency: 'USDC' }],
    [
      'a fixed price, when the quote is open',
      { quote: open, service: three, budget },
      { amount: 3, currency: 'USDT' },
    ],
    [
      'a fixed price, without a quote',
      { quote: null, service: three, budget },
      { amount: 3, currency: 'USDT' },
    ],
    [
      'a fixed price of nothing',
      { quote: null, service: { pricing: fixedPrice(0) }, budget },
      { amount: 0, currency: 'USDC' },
    ],
    [
      'a fixed price without a currency',
      { quote: null, service: { pricing: fixedPrice(1, null) }, budget },
      { amount: 1, currency: null },
    ],
    ['the amount of the budget', { quote: open, service: open, budget }, { amount: 5, currency: 'EUR' }],
    [
      'the budget, when a price is only indicated',
      { quote: asked, service: asked, budget },
      { amount: 5, currency: 'EUR' },
    ],
    [
      'the most of the budget',
      { quote: null, service: open, budget: { max: 7 } },
      { amount: 7, currency: null },
    ],
    [
      'an amount of nothing before the most',
      { quote: null, service: open, budget: { amount: 0, max: 7 } },
      { amount: 0, currency: null },
    ],
    ['nothing', { quote: null, service: open, budget: null }, { amount: 0, currency: null }],
    [
      'nothing, in a currency',
      { quote: null, service: open, budget: { currency: 'USD' } },
      { amount: 0, currency: 'USD' },
    ],
  ])('counts %s', (_name, sources, spend) => {
    expect(amountOf(sources)).toEqual(spend);
  });

  it('does not take a fixed price without its amount for one', () => {
    const broken = { pricing: { mode: 'fixed' as const, amount: null, notes: [] } };
    expect(amountOf({ quote: broken, service: two, budget: null })).toEqual({ amount: 2, currency: 'USDC' });
  });
});
