import { describe, expect, it } from 'vitest';
import {
  addDecimals,
  compareDecimals,
  isMoreThan,
  isSameCurrency,
  parseDecimal,
  scaleToUnits,
  timesDecimal,
  toDecimal,
  toRawAmount,
} from './money.ts';
import { refusal } from './refusal.fixture.ts';

describe('parseDecimal', () => {
  it.each([
    ['0', 0n, 0],
    ['1.0', 10n, 1],
    ['1.', 1n, 0],
    ['007.50', 750n, 2],
    [' 2.5 ', 25n, 1],
    ['1e-7', 1n, 7],
    ['0E-18', 0n, 18],
    ['1.5e3', 1500n, 0],
    ['1.5E+1', 15n, 0],
    [0, 0n, 0],
    [-0, 0n, 0],
    [0.1, 1n, 1],
    [1e-7, 1n, 7],
    [1e21, 10n ** 21n, 0],
    [1.5e300, 15n * 10n ** 299n, 0],
    [5e-324, 5n, 324],
    ['9'.repeat(100), BigInt('9'.repeat(100)), 0],
  ])('reads %s exactly', (value, digits, scale) => {
    expect(parseDecimal(value)).toEqual({ digits, scale });
  });

  it.each([
    '',
    ' ',
    '-1',
    '+1',
    '.5',
    '1,5',
    '1 000',
    '0x10',
    '1e',
    'e5',
    '1e1000',
    '1e325',
    'NaN',
    'Infinity',
    '1.2.3',
    '١',
    '9'.repeat(101),
    -0.5,
    Number.NaN,
    Number.POSITIVE_INFINITY,
  ])('does not read %s', (value) => {
    expect(parseDecimal(value)).toBeNull();
  });
});

describe('exact arithmetic', () => {
  it('adds without the errors of binary fractions', () => {
    const sum = addDecimals(toDecimal(0.1), toDecimal(0.2));
    expect(compareDecimals(sum, toDecimal(0.3))).toBe(0);
    expect(0.1 + 0.2).not.toBe(0.3);
  });

  it('multiplies by a count', () => {
    expect(compareDecimals(timesDecimal(toDecimal(0.1), 3), toDecimal(0.3))).toBe(0);
  });

  it.each([
    [1, 1, 0],
    [1.1, 1.09, 1],
    [1e-7, 1e-8, 1],
    [0.3, 0.30000000000000004, -1],
    [2, 10, -1],
    [1e300, 1e-300, 1],
  ])('compares %s with %s: %s', (a, b, order) => {
    expect(compareDecimals(toDecimal(a), toDecimal(b))).toBe(order);
    expect(isMoreThan(a, b)).toBe(order > 0);
  });

  it('has no amount below zero', () => {
    expect(() => toDecimal(-1)).toThrow('neither zero nor positive');
  });
});

describe('scaleToUnits', () => {
  it.each([
    [1.5, 6, 1_500_000n],
    [1.5, 1, 15n],
    [1.5, 0, null],
    [2, 0, 2n],
    [1e-7, 6, null],
    [1e-7, 7, 1n],
  ])('%s with %s decimals is %s', (amount, decimals, units) => {
    expect(scaleToUnits(toDecimal(amount), decimals)).toBe(units);
  });
});

describe('toRawAmount', () => {
  const most = 2n ** 256n - 1n;

  it.each([
    ['1.5', 6, '1500000'],
    ['1.5', 18, '1500000000000000000'],
    ['0', 6, '0'],
    [0.02, 6, '20000'],
    ['0.0200000', 6, '20000'],
    ['1.000', 0, '1'],
    ['1e-7', 7, '1'],
    [String(most), 0, String(most)],
  ])('%s with %s decimals is %s', (amount, decimals, raw) => {
    expect(toRawAmount(amount, decimals, 'amount')).toBe(raw);
  });

  it.each([
    ['0.0000001', 6, 'must have at most 6 digits after the point'],
    ['1.5', 0, 'must have at most 0 digits after the point'],
    ['abc', 6, 'must be a decimal that is not negative'],
    ['-1', 6, 'must be a decimal that is not negative'],
    [String(most + 1n), 0, 'must be less than 2^256 base units'],
    ['1e77', 6, 'must be less than 2^256 base units'],
  ])('refuses %s with %s decimals: %s', (amount, decimals, message) => {
    expect(() => toRawAmount(amount, decimals, 'rail.amount')).toThrow(
      refusal('VALIDATION_ERROR', { details: { issues: [{ path: 'rail.amount', message }] } }),
    );
  });
});

describe('isSameCurrency', () => {
  it.each([
    ['USD', 'USDC', true],
    ['usdt', ' USDC ', true],
    ['EUR', 'eur', true],
    ['USD', null, true],
    [null, 'EUR', true],
    [null, null, true],
    ['USD', 'EUR', false],
    ['EUR', 'EURC', false],
    ['PEAQ', 'USDT', false],
  ])('%s and %s: %s', (a, b, isSame) => {
    expect(isSameCurrency(a, b)).toBe(isSame);
    expect(isSameCurrency(b, a)).toBe(isSame);
  });
});
