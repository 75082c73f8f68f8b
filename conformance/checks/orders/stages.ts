import { randomBytes } from 'node:crypto';
import type { CheckContext } from '../../engine/context.ts';
import type { Order, Trader } from '../../engine/market.ts';
import { needAccepted } from '../acceptance.ts';

const open = (ctx: CheckContext, trader: Trader): Promise<Order> => ctx.order(trader);

async function pending(ctx: CheckContext, trader: Trader): Promise<Order> {
  const order = await ctx.order(trader, { kind: 'paid' });
  await ctx.intent(order);
  return order;
}

async function paid(ctx: CheckContext, trader: Trader): Promise<Order> {
  const order = await ctx.order(trader, { kind: 'paid' });
  await ctx.hold(order);
  return order;
}

async function delivered(ctx: CheckContext, trader: Trader): Promise<Order> {
  const order = await ctx.order(trader);
  await ctx.deliver(order);
  return order;
}

async function handedOff(ctx: CheckContext, trader: Trader): Promise<Order> {
  const order = await ctx.order(trader, { kind: 'handoff' });
  await ctx.deliver(order);
  return order;
}

async function confirmed(ctx: CheckContext, trader: Trader): Promise<Order> {
  const order = await delivered(ctx, trader);
  await ctx.confirm(order);
  return order;
}

async function disputed(ctx: CheckContext, trader: Trader): Promise<Order> {
  const order = await ctx.order(trader);
  const body = { reason: 'Not what was ordered.' };
  needAccepted(ctx, await ctx.act(order, 'disputeMarketOrder', { body }), 'disputeMarketOrder');
  return order;
}

async function cancelled(ctx: CheckContext, trader: Trader): Promise<Order> {
  const order = await pending(ctx, trader);
  needAccepted(ctx, await ctx.act(order, 'refundPayment'), 'refundPayment');
  return order;
}

/** Of a blob that nobody has stored. */
async function failed(ctx: CheckContext, trader: Trader): Promise<Order> {
  const service = await ctx.service('free-read', ({ providerKey }) => providerKey === 'walrus');
  const input = { ...service.exampleInput, blobId: randomBytes(32).toString('base64url') };
  const order = await ctx.order(trader, { service, fields: { input } });
  const { status } = (await ctx.execute(order)).order;
  return status === 'failed' ? order : ctx.untestable(`Reading an unknown blob left the order ${status}.`);
}

const makers = {
  created: open,
  payment_pending: pending,
  ready: paid,
  delivered,
  handoff: handedOff,
  confirmed,
  disputed,
  cancelled,
  failed,
};

export type Stage = keyof typeof makers;

/** Set-up: an order in this status, except `executing` (see `duringExecution`). */
export const orderIn = (ctx: CheckContext, trader: Trader, stage: Stage): Promise<Order> =>
  makers[stage](ctx, trader);

const providerDelayMs = 300;

/** Acts on an order while its provider takes its time; resolves once the execution has ended. For exclusive checks. */
export async function duringExecution(
  ctx: CheckContext,
  act: (order: Order) => Promise<void>,
): Promise<Order> {
  const service = await ctx.service('free-read', ({ providerKey }) => providerKey === 'walrus');
  const order = await ctx.order(await ctx.trader(), { service });
  ctx.providers.setFault('walrus', { kind: 'slow', delayMs: providerDelayMs });
  const execution = ctx.act(order, 'executeMarketOrder', { body: {} });
  const isExecuting = await ctx.until(async () => (await ctx.readOrder(order)).status === 'executing', {
    intervalMs: 10,
    timeoutMs: providerDelayMs,
  });
  if (isExecuting) await act(order);
  const end = await execution;
  if (!isExecuting) ctx.untestable(`The order was never seen executing; its execution gave ${end.status}.`);
  return order;
}
