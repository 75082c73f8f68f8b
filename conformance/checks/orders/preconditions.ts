import type { CheckContext, Reply } from '../../engine/context.ts';
import { defineCheck } from '../../engine/define-check.ts';
import type { Trader } from '../../engine/market.ts';
import { needAccepted } from '../acceptance.ts';
import { expectRejectedUnder, outage, unknownMachine, updateRecord } from '../registry-faults.ts';

type Fields = Record<string, unknown>;

const create = (ctx: CheckContext, trader: Trader, body: Fields): Promise<Reply> =>
  ctx.act(trader, 'createMarketOrder', { body });

/** Everything that a create needs, as each of these checks breaks one part of it. */
async function prepare(ctx: CheckContext) {
  const trader = await ctx.trader();
  const body = await ctx.orderRequest(trader);
  return { trader, machineId: trader.machine.identity.machineId, place: () => create(ctx, trader, body) };
}

async function setMachine(ctx: CheckContext, { machine }: Trader, status: string): Promise<void> {
  const path = { machineId: machine.id };
  needAccepted(ctx, await ctx.call('updateMachine', { path, body: { status } }), `Setting it ${status}`);
}

export const orderPreconditionChecks = [
  defineCheck('orders.create-needs-active-machine', async (ctx) => {
    const { trader, place } = await prepare(ctx);
    await ctx.expectRejected({
      what: 'a machine that is not active cannot order',
      code: 'MACHINE_NOT_ACTIVE',
      request: async () => {
        await setMachine(ctx, trader, 'degraded');
        return place();
      },
      control: async () => {
        await setMachine(ctx, trader, 'active');
        return place();
      },
    });
  }),

  defineCheck('orders.create-needs-identity', async (ctx) => {
    const { machineId, place } = await prepare(ctx);
    await expectRejectedUnder(ctx, unknownMachine, {
      machineId,
      code: 'MACHINE_NOT_ACTIVATED',
      call: place,
      what: 'a machine whose identity does not resolve cannot order',
    });
  }),

  defineCheck('orders.create-needs-bond', async (ctx) => {
    const { machineId, place } = await prepare(ctx);
    await ctx.expectRejected({
      what: 'a machine without bond cannot order',
      code: 'MACHINE_NOT_ACTIVATED',
      request: async () => {
        await updateRecord(ctx, machineId, { bondStatus: 'unbonded' });
        return place();
      },
      control: async () => {
        await updateRecord(ctx, machineId, { bondStatus: 'bonded' });
        return place();
      },
    });
  }),

  defineCheck('orders.create-during-outage', async (ctx) => {
    const { machineId, place } = await prepare(ctx);
    await expectRejectedUnder(ctx, outage, {
      machineId,
      code: 'PEAQOS_IDENTITY_UNAVAILABLE',
      call: place,
      what: 'nothing is ordered while the registry is down',
    });
  }),

  defineCheck('orders.create-needs-proof', async (ctx) => {
    const tokens = { PEAQOS_REQUIRE_AGENT_PAIRING_AUTH: 'false' };
    const lenient = await ctx.spawn({ ...tokens, PEAQOS_MACHINE_IDENTITY_VERIFICATION: 'disabled' });
    const unverified = await ctx.on(lenient).trader();
    await lenient.stop();
    const talk = ctx.on(await ctx.spawn(tokens, { dataOf: lenient }));
    const verified = await talk.trader();
    const place = async (trader: Trader): Promise<Reply> => {
      const body = { ...(await talk.orderRequest(verified)) };
      const { machine, pairing } = trader;
      return talk.call('createMarketOrder', {
        body: { ...body, machineId: machine.id, agentPairingId: pairing.id },
      });
    };
    await ctx.expectRejected({
      what: 'a machine that was never verified cannot order',
      code: 'MACHINE_NOT_ACTIVATED',
      request: () => place(unverified),
      control: () => place(verified),
    });
  }),

  defineCheck('orders.create-needs-active-pairing', async (ctx) => {
    const trader = await ctx.trader();
    const body = await ctx.orderRequest(trader);
    const place = () => ctx.call('createMarketOrder', { body });
    const setPairing = async (status: string): Promise<void> => {
      const path = { machineId: trader.machine.id, pairingId: trader.pairing.id };
      needAccepted(ctx, await ctx.call('updateAgentPairing', { path, body: { status } }), `Its ${status}`);
    };
    await ctx.expectRejected({
      what: 'nothing is ordered through a paused pairing',
      code: 'AGENT_PAIRING_INACTIVE',
      request: async () => {
        await setPairing('paused');
        return place();
      },
      control: async () => {
        await setPairing('active');
        return place();
      },
    });
  }),

  defineCheck('orders.create-needs-own-pairing', async (ctx) => {
    const [trader, other] = [await ctx.trader(), await ctx.trader()];
    const body = await ctx.orderRequest(trader);
    const place = (agentPairingId: string) =>
      ctx.call('createMarketOrder', { body: { ...body, agentPairingId } });
    await ctx.expectRejected({
      what: "nothing is ordered through another machine's pairing",
      code: 'AGENT_PAIRING_REQUIRED',
      request: () => place(other.pairing.id),
      control: () => place(trader.pairing.id),
    });
  }),

  defineCheck('orders.unknown-service', async (ctx) => {
    const trader = await ctx.trader();
    const body = await ctx.orderRequest(trader);
    await ctx.expectRejected({
      what: 'a service that is not listed cannot be ordered',
      code: 'NOT_FOUND',
      request: () => create(ctx, trader, { ...body, serviceId: 'svc_000000000000' }),
      control: () => create(ctx, trader, body),
    });
  }),

  defineCheck('orders.operation-listed', async (ctx) => {
    const trader = await ctx.trader();
    const body = await ctx.orderRequest(trader);
    await ctx.expectRejected({
      what: 'an operation that the service does not list cannot be ordered',
      code: 'VALIDATION_ERROR',
      request: () => create(ctx, trader, { ...body, operation: 'no-such-operation' }),
      control: () => create(ctx, trader, body),
    });
  }),
];
