import type { CheckContext, Reply } from '../../engine/context.ts';
import type { MarketOrder, MarketPayment, Order, RailType, Trader } from '../../engine/market.ts';
import { needAccepted } from '../acceptance.ts';

/** Where an order and its payment stand; null = no payment. */
export interface Standing {
  order: MarketOrder['status'];
  payment: MarketPayment['status'] | null;
}

type MakeOrder = (ctx: CheckContext, trader: Trader) => Promise<Order>;

/** A rail that money moves on: the recommended one, else one that is offered. */
export function payingRail({ json: { payment } }: Order): RailType {
  const { defaultRail, supportedRails } = payment;
  const isPaying = (rail: RailType): boolean => rail !== 'not-required' && rail !== 'x402';
  return [defaultRail, ...supportedRails].find(isPaying) ?? 'offchain-record';
}

/** Set-up: an order that must be paid; nothing was. */
export const unpaid: MakeOrder = (ctx, trader) => ctx.order(trader, { kind: 'paid' });

/** Set-up: payment_pending, with a payment intent on a rail that money moves on. */
export async function withIntent(
  ctx: CheckContext,
  trader: Trader,
  kind: 'paid' | 'handoff' = 'paid',
): Promise<Order> {
  const order = await ctx.order(trader, { kind });
  await ctx.intent(order, { rail: { type: payingRail(order) } });
  return order;
}

/** Set-up: ready, held by a recorded proof. */
export const held: MakeOrder = async (ctx, trader) => {
  const order = await unpaid(ctx, trader);
  await ctx.hold(order);
  return order;
};

/** Set-up: executes the order as it stands; it is `delivered` or `handoff` then. */
export async function execute(ctx: CheckContext, order: Order): Promise<MarketOrder['status']> {
  const { status } = (await ctx.execute(order)).order;
  if (status === 'delivered' || status === 'handoff') return status;
  return ctx.untestable(`Set-up: the order of service ${order.service.id} is ${status}, not delivered.`);
}

/** Set-up: delivered or handed off, with an intent that nobody paid. */
export async function deliveredUnpaid(
  ctx: CheckContext,
  trader: Trader,
  kind: 'paid' | 'handoff' = 'paid',
): Promise<Order> {
  const order = await withIntent(ctx, trader, kind);
  await execute(ctx, order);
  return order;
}

/** Set-up: delivered and held. */
export const deliveredHeld: MakeOrder = async (ctx, trader) => {
  const order = await held(ctx, trader);
  await execute(ctx, order);
  return order;
};

/** Set-up: delivered, and free of any payment. */
export const deliveredFree: MakeOrder = async (ctx, trader) => {
  const order = await ctx.order(trader);
  await execute(ctx, order);
  return order;
};

/** Set-up: confirmed, the payment due for release. */
export const confirmed: MakeOrder = async (ctx, trader) => {
  const order = await deliveredHeld(ctx, trader);
  await ctx.confirm(order);
  return order;
};

/** Set-up: confirmed, the payment released. */
export const released: MakeOrder = async (ctx, trader) => {
  const order = await confirmed(ctx, trader);
  needAccepted(ctx, await ctx.act(order, 'releasePayment', { body: {} }), 'releasePayment');
  return order;
};

/** Set-up: the order was disputed as it stands. */
export async function dispute(ctx: CheckContext, order: Order): Promise<Order> {
  const body = { reason: 'Nothing arrived.' };
  needAccepted(ctx, await ctx.act(order, 'disputeMarketOrder', { body }), 'disputeMarketOrder');
  return order;
}

/** Set-up: disputed, the payment frozen. */
export const disputed: MakeOrder = async (ctx, trader) => dispute(ctx, await held(ctx, trader));

/** Set-up: cancelled, the payment refunded. */
export const refunded: MakeOrder = async (ctx, trader) => {
  const order = await held(ctx, trader);
  needAccepted(ctx, await ctx.act(order, 'refundPayment', { body: {} }), 'refundPayment');
  return order;
};

/** Set-up: ready, on the rail `not-required`. */
export const notRequired: MakeOrder = async (ctx, trader) => {
  const order = await ctx.order(trader);
  await ctx.intent(order, { rail: { type: 'not-required' } });
  return order;
};

/** Order and payment stand so, as reads tell. */
export async function expectStanding(
  ctx: CheckContext,
  order: Order,
  wanted: Standing,
  what: string,
): Promise<void> {
  const [{ status }, payment] = await Promise.all([ctx.readOrder(order), ctx.readPayment(order)]);
  ctx.expect.equal({ order: status, payment: payment?.status ?? null }, wanted, what);
}

/** Asks for a payment intent. */
export const askIntent = (
  ctx: CheckContext,
  order: Order,
  body: Record<string, unknown> = {},
): Promise<Reply> => ctx.act(order, 'createPaymentIntent', { body });

/** Asks for an intent on a rail with these fields, on which money moves. */
export const askRail = (
  ctx: CheckContext,
  order: Order,
  fields: Record<string, unknown>,
  body: Record<string, unknown> = {},
): Promise<Reply> => askIntent(ctx, order, { rail: { type: payingRail(order), ...fields }, ...body });
