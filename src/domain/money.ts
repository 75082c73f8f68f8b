import { DomainError } from './errors.ts';

/** An exact decimal: `digits` × 10^-`scale`. */
export interface Decimal {
  digits: bigint;
  /** Digits after the point; never negative. */
  scale: number;
}

/** A longer text is no amount but an attack on the arithmetic. */
const longestText = 100;
/** JSON numbers go from 5e-324 to 1.8e+308. */
const largestExponent = 324;

/** The decimal that a text or a JSON number says, `1e-7` included; null when it says none or a negative one. */
export function parseDecimal(value: string | number): Decimal | null {
  const text = String(value).trim();
  if (text.length > longestText) return null;
  const [match, whole = '', fraction = '', exponent = '0'] =
    /^(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/.exec(text) ?? [];
  const power = Number(exponent);
  if (match === undefined || Math.abs(power) > largestExponent) return null;
  const digits = BigInt(`${whole}${fraction}`);
  const scale = fraction.length - power;
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 };
}

/** The exact value of an amount of a record. Raises an Error for what is no amount: records hold none. */
export function toDecimal(amount: number): Decimal {
  const decimal = parseDecimal(amount);
  if (!decimal) throw new Error('An amount is neither zero nor positive.');
  return decimal;
}

function align(a: Decimal, b: Decimal): [bigint, bigint, number] {
  const scale = Math.max(a.scale, b.scale);
  const raise = ({ digits, scale: own }: Decimal) => digits * 10n ** BigInt(scale - own);
  return [raise(a), raise(b), scale];
}

export function addDecimals(a: Decimal, b: Decimal): Decimal {
  const [left, right, scale] = align(a, b);
  return { digits: left + right, scale };
}

export function timesDecimal(a: Decimal, count: number): Decimal {
  return { digits: a.digits * BigInt(count), scale: a.scale };
}

/** Negative, zero or positive, as `a` is less than, equal to or more than `b`. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const [left, right] = align(a, b);
  return left < right ? -1 : Number(left > right);
}

/** True when the first amount is more than the second, exactly: 0.1 + 0.2 is not more than 0.3 here. */
export function isMoreThan(a: number, b: number): boolean {
  return compareDecimals(toDecimal(a), toDecimal(b)) > 0;
}

/** The decimal × 10^`decimals`; null when that is no whole number. */
export function scaleToUnits({ digits, scale }: Decimal, decimals: number): bigint | null {
  if (scale <= decimals) return digits * 10n ** BigInt(decimals - scale);
  const unit = 10n ** BigInt(scale - decimals);
  return digits % unit === 0n ? digits / unit : null;
}

/** What a token's uint256 holds at most. */
const mostUnits = 2n ** 256n - 1n;

/**
 * The amount in base units of a token, as integer text. Raises VALIDATION_ERROR at `path` when the amount is no decimal, has
 * more digits after the point than the token, or is more than a token can count (contract E.10).
 */
export function toRawAmount(amount: string | number, decimals: number, path: string): string {
  const refuse = (message: string) =>
    new DomainError('VALIDATION_ERROR', 'The amount is not valid.', { issues: [{ path, message }] });
  const decimal = parseDecimal(amount);
  if (!decimal) throw refuse('must be a decimal that is not negative');
  const units = scaleToUnits(decimal, decimals);
  if (units === null) throw refuse(`must have at most ${decimals} digits after the point`);
  if (units > mostUnits) throw refuse('must be less than 2^256 base units');
  return String(units);
}

const dollars = ['USD', 'USDC', 'USDT'];

/** True when amounts in the two currencies count alike: dollars do, and no currency compares with any (contract E.5). */
export function isSameCurrency(a: string | null, b: string | null): boolean {
  if (a === null || b === null) return true;
  const [left, right] = [a.trim().toUpperCase(), b.trim().toUpperCase()];
  return left === right || (dollars.includes(left) && dollars.includes(right));
}
