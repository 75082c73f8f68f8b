import type { CheckContext } from '../../engine/context.ts';
import { defineCheck } from '../../engine/define-check.ts';
import type { Trader } from '../../engine/market.ts';
import { expectAccepted, needAccepted } from '../acceptance.ts';

type Fields = Record<string, unknown>;

async function place(ctx: CheckContext, trader: Trader, body: Fields) {
  const reply = await ctx.act(trader, 'createMarketOrder', { body });
  return needAccepted(ctx, reply, 'createMarketOrder').body.item;
}

/** Fields that clients spell in their own way must come back as they were sent. */
const oddInput = {
  snake_key: 'a',
  'kebab-key': 1,
  SHOUTED_KEY: { inner_key: [{ deepKey: true, deep_key: false }] },
  camelCase: 'b',
};

export const orderFieldChecks = [
  defineCheck('orders.created', async (ctx) => {
    const { json } = await ctx.order(await ctx.trader());
    ctx.expect.equal(json.status, 'created', 'the status of a new order');
  }),

  defineCheck('orders.names-parties', async (ctx) => {
    const trader = await ctx.trader();
    const { json, service } = await ctx.order(trader);
    ctx.expect.equal(json.machineId, trader.machine.id, 'machineId');
    ctx.expect.equal(json.agentPairingId, trader.pairing.id, 'agentPairingId');
    ctx.expect.equal(json.serviceId, service.id, 'serviceId');
    ctx.expect.equal(json.operation, service.operation, 'operation');
  }),

  defineCheck('orders.copies-service', async (ctx) => {
    const trader = await ctx.trader();
    for (const kind of ['free-read', 'handoff'] as const) {
      const { json, service } = await ctx.order(trader, { kind });
      const names = ['skillKey', 'providerKey', 'serviceType', 'executionMode', 'integrationStatus'] as const;
      for (const name of names)
        ctx.expect.equal(json[name], service.json[name], `${name} of a ${kind} order`);
    }
  }),

  defineCheck('orders.service-snapshot', async (ctx) => {
    const { json, service } = await ctx.order(await ctx.trader());
    const snapshot = json.serviceSnapshot;
    for (const name of ['id', 'name', 'operations', 'pricing'] as const)
      ctx.expect.equal(snapshot?.[name], service.json[name], `serviceSnapshot.${name}`);
  }),

  defineCheck('orders.copies-payment', async (ctx) => {
    const trader = await ctx.trader();
    for (const kind of ['free-read', 'paid'] as const) {
      const service = await ctx.service(kind, ({ payment }) => payment !== undefined);
      const { json } = await ctx.order(trader, { service });
      ctx.expect.equal(json.payment, service.json.payment, `payment of a ${kind} order`);
    }
  }),

  defineCheck('orders.default-operation', async (ctx) => {
    const trader = await ctx.trader();
    const service = await ctx.service('free-read');
    const { operation: _left, ...body } = await ctx.orderRequest(trader, { service });
    const reply = await ctx.act(trader, 'createMarketOrder', { body });
    expectAccepted(ctx, reply, 'an order without operation is placed');
    ctx.expect.equal(reply.at('item.operation'), service.json.operations[0], 'operation');
  }),

  defineCheck('orders.input-verbatim', async (ctx) => {
    const order = await ctx.order(await ctx.trader(), { fields: { input: oddInput } });
    ctx.expect.equal(order.json.input, oddInput, 'input of the created order');
    ctx.expect.equal((await ctx.readOrder(order)).input, oddInput, 'input when it is read');
  }),

  defineCheck('orders.input-default', async (ctx) => {
    const trader = await ctx.trader();
    const { input: _left, ...body } = await ctx.orderRequest(trader);
    const reply = await ctx.act(trader, 'createMarketOrder', { body });
    expectAccepted(ctx, reply, 'an order without input is placed');
    ctx.expect.equal(reply.at('item.input'), {}, 'input');
  }),

  defineCheck('orders.budget-kept', async (ctx) => {
    const budget = { amount: 1.25, currency: 'USDT' };
    const order = await ctx.order(await ctx.trader(), { fields: { budget } });
    const read = (await ctx.readOrder(order)).budget;
    for (const name of ['amount', 'currency'] as const)
      ctx.expect.equal(read?.[name], budget[name], `budget.${name}`);
  }),

  defineCheck('orders.create-repeats', async (ctx) => {
    const trader = await ctx.trader();
    const body = { ...(await ctx.orderRequest(trader)), input: { repeated: true } };
    const [first, second] = [await place(ctx, trader, body), await place(ctx, trader, body)];
    ctx.expect.notEqual(second.id, first.id, 'the id of the second order');
    const query = { machineId: trader.machine.id };
    const listed = needAccepted(
      ctx,
      await ctx.act(trader, 'listMarketOrders', { query }),
      'listMarketOrders',
    );
    ctx.expect.equal(listed.body.items.length, 2, 'orders of the machine');
  }),

  defineCheck('orders.read-as-created', async (ctx) => {
    const order = await ctx.order(await ctx.trader());
    const read = await ctx.readOrder(order);
    const names = ['id', 'machineId', 'agentPairingId', 'serviceId', 'operation', 'createdAt'] as const;
    for (const name of names) ctx.expect.equal(read[name], order.json[name], name);
  }),
];
