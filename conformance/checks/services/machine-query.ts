import type { CallOptions, CheckContext, Reply } from '../../engine/context.ts';
import { defineCheck } from '../../engine/define-check.ts';
import { expectAccepted } from '../acceptance.ts';
import { expectAllRejected } from '../rejections.ts';

const reads = ['listMarketServices', 'getMarketService'] as const;

/** Both reads of services, for a machine. */
async function createAsk(
  ctx: CheckContext,
): Promise<(read: (typeof reads)[number], machineId: string, options?: CallOptions) => Promise<Reply>> {
  const { id } = await ctx.service('any');
  return (read, machineId, options = {}) =>
    ctx.call(read, {
      ...(read === 'getMarketService' ? { path: { serviceId: id } } : {}),
      query: { machineId },
      ...options,
    });
}

export const serviceMachineChecks = [
  defineCheck('services.machine-without-token', async (ctx) => {
    const ask = await createAsk(ctx);
    const machine = await ctx.machine();
    for (const read of reads)
      expectAccepted(ctx, await ask(read, machine.id), `${read} for a machine succeeds without a token`);
  }),

  defineCheck('services.machine-with-token', async (ctx) => {
    const ask = await createAsk(ctx);
    const { machine, token } = await ctx.trader();
    for (const read of reads) {
      const reply = await ask(read, machine.id, { pairingToken: token });
      expectAccepted(ctx, reply, `${read} for a machine succeeds with a token of that machine`);
    }
  }),

  defineCheck('services.token-of-another-machine', async (ctx) => {
    const ask = await createAsk(ctx);
    const { token } = await ctx.trader();
    const other = await ctx.machine({ activate: true });
    for (const read of reads) {
      await ctx.expectRejected({
        what: `${read} for a machine that the token is not of is rejected`,
        code: 'AGENT_AUTH_INVALID',
        request: () => ask(read, other.id, { pairingToken: token }),
        control: () => ask(read, other.id),
      });
    }
  }),

  defineCheck('services.unknown-machine', async (ctx) => {
    const ask = await createAsk(ctx);
    const machine = await ctx.machine({ activate: true });
    for (const read of reads) {
      await ctx.expectRejected({
        what: `${read} for an unknown machine is rejected`,
        code: 'NOT_FOUND',
        request: () => ask(read, 'mach_000000000000'),
        control: () => ask(read, machine.id),
      });
    }
  }),

  defineCheck('services.bad-token', async (ctx) => {
    const { id } = await ctx.service('any');
    const { token } = await ctx.trader();
    const path = { serviceId: id };
    const cases = [
      {
        what: 'listMarketServices',
        request: () => ctx.call('listMarketServices', { pairingToken: 'no.such.token' }),
      },
      {
        what: 'getMarketService',
        request: () => ctx.call('getMarketService', { path, pairingToken: 'no.such.token' }),
      },
    ].map(({ what, request }) => ({ what: `${what} with a bad token is rejected`, request }));
    await expectAllRejected(ctx, cases, {
      code: 'AGENT_AUTH_INVALID',
      control: () => ctx.call('getMarketService', { path, pairingToken: token }),
    });
  }),
];
