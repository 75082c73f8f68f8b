import type { CheckContext, Reply } from '../../engine/context.ts';
import { defineCheck } from '../../engine/define-check.ts';
import { expectAccepted } from '../acceptance.ts';
import { expectAllRejected } from '../rejections.ts';
import type { Fields } from './ask.ts';
import { ask } from './ask.ts';

/** A search without token. */
const askOpenly = (ctx: CheckContext, body: Fields): Promise<Reply> =>
  ctx.call('createMarketSearch', { body });

export const searchActorChecks = [
  defineCheck('search.token-required', async (ctx) => {
    const trader = await ctx.trader();
    const named = { machineId: trader.machine.id, agentPairingId: trader.pairing.id };
    await ctx.expectRejected({
      what: 'a search without token is rejected',
      code: 'AGENT_AUTH_REQUIRED',
      request: () => askOpenly(ctx, named),
      control: () => ask(ctx, trader),
    });
  }),

  defineCheck('search.another-machine', async (ctx) => {
    const trader = await ctx.trader();
    const { id: machineId } = await ctx.machine({ activate: true });
    await ctx.expectRejected({
      what: 'a search for a machine that the token is not of is rejected',
      code: 'AGENT_AUTH_INVALID',
      request: () => ctx.act(trader, 'createMarketSearch', { body: { machineId } }),
      control: () => ctx.act(trader, 'createMarketSearch', { body: { machineId: trader.machine.id } }),
    });
  }),

  defineCheck('search.another-pairing', async (ctx) => {
    const trader = await ctx.trader();
    const other = await ctx.pairing(trader.machine);
    await ctx.expectRejected({
      what: 'a search through a pairing that the token is not of is rejected',
      code: 'AGENT_AUTH_INVALID',
      request: () => ask(ctx, trader, { agentPairingId: other.id }),
      control: () => ask(ctx, trader),
    });
  }),

  defineCheck('search.actor-from-token', async (ctx) => {
    const trader = await ctx.trader();
    const reply = await ctx.act(trader, 'createMarketSearch', { body: {} });
    expectAccepted(ctx, reply, 'a search that names neither machine nor pairing is accepted');
    ctx.expect.equal(reply.at('item.machineId'), trader.machine.id, 'machineId of the search');
    ctx.expect.equal(reply.at('item.agentPairingId'), trader.pairing.id, 'agentPairingId of the search');
  }),

  defineCheck('search.open-without-token', async (ctx) => {
    const { machine, pairing } = await ctx.trader();
    const reply = await askOpenly(ctx, { machineId: machine.id, agentPairingId: pairing.id });
    expectAccepted(ctx, reply, 'a search without token that names an active pairing is accepted');
    ctx.expect.equal(reply.at('item.agentPairingId'), pairing.id, 'agentPairingId of the search');
  }),

  defineCheck('search.open-names-machine', async (ctx) => {
    const { machine, pairing } = await ctx.trader();
    await ctx.expectRejected({
      what: 'a search that neither a token nor the body gives a machine is rejected',
      code: 'VALIDATION_ERROR',
      request: () => askOpenly(ctx, { agentPairingId: pairing.id }),
      control: () => askOpenly(ctx, { agentPairingId: pairing.id, machineId: machine.id }),
    });
  }),

  defineCheck('search.open-names-pairing', async (ctx) => {
    const { machine, pairing } = await ctx.trader();
    const stranger = await ctx.trader();
    const machineId = machine.id;
    const cases = [
      { what: 'no pairing', body: { machineId } },
      { what: 'an unknown pairing', body: { machineId, agentPairingId: 'pair_000000000000' } },
      { what: 'a pairing of another machine', body: { machineId, agentPairingId: stranger.pairing.id } },
    ].map(({ what, body }) => ({
      what: `a search with ${what} is rejected`,
      request: () => askOpenly(ctx, body),
    }));
    await expectAllRejected(ctx, cases, {
      code: 'AGENT_PAIRING_REQUIRED',
      control: () => askOpenly(ctx, { machineId, agentPairingId: pairing.id }),
    });
  }),
];
