import type { PaymentRailType, PaymentRecommendation } from '../catalog/market-service.ts';
import { isMoreThan, isSameCurrency, scaleToUnits, toDecimal, toRawAmount } from '../money.ts';
import type { Spend } from '../orders/order.ts';
import { isEvmChain } from './chain.ts';
import type { PaymentStatus, Rail } from './payment.ts';
import { invalidPayment, readAddresses, readChain } from './rail-fields.ts';

export type RailWish = Partial<Omit<Rail, 'type'>> & { type?: PaymentRailType };

/** A payment intent as a request asks for it. */
export interface IntentWish {
  rail: RailWish;
  /** More than 0; null = the order's. */
  amount: number | null;
  currency: string | null;
}

export interface IntentFacts {
  /** The order's. */
  payment: PaymentRecommendation;
  agentAddress: string;
  /** Fixed quote or price, else the budget; an amount of 0 is one that nobody knows. */
  spend: Spend;
}

export interface IntentSettings {
  enforceRails: boolean;
  usdtContract: string | null;
  usdtDecimals: number;
}

export interface Intent {
  status: Extract<PaymentStatus, 'intent_created' | 'not_required'>;
  rail: Rail;
  /** In major units of `currency`; null when nobody knows it. */
  amount: number | null;
  currency: string | null;
}

/**
 * What a payment intent says, every field filled that clients need to settle it (contract E.8). Raises VALIDATION_ERROR for a
 * rail that is not offered while that is enforced, and for a bad chain, address, amount or number of decimals.
 */
export function createIntent(wish: IntentWish, facts: IntentFacts, settings: IntentSettings): Intent {
  const { payment, spend } = facts;
  const type = chooseRailType(wish.rail, payment, settings.enforceRails);
  if (type === 'not-required')
    return { status: 'not_required', rail: { type }, amount: null, currency: null };
  const chain = chooseChain(wish.rail, payment);
  const plain = pickFields(wish.rail, payment);
  const currency = wish.currency ?? spend.currency ?? plain.token ?? null;
  const isTether = isUsdt(plain.token ?? currency) && (chain === null || isEvmChain(chain));
  const preset = isTether ? settings.usdtContract : null;
  const addresses = {
    ...pickAddresses(type, wish.rail, facts),
    tokenAddress: wish.rail.tokenAddress ?? payment.tokenAddress ?? preset,
  };
  const rail: Rail = {
    type,
    ...(chain === null ? {} : { chain }),
    ...plain,
    ...readAddresses(addresses, chain !== null && isEvmChain(chain), 'rail.'),
    metadata: describeAmount(wish, spend, settings.usdtDecimals),
  };
  return { status: 'intent_created', rail, amount: chooseAmount(wish, spend), currency };
}

/** The rail that is used: the requested one, else the recommended one. Raises VALIDATION_ERROR (contract E.8). */
export function chooseRailType(
  wish: RailWish,
  { supportedRails, defaultRail, required }: PaymentRecommendation,
  enforceRails: boolean,
): PaymentRailType {
  const type = wish.type ?? defaultRail;
  const offered = supportedRails.filter((rail) => !(required && rail === 'not-required'));
  if (enforceRails && !offered.includes(type)) {
    throw invalidPayment({ path: 'rail.type', message: `must be one of ${offered.join(', ')}` });
  }
  return type;
}

function chooseChain(wish: RailWish, payment: PaymentRecommendation): string | null {
  const given = wish.chain ?? payment.chain ?? null;
  return given === null ? null : readChain(given, 'rail.chain');
}

const advisedFields = ['token', 'tokenMint', 'provider', 'externalUrl'] as const;
const requestedFields = ['accountId', 'paymentIntentId'] as const;

function pickFields(wish: RailWish, payment: PaymentRecommendation): Partial<Rail> {
  const entries = [
    ...advisedFields.map((key) => [key, wish[key] ?? payment[key]] as const),
    ...requestedFields.map((key) => [key, wish[key]] as const),
  ];
  return Object.fromEntries(entries.filter(([, value]) => typeof value === 'string')) as Partial<Rail>;
}

const isUsdt = (symbol: string | null | undefined) => symbol?.trim().toUpperCase() === 'USDT';

type AddressField = 'payerAddress' | 'payeeAddress' | 'walletAddress' | 'escrowAddress';

function pickAddresses(
  type: PaymentRailType,
  wish: RailWish,
  { payment, agentAddress }: IntentFacts,
): Record<AddressField, string | null | undefined> {
  const isEscrow = type === 'escrow' || type === 'onchain-escrow';
  return {
    // Whoever signs an x402 payment is its payer; nobody knows that yet.
    payerAddress: type === 'x402' ? null : (wish.payerAddress ?? payment.payerAddress ?? agentAddress),
    payeeAddress: wish.payeeAddress ?? payment.payeeAddress ?? payment.walletAddress,
    walletAddress: wish.walletAddress ?? payment.walletAddress,
    escrowAddress: wish.escrowAddress ?? (isEscrow ? payment.escrowAddress : null),
  };
}

function chooseAmount({ amount }: IntentWish, spend: Spend): number | null {
  return amount ?? (spend.amount > 0 ? spend.amount : null);
}

/**
 * Metadata with the amount in base units. A requested amount must fit the token; a price that does not is left to the rail,
 * which may count otherwise. What clients take for the server's word is never the requester's.
 */
function describeAmount(wish: IntentWish, spend: Spend, usdtDecimals: number): Record<string, unknown> {
  const { rawAmount: _raw, paymentRequest: _request, ...given } = wish.rail.metadata ?? {};
  const tokenDecimals = readDecimals(given, usdtDecimals);
  const amount = chooseAmount(wish, spend);
  const isFitting = amount !== null && scaleToUnits(toDecimal(amount), tokenDecimals) !== null;
  if (amount === null || (wish.amount === null && !isFitting)) return { ...given, tokenDecimals };
  return { ...given, tokenDecimals, rawAmount: toRawAmount(amount, tokenDecimals, 'amount') };
}

function readDecimals(metadata: Record<string, unknown>, preset: number): number {
  const given = metadata['tokenDecimals'] ?? metadata['decimals'] ?? preset;
  if (typeof given === 'number' && Number.isInteger(given) && given >= 0 && given <= 36) return given;
  throw invalidPayment({
    path: 'rail.metadata.tokenDecimals',
    message: 'must be a whole number from 0 to 36',
  });
}

/** True when the intent asks for more than the order counted when it was placed, or for another currency (contract E.5). */
export function exceedsSpend(
  { amount, currency }: Pick<Intent, 'amount' | 'currency'>,
  spend: Spend,
): boolean {
  if (amount === null) return false;
  return !isSameCurrency(currency, spend.currency) || isMoreThan(amount, spend.amount);
}
