import type { PaymentRailType, PaymentRecommendation } from '../catalog/market-service.ts';
import { isSameCurrency, parseDecimal, toRawAmount } from '../money.ts';
import type { Spend } from '../orders/order.ts';
import type { PaymentStatus, Rail } from './payment.ts';
import { readAddresses, readChain, refuseWith } from './rail-fields.ts';

export type RailWish = Partial<Omit<Rail, 'type' | 'metadata'>> & {
  type?: PaymentRailType;
  metadata?: Record<string, unknown>;
};

export interface IntentWish {
  rail: RailWish;
  amount: number | null;
  currency: string | null;
}

export interface IntentFacts {
  /** The order's. */
  payment: PaymentRecommendation;
  agentAddress: string;
  /** Fixed quote or price, else the budget. */
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
  amount: number | null;
  currency: string | null;
}

const plainFields = [
  'token',
  'tokenMint',
  'provider',
  'externalUrl',
  'accountId',
  'paymentIntentId',
] as const;

/** The rail that is used: the requested one, else the recommended one. Raises VALIDATION_ERROR (contract E.8). */
export function chooseRailType(
  wish: RailWish,
  { supportedRails, defaultRail, required }: PaymentRecommendation,
  enforceRails: boolean,
): PaymentRailType {
  const type = wish.type ?? defaultRail;
  if (enforceRails && !supportedRails.includes(type)) {
    refuseWith([{ path: 'rail.type', message: `must be one of ${supportedRails.join(', ')}` }]);
  }
  if (enforceRails && type === 'not-required' && required) {
    refuseWith([{ path: 'rail.type', message: 'must be a rail: this service has to be paid' }]);
  }
  return type;
}

function pickFields(wish: RailWish, advice: PaymentRecommendation): Partial<Rail> {
  const entries = plainFields.map((key) => [
    key,
    wish[key] ?? (key in advice ? advice[key as keyof PaymentRecommendation] : undefined),
  ]);
  return Object.fromEntries(entries.filter(([, value]) => typeof value === 'string')) as Partial<Rail>;
}

function pickAddresses(
  type: PaymentRailType,
  wish: RailWish,
  { payment, agentAddress }: IntentFacts,
): Record<string, string | undefined> {
  const payer = wish.payerAddress ?? payment.payerAddress ?? agentAddress;
  const isEscrow = type === 'escrow' || type === 'onchain-escrow';
  return {
    // Whoever signs an x402 payment is its payer; nobody knows that yet.
    payerAddress: type === 'x402' ? undefined : payer,
    payeeAddress: wish.payeeAddress ?? payment.payeeAddress ?? payment.walletAddress ?? undefined,
    walletAddress: wish.walletAddress ?? payment.walletAddress ?? undefined,
    escrowAddress: wish.escrowAddress ?? (isEscrow ? payment.escrowAddress : null) ?? undefined,
  };
}

function readDecimals(metadata: Record<string, unknown>, preset: number): number {
  const given = metadata['tokenDecimals'] ?? metadata['decimals'] ?? preset;
  const isValid = typeof given === 'number' && Number.isInteger(given) && given >= 0 && given <= 36;
  if (!isValid)
    refuseWith([{ path: 'rail.metadata.tokenDecimals', message: 'must be a whole number from 0 to 36' }]);
  return Number(given);
}

const isUsdt = (token: string | null | undefined) => token?.trim().toUpperCase() === 'USDT';

/**
 * What a payment intent says, every field filled that clients need to settle it (contract E.8, Q26, Q27). Raises
 * VALIDATION_ERROR for a rail that is not offered while that is enforced, a bad chain, address or amount.
 */
export function createIntent(wish: IntentWish, facts: IntentFacts, settings: IntentSettings): Intent {
  const { payment, spend } = facts;
  const type = chooseRailType(wish.rail, payment, settings.enforceRails);
  if (type === 'not-required')
    return { status: 'not_required', rail: { type }, amount: null, currency: null };
  const given = wish.rail.chain ?? payment.chain ?? null;
  const chain = given === null ? null : readChain(given, 'rail.chain');
  const plain = pickFields(wish.rail, payment);
  const currency = wish.currency ?? spend.currency ?? plain.token ?? null;
  const advisedToken = wish.rail.tokenAddress ?? payment.tokenAddress ?? null;
  const tokenAddress =
    advisedToken ?? (isUsdt(plain.token ?? currency) ? settings.usdtContract : null) ?? undefined;
  const amount = wish.amount ?? (isKnown(spend) ? spend.amount : null);
  const metadata = describeAmount(wish.rail.metadata ?? {}, amount, settings.usdtDecimals);
  const addresses = readAddresses({ ...pickAddresses(type, wish.rail, facts), tokenAddress }, chain, 'rail.');
  const rail: Rail = { type, ...(chain === null ? {} : { chain }), ...plain, ...addresses, metadata };
  return { status: 'intent_created', rail, amount, currency };
}

const isKnown = ({ amount }: Spend) => amount > 0;

function describeAmount(
  given: Record<string, unknown>,
  amount: number | null,
  usdtDecimals: number,
): Record<string, unknown> {
  const tokenDecimals = readDecimals(given, usdtDecimals);
  if (amount === null) return { ...given, tokenDecimals };
  return { ...given, tokenDecimals, rawAmount: toRawAmount(amount, tokenDecimals, 'amount') };
}

/** True when the intent asks for more than the order counted when it was placed (contract E.5). */
export function exceedsSpend(intent: Intent, spend: Spend): boolean {
  const [asked, counted] = [parseDecimal(intent.amount ?? 0), parseDecimal(spend.amount)];
  if (!asked || !counted) return false;
  const isOther = !isSameCurrency(intent.currency, spend.currency);
  return isOther || (intent.amount ?? 0) > spend.amount;
}
