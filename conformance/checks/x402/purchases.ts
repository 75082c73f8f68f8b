import type { PrivateKeyAccount } from 'viem/accounts';
import { isRecord, parseJson } from '../../contract/json.ts';
import type { CheckContext, Reply } from '../../engine/context.ts';
import type { MarketPayment, Order, Service, Trader } from '../../engine/market.ts';

/** An order that is sold over x402, with what its seller wants. */
export interface Purchase {
  order: Order;
  payment: MarketPayment;
  /** Base64, as the intent shows it. */
  challenge: string;
  account: PrivateKeyAccount;
}

interface PurchaseOptions {
  trader?: Trader;
  service?: Service;
}

/** Set-up: an order with its intent, and an account to pay with. */
export async function startPurchase(ctx: CheckContext, options: PurchaseOptions = {}): Promise<Purchase> {
  const trader = options.trader ?? (await ctx.trader());
  const service = options.service ?? (await ctx.service('x402'));
  const order = await ctx.order(trader, { service });
  const payment = await ctx.intent(order, { rail: { type: 'x402' } });
  return { order, payment, challenge: ctx.challenge402(payment), account: ctx.agent() };
}

/** A purchase whose signature is proven. */
export interface PaidPurchase extends Purchase {
  paymentSignature: string;
  /** The answer to the proof. */
  proven: MarketPayment;
}

/** Set-up: as startPurchase, with a proof that is held. */
export async function payPurchase(ctx: CheckContext, options: PurchaseOptions = {}): Promise<PaidPurchase> {
  const purchase = await startPurchase(ctx, options);
  const paymentSignature = await ctx.sign402(purchase.challenge, purchase.account);
  const reply = await prove(ctx, purchase, paymentSignature);
  if (!reply.isAccepted || reply.at('item.status') !== 'held')
    ctx.untestable(`The proof was answered ${reply.status} ${String(reply.at('error.code'))}.`);
  return { ...purchase, paymentSignature, proven: reply.body.item };
}

export const prove = (
  ctx: CheckContext,
  { order }: Purchase,
  paymentSignature: string,
  fields: Record<string, unknown> = {},
) => ctx.act(order, 'submitPaymentProof', { body: { payment: { paymentSignature }, ...fields } });

export const executeWith = (
  ctx: CheckContext,
  { order }: Purchase,
  paymentSignature: string | undefined,
): Promise<Reply> =>
  ctx.act(order, 'executeMarketOrder', {
    body: paymentSignature === undefined ? {} : { payment: { paymentSignature } },
  });

/** The seller that speaks version 1. */
export const firstVersionService = (ctx: CheckContext): Promise<Service> =>
  ctx.service('x402', ({ providerKey }) => providerKey === 'agentic-market');

/** The first offer of a challenge. */
export function readOffer(ctx: CheckContext, challenge: string): Record<string, unknown> {
  const json = parseJson(Buffer.from(challenge, 'base64').toString('utf8'));
  const accepts: unknown = isRecord(json) ? json['accepts'] : undefined;
  const offer: unknown = Array.isArray(accepts) ? accepts[0] : undefined;
  return isRecord(offer) ? offer : ctx.untestable('The challenge makes no offer.');
}

/** The same challenge with other fields in its first offer. */
export function withOffer(ctx: CheckContext, challenge: string, fields: Record<string, unknown>): string {
  const json = parseJson(Buffer.from(challenge, 'base64').toString('utf8'));
  const accepts = [{ ...readOffer(ctx, challenge), ...fields }];
  return Buffer.from(JSON.stringify({ ...(isRecord(json) ? json : {}), accepts })).toString('base64');
}
