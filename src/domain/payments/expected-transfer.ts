import { compareDecimals, parseDecimal, toRawAmount } from '../money.ts';
import type { MarketPayment, PaymentProof, Rail } from './payment.ts';
import { invalidPayment, refuseWith } from './rail-fields.ts';
import type { ExpectedTransfer } from './receipt-rules.ts';
import type { TransferClaim } from './transfer-claim.ts';

/** The amount in base units that the intent tells. */
export function intendedRawAmount({ metadata }: Rail): string | undefined {
  const rawAmount = metadata?.['rawAmount'];
  return typeof rawAmount === 'string' ? rawAmount : undefined;
}

/**
 * The amount in base units that a claim tells: `rawAmount`, else `amount` scaled by its own, the intent's or the
 * deployment's decimals; undefined when it tells none. Raises VALIDATION_ERROR (contract E.10).
 */
export function claimedRawAmount(
  { rawAmount, amount, tokenDecimals }: TransferClaim,
  { metadata }: Rail,
  usdtDecimals: number,
): string | undefined {
  if (rawAmount !== undefined) return String(BigInt(rawAmount));
  if (amount === undefined) return undefined;
  const intended = metadata?.['tokenDecimals'];
  const decimals = tokenDecimals ?? (typeof intended === 'number' ? intended : usdtDecimals);
  return toRawAmount(amount, decimals, 'amount');
}

const isOther = (a: string | null | undefined, b: string | null | undefined) =>
  typeof a === 'string' && typeof b === 'string' && a.toLowerCase() !== b.toLowerCase();

const textFields = ['chain', 'token', 'tokenAddress', 'payerAddress', 'payeeAddress'] as const;
/** A payer may pay from whichever account. */
const boundFields: readonly string[] = ['chain', 'token', 'tokenAddress', 'payeeAddress', 'amount'];

/** The fields in which a proof differs from what the intent knows. */
export function findDifferences(
  proof: PaymentProof,
  { rail, amount }: Pick<MarketPayment, 'rail' | 'amount'>,
): string[] {
  const texts = textFields.filter((field) => isOther(proof[field], rail[field]));
  return isOtherAmount(proof, rail, amount) ? [...texts, 'amount'] : texts;
}

function isOtherAmount(proof: PaymentProof, rail: Rail, intended: number | null): boolean {
  const known = intendedRawAmount(rail);
  if (proof.rawAmount !== undefined && known !== undefined) return proof.rawAmount !== known;
  const [claimed, due] = [parseDecimal(proof.amount ?? ''), parseDecimal(intended ?? '')];
  return claimed !== null && due !== null && compareDecimals(claimed, due) !== 0;
}

/**
 * What the receipt must show. It is checked against the intent, not against values that the caller chose. Raises
 * VALIDATION_ERROR for what nobody tells, and for what differs from the intent (contract E.10).
 */
export function expectTransfer(
  proof: PaymentProof,
  payment: Pick<MarketPayment, 'rail' | 'amount'>,
): ExpectedTransfer {
  const { payerAddress, payeeAddress, tokenAddress, rawAmount } = proof;
  const differing = findDifferences(proof, payment).filter((field) => boundFields.includes(field));
  refuseWith(differing.map((path) => ({ path, message: 'must be as in the payment intent' })));
  const missing = Object.entries({ payerAddress, payeeAddress, tokenAddress, amount: rawAmount })
    .filter(([, value]) => value === undefined)
    .map(([path]) => ({ path, message: 'is required to verify the transfer' }));
  if (
    payerAddress === undefined ||
    payeeAddress === undefined ||
    tokenAddress === undefined ||
    rawAmount === undefined
  )
    throw invalidPayment(...missing);
  return { payerAddress, payeeAddress, tokenAddress, rawAmount };
}
