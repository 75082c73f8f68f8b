import type { CheckContext, Reply } from '../../engine/context.ts';
import { defineCheck } from '../../engine/define-check.ts';
import type { MarketOrder, Trader } from '../../engine/market.ts';
import { needAccepted } from '../acceptance.ts';
import { expectRejectedUnder, unknownMachine } from '../registry-faults.ts';

/** Other checks place orders meanwhile, so a walk has to end somewhere. */
const mostPages = 50;

interface Asked {
  machineId?: string;
  pairingToken?: string;
}

/** Every order that is listed to whoever asks so, oldest first. */
async function listAll(ctx: CheckContext, { machineId, pairingToken }: Asked): Promise<MarketOrder[]> {
  const rows: MarketOrder[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const query = { limit: 500, machineId, cursor };
    const token = pairingToken === undefined ? {} : { pairingToken };
    const reply = needAccepted(
      ctx,
      await ctx.call('listMarketOrders', { query, ...token }),
      'listMarketOrders',
    );
    rows.push(...reply.body.items);
    cursor = reply.body.nextCursor ?? undefined;
    if (cursor === undefined) break;
  }
  return rows;
}

const idsOf = (orders: readonly MarketOrder[]): string[] => orders.map(({ id }) => id);

const list = (ctx: CheckContext, { machine, token }: Trader, machineId = machine.id): Promise<Reply> =>
  ctx.call('listMarketOrders', { query: { machineId }, pairingToken: token });

export const orderListChecks = [
  defineCheck('orders.list-ascending', async (ctx) => {
    const trader = await ctx.trader();
    const placed: string[] = [];
    for (let count = 0; count < 3; count += 1) placed.push((await ctx.order(trader)).id);
    const listed = idsOf(await listAll(ctx, { machineId: trader.machine.id }));
    ctx.expect.equal(
      listed.filter((id) => placed.includes(id)),
      placed,
      'the orders of a machine as they are listed',
    );
  }),

  defineCheck('orders.list-of-machine', async (ctx) => {
    const [trader, other] = [await ctx.trader(), await ctx.trader()];
    const [own, foreign] = [await ctx.order(trader), await ctx.order(other)];
    const listed = idsOf(await listAll(ctx, { machineId: trader.machine.id }));
    ctx.expect.includes(listed, own.id, "the machine's orders");
    ctx.expect.excludes(listed, foreign.id, "the machine's orders");
  }),

  defineCheck('orders.list-of-token', async (ctx) => {
    const [trader, other] = [await ctx.trader(), await ctx.trader()];
    const [own, foreign] = [await ctx.order(trader), await ctx.order(other)];
    const listed = idsOf(await listAll(ctx, { pairingToken: trader.token }));
    ctx.expect.includes(listed, own.id, "what is listed to the machine's agent");
    ctx.expect.excludes(listed, foreign.id, "what is listed to the machine's agent");
  }),

  defineCheck('orders.list-of-all', async (ctx) => {
    const orders = [await ctx.order(await ctx.trader()), await ctx.order(await ctx.trader())];
    const listed = idsOf(await listAll(ctx, {}));
    for (const { id } of orders) ctx.expect.includes(listed, id, 'what is listed without token and filter');
  }),

  defineCheck('orders.list-needs-active-machine', async (ctx) => {
    const [trader, other] = [await ctx.trader(), await ctx.trader()];
    const path = { machineId: trader.machine.id };
    const blocked = await ctx.call('updateMachine', { path, body: { status: 'blocked' } });
    needAccepted(ctx, blocked, 'updateMachine');
    await ctx.expectRejected({
      what: 'orders of a machine that is not active are not listed by it',
      code: 'MACHINE_NOT_ACTIVE',
      request: () => list(ctx, trader),
      control: () => list(ctx, other),
    });
  }),

  defineCheck('orders.list-needs-identity', async (ctx) => {
    const trader = await ctx.trader();
    await expectRejectedUnder(ctx, unknownMachine, {
      machineId: trader.machine.identity.machineId,
      code: 'MACHINE_NOT_ACTIVATED',
      call: () => list(ctx, trader),
      what: 'orders of a machine whose identity does not resolve are not listed by it',
    });
  }),

  defineCheck('orders.list-needs-own-token', async (ctx) => {
    const [trader, other] = [await ctx.trader(), await ctx.trader()];
    await ctx.expectRejected({
      what: "orders of a machine are not listed with another machine's token",
      code: 'AGENT_AUTH_INVALID',
      request: () => list(ctx, trader, other.machine.id),
      control: () => list(ctx, trader),
    });
  }),

  defineCheck('orders.no-payment', async (ctx) => {
    const order = await ctx.order(await ctx.trader(), { kind: 'paid' });
    const reply = await ctx.act(order, 'getMarketOrderPayment');
    ctx.expect.status(reply, 200, 'the status of the read of a payment that there is not');
    ctx.expect.equal(reply.json, { item: null }, 'the body');
  }),

  defineCheck('orders.payment-read', async (ctx) => {
    const trader = await ctx.trader();
    const [order, other] = [
      await ctx.order(trader, { kind: 'paid' }),
      await ctx.order(trader, { kind: 'paid' }),
    ];
    const [payment, foreign] = [await ctx.intent(order), await ctx.intent(other)];
    const reply = await ctx.call('getMarketOrderPayment', { path: { orderId: order.id } });
    ctx.expect.equal(reply.at('item.id'), payment.id, 'the payment of the order');
    ctx.expect.equal(reply.at('item.orderId'), order.id, 'its orderId');
    ctx.expect.notEqual(reply.at('item.id'), foreign.id, 'the payment of the order');
  }),
];
