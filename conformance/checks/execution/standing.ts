import { defineCheck } from '../../engine/define-check.ts';
import { execute, setMachineStatus } from '../execution-calls.ts';
import { expectRejectedUnder, outage, updateRecord } from '../registry-faults.ts';

/** What may have changed between order and execution. */
export const standingChecks = [
  defineCheck('execution.machine-inactive', async (ctx) => {
    const trader = await ctx.trader();
    const order = await ctx.order(trader);
    await ctx.expectRejected({
      what: 'an order of a machine that is no longer active is not executed',
      code: 'MACHINE_NOT_ACTIVE',
      request: async () => {
        await setMachineStatus(ctx, trader, 'degraded');
        return execute(ctx, order);
      },
      control: async () => {
        await setMachineStatus(ctx, trader, 'active');
        return execute(ctx, order);
      },
    });
  }),

  defineCheck('execution.bond-lost', async (ctx) => {
    const trader = await ctx.trader();
    const order = await ctx.order(trader);
    const { machineId } = trader.machine.identity;
    await ctx.expectRejected({
      what: 'an order of a machine that lost its bond is not executed',
      code: 'MACHINE_NOT_ACTIVATED',
      request: async () => {
        await updateRecord(ctx, machineId, { bondStatus: 'unbonded' });
        return execute(ctx, order);
      },
      control: async () => {
        await updateRecord(ctx, machineId, { bondStatus: 'bonded' });
        return execute(ctx, order);
      },
    });
  }),

  defineCheck('execution.registry-outage', async (ctx) => {
    const trader = await ctx.trader();
    const order = await ctx.order(trader);
    await expectRejectedUnder(ctx, outage, {
      machineId: trader.machine.identity.machineId,
      code: 'PEAQOS_IDENTITY_UNAVAILABLE',
      call: () => execute(ctx, order),
      what: 'an order is not executed while the registry is down',
    });
  }),
];
