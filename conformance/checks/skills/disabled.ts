import type { CheckContext, Reply } from '../../engine/context.ts';
import { defineCheck } from '../../engine/define-check.ts';
import type { Service } from '../../engine/market.ts';
import { needAccepted } from '../acceptance.ts';
import { listCatalogue, namesOf } from '../catalogue-rows.ts';

const aService = (ctx: CheckContext): Promise<Service> =>
  ctx.service('any', ({ operations }) => operations.length > 0);

async function setEnabled(ctx: CheckContext, { skillKey }: Service, enabled: boolean): Promise<void> {
  const reply = await ctx.call('updateSkillConfig', { path: { skillKey }, body: { enabled } });
  needAccepted(ctx, reply, 'updateSkillConfig');
}

/** Expects a request to be refused while the skill is disabled, and accepted when it is enabled again. */
async function expectGone(
  ctx: CheckContext,
  { service, what, ask }: { service: Service; what: string; ask: () => Promise<Reply> },
): Promise<void> {
  const askAfter = (enabled: boolean) => async (): Promise<Reply> => {
    await setEnabled(ctx, service, enabled);
    return ask();
  };
  await ctx.expectRejected({ what, code: 'NOT_FOUND', request: askAfter(false), control: askAfter(true) });
}

/** Takes a service off the market for every check, so these run alone. */
const exclusive = { exclusive: true } as const;

export const disabledSkillChecks = [
  defineCheck(
    'skills.disabled-not-listed',
    async (ctx) => {
      const service = await aService(ctx);
      const listed = async () =>
        namesOf('listMarketServices', await listCatalogue(ctx, 'listMarketServices'));
      await setEnabled(ctx, service, false);
      ctx.expect.excludes(await listed(), service.id, 'the services while the skill is disabled');
      await setEnabled(ctx, service, true);
      ctx.expect.includes(await listed(), service.id, 'the services when it is enabled again');
    },
    exclusive,
  ),

  defineCheck(
    'skills.disabled-not-read',
    async (ctx) => {
      const service = await aService(ctx);
      const ask = () => ctx.call('getMarketService', { path: { serviceId: service.id } });
      await expectGone(ctx, { service, what: 'the service of a disabled skill is not found', ask });
    },
    exclusive,
  ),

  defineCheck(
    'skills.disabled-not-quoted',
    async (ctx) => {
      const service = await aService(ctx);
      const trader = await ctx.trader();
      const quoted = async () => {
        const { quotes } = await ctx.search(trader, {
          serviceType: service.json.serviceType,
          maxResults: 50,
        });
        return quotes.map(({ serviceId }) => serviceId);
      };
      await setEnabled(ctx, service, false);
      ctx.expect.excludes(await quoted(), service.id, 'the quotes while the skill is disabled');
      await setEnabled(ctx, service, true);
      ctx.expect.includes(await quoted(), service.id, 'the quotes when it is enabled again');
    },
    exclusive,
  ),

  defineCheck(
    'skills.disabled-not-ordered',
    async (ctx) => {
      const service = await aService(ctx);
      const trader = await ctx.trader();
      const body = await ctx.orderRequest(trader, { service });
      const ask = () => ctx.act(trader, 'createMarketOrder', { body });
      await expectGone(ctx, { service, what: 'an order for a service of a disabled skill is rejected', ask });
    },
    exclusive,
  ),
];
