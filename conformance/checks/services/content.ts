import { isRecord } from '../../contract/json.ts';
import type { CheckContext } from '../../engine/context.ts';
import { defineCheck } from '../../engine/define-check.ts';
import type { MarketService } from '../../engine/market.ts';
import { expectAccepted, needAccepted } from '../acceptance.ts';
import { listCatalogue } from '../catalogue-rows.ts';

/** Every service, as the list has it. */
async function listed(ctx: CheckContext): Promise<readonly MarketService[]> {
  const reply = needAccepted(
    ctx,
    await ctx.call('listMarketServices', { query: { limit: 500 } }),
    'listMarketServices',
  );
  const { items } = reply.body;
  return items.length > 0 ? items : ctx.untestable('The target lists no service.');
}

const isText = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';

export const serviceContentChecks = [
  defineCheck('services.docs-fields', async (ctx) => {
    for (const service of await listed(ctx)) {
      for (const field of ['pricing', 'payment', 'consumption'] as const)
        ctx.expect.ok(isRecord(service[field]), `${service.id} has ${field}`, {
          expected: 'an object',
          actual: service[field],
        });
      ctx.expect.array(service.endpoints, `endpoints of ${service.id}`);
    }
  }),

  defineCheck('services.endpoint-is-first', async (ctx) => {
    for (const { id, endpoint, endpoints = [] } of await listed(ctx))
      ctx.expect.equal(endpoint ?? null, endpoints[0] ?? null, `endpoint of ${id}`);
  }),

  defineCheck('services.consumption-paths', async (ctx) => {
    for (const { id, consumption } of await listed(ctx)) {
      for (const key of ['adapterSetupPath', 'serviceDetailPath', 'marketSearchPath'] as const)
        ctx.expect.ok(isText(consumption?.[key]), `${id} has consumption.${key}`, {
          expected: 'a path',
          actual: consumption?.[key],
        });
    }
  }),

  defineCheck('services.consumption-leads-on', async (ctx) => {
    const { json } = await ctx.service('any', ({ id }) => id.includes(':'));
    const { adapterSetupPath = '', serviceDetailPath = '' } = json.consumption ?? {};
    const detail = await ctx.send({ method: 'GET', path: serviceDetailPath });
    expectAccepted(ctx, detail, `serviceDetailPath ${serviceDetailPath} is found`);
    ctx.expect.equal(detail.at('item.id'), json.id, 'the service found there');
    const adapter = await ctx.send({ method: 'GET', path: adapterSetupPath });
    expectAccepted(ctx, adapter, `adapterSetupPath ${adapterSetupPath} is found`);
    ctx.expect.equal(adapter.at('item.providerKey'), json.providerKey, 'the provider found there');
  }),

  defineCheck('services.fixed-price', async (ctx) => {
    const fixed = (await listed(ctx)).filter(({ pricing }) => pricing?.mode === 'fixed');
    if (fixed.length === 0) return ctx.untestable('No service of the target has a fixed price.');
    for (const { id, pricing } of fixed) {
      ctx.expect.number(pricing?.amount, `the amount of ${id}`);
      ctx.expect.ok(isText(pricing?.currency), `the price of ${id} has a currency`, {
        actual: pricing?.currency,
      });
    }
  }),

  defineCheck('services.operation-contracts', async (ctx) => {
    for (const { id, operations, operationContracts = [] } of await listed(ctx)) {
      const described = operationContracts.map(({ operation }) => operation);
      ctx.expect.equal(described.toSorted(), operations.toSorted(), `the operations that ${id} describes`);
    }
  }),

  defineCheck('services.default-rail-offered', async (ctx) => {
    for (const { id, payment } of await listed(ctx))
      ctx.expect.includes(payment?.supportedRails, payment?.defaultRail, `the rails of ${id}`);
  }),

  defineCheck('services.handoff-says-where', async (ctx) => {
    for (const { id, executionMode, handoff } of await listed(ctx)) {
      if (executionMode !== 'external-handoff') continue;
      ctx.expect.ok(isText(handoff?.label), `the hand-off of ${id} has a label`, { actual: handoff });
      ctx.expect.match(handoff?.url, /^https?:\/\//, `the address of the hand-off of ${id}`);
    }
    await ctx.service('handoff');
    ctx.expect.ok(true, 'a service hands off');
  }),

  defineCheck('services.skill-listed', async (ctx) => {
    const skills = await listCatalogue(ctx, 'listSkills');
    for (const { id, skillKey, providerKey, operations, serviceType } of await listed(ctx)) {
      const skill = skills.find(({ key }) => key === skillKey);
      ctx.expect.equal(skill?.['providerKey'], providerKey, `the provider of the skill ${skillKey} of ${id}`);
      ctx.expect.includes(skill?.['serviceTypes'], serviceType, `the service types of the skill ${skillKey}`);
      for (const operation of operations)
        ctx.expect.includes(skill?.['operations'], operation, `the operations of the skill ${skillKey}`);
    }
  }),
];
