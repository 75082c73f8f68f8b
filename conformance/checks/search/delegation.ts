import type { CheckContext } from '../../engine/context.ts';
import { defineCheck } from '../../engine/define-check.ts';
import type { Service } from '../../engine/market.ts';
import { findIds } from './ask.ts';

/** Two services of different skills. */
async function twoServices(ctx: CheckContext): Promise<[Service, Service]> {
  const first = await ctx.service('any');
  return [first, await ctx.service('any', ({ skillKey }) => skillKey !== first.skillKey)];
}

export const searchDelegationChecks = [
  defineCheck('search.delegation-denies', async (ctx) => {
    const [first, second] = await twoServices(ctx);
    const trader = await ctx.trader({
      delegationPolicy: { deniedSkillKeys: [first.skillKey], deniedServiceIds: [second.id] },
    });
    const services = await ctx.services();
    const wanted = services.filter(({ id, skillKey }) => skillKey !== first.skillKey && id !== second.id);
    const found = await findIds(ctx, trader);
    ctx.expect.equal(found, wanted.map(({ id }) => id).toSorted(), 'the services that are not denied');
  }),

  defineCheck('search.delegation-allows', async (ctx) => {
    const [first, second] = await twoServices(ctx);
    const trader = await ctx.trader({ delegationPolicy: { allowedSkillKeys: [first.skillKey] } });
    const ofSkill = (await ctx.services()).filter(({ skillKey }) => skillKey === first.skillKey);
    const found = await findIds(ctx, trader);
    ctx.expect.equal(found, ofSkill.map(({ id }) => id).toSorted(), 'the services of the allowed skill');
    const { machine } = trader;
    const other = await ctx.trader({ machine, delegationPolicy: { allowedServiceIds: [second.id] } });
    ctx.expect.equal(await findIds(ctx, other), [second.id], 'the allowed services');
  }),

  defineCheck('search.deny-beats-allow', async (ctx) => {
    const [first, second] = await twoServices(ctx);
    const trader = await ctx.trader({
      delegationPolicy: { allowedServiceIds: [first.id, second.id], deniedServiceIds: [first.id] },
    });
    ctx.expect.equal(await findIds(ctx, trader), [second.id], 'the services that are allowed and not denied');
  }),

  defineCheck('search.delegation-lists-both-pass', async (ctx) => {
    const [first, second] = await twoServices(ctx);
    const trader = await ctx.trader({
      delegationPolicy: { allowedSkillKeys: [first.skillKey], allowedServiceIds: [second.id] },
    });
    ctx.expect.equal(
      await findIds(ctx, trader),
      [],
      'the services when skill and service lists exclude each other',
    );
    const other = await ctx.trader({ machine: trader.machine });
    ctx.expect.includes(await findIds(ctx, other), first.id, 'the services without a policy');
  }),

  defineCheck('search.delegation-limit', async (ctx) => {
    const { id, json } = await ctx.service('paid', ({ pricing }) => (pricing?.amount ?? 0) > 0);
    const price = json.pricing?.amount ?? 0;
    const currency = json.pricing?.currency ?? undefined;
    const equal = await ctx.trader({ delegationPolicy: { perTransactionLimit: price, currency } });
    ctx.expect.includes(await findIds(ctx, equal), id, 'the services at a limit equal to the price');
    const { machine } = equal;
    const below = await ctx.trader({
      machine,
      delegationPolicy: { perTransactionLimit: price / 2, currency },
    });
    ctx.expect.excludes(await findIds(ctx, below), id, 'the services at a limit below the price');
  }),
];
