import type { CheckContext, Reply } from '../../engine/context.ts';
import type { MarketPayment, Order, RailType, Trader } from '../../engine/market.ts';

export type Fields = Record<string, unknown>;

/** An order that waits for payment, and the payment of its intent. */
export interface Due {
  order: Order;
  payment: MarketPayment;
}

const usdtOnPeaq = { type: 'wdk-usdt-transfer', chain: 'eip155:3338', token: 'USDT' } as const;

/** Set-up: an order with an intent whose parties, token and amount are all known. */
export async function due(
  ctx: CheckContext,
  trader: Trader,
  rail: { type?: RailType } & Fields = {},
): Promise<Due> {
  const order = await ctx.order(trader, { kind: 'paid' });
  const parties = { payerAddress: ctx.agent().address, payeeAddress: ctx.agent().address };
  const body = { rail: { ...usdtOnPeaq, ...parties, ...rail }, amount: 0.02, currency: 'USDT' };
  return { order, payment: await ctx.intent(order, body) };
}

/** Sends a recorded proof that fits the intent, with these fields added or replaced. */
export const prove = (ctx: CheckContext, { order, payment }: Due, fields: Fields = {}): Promise<Reply> =>
  send(ctx, order, ctx.recordedProof(payment, fields));

/** Sends exactly this proof. */
export const send = (ctx: CheckContext, order: Order, body: Fields): Promise<Reply> =>
  ctx.act(order, 'submitPaymentProof', { body });

/** A Solana transaction signature that nobody has seen. */
export function freshSolanaSignature(ctx: CheckContext): string {
  const digits = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
  const bytes = Buffer.from(`${ctx.freshHash()}${ctx.freshHash()}`.replaceAll('0x', ''), 'hex');
  return `3${[...bytes].map((byte) => digits[byte % digits.length]).join('')}`.padEnd(87, '2');
}

/** A recorded proof of what this order's intent says. */
export async function proofFor(ctx: CheckContext, order: Order): Promise<Fields> {
  const payment = await ctx.readPayment(order);
  return ctx.recordedProof(payment ?? ctx.untestable('Set-up: an order with an intent has no payment.'));
}
