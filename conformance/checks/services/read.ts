import type { CheckContext } from '../../engine/context.ts';
import { defineCheck } from '../../engine/define-check.ts';
import { expectAccepted } from '../acceptance.ts';
import { encodeAll, expectFiltered, listCatalogue, namesOf, valuesOf } from '../catalogue-rows.ts';
import type { Row } from '../listed-rows.ts';

const unknownId = 'no-such-service:of-this:deployment';

/** Every service; untestable when there is none. */
async function allServices(ctx: CheckContext): Promise<Row[]> {
  const rows = await listCatalogue(ctx, 'listMarketServices');
  return rows.length > 0 ? rows : ctx.untestable('The target lists no service.');
}

/** A service whose id has characters that clients do not encode and servers may stumble over. */
async function idWithColon(ctx: CheckContext): Promise<string> {
  const rows = await allServices(ctx);
  const found = rows.findLast(({ id }) => String(id).includes(':'));
  return found ? String(found['id']) : ctx.untestable('No service of the target has a colon in its id.');
}

async function expectFoundAt(ctx: CheckContext, segment: string, serviceId: string): Promise<void> {
  const reply = await ctx.send({ method: 'GET', path: `/api/v1/market/services/${segment}` });
  expectAccepted(ctx, reply, `the service at …/${segment} is found`);
  ctx.expect.equal(reply.at('item.id'), serviceId, 'its id');
}

export const serviceReadChecks = [
  defineCheck('services.listed-readable', async (ctx) => {
    const rows = await allServices(ctx);
    const some = [rows[0], rows[Math.floor(rows.length / 2)], rows.at(-1)];
    for (const row of new Set(some)) {
      const serviceId = String(row?.['id']);
      const reply = await ctx.call('getMarketService', { path: { serviceId } });
      expectAccepted(ctx, reply, `the listed service ${serviceId} is read`);
      ctx.expect.equal(reply.at('item'), row, `the service ${serviceId} as read, compared with the list`);
    }
  }),

  defineCheck('services.unknown-id', async (ctx) => {
    const { id } = await ctx.service('any');
    await ctx.expectRejected({
      what: 'an unknown service is not found',
      code: 'NOT_FOUND',
      request: () => ctx.call('getMarketService', { path: { serviceId: unknownId } }),
      control: () => ctx.call('getMarketService', { path: { serviceId: id } }),
    });
  }),

  defineCheck('services.raw-id', async (ctx) => {
    const id = await idWithColon(ctx);
    await expectFoundAt(ctx, id, id);
  }),

  defineCheck('services.encoded-id', async (ctx) => {
    const id = await idWithColon(ctx);
    await expectFoundAt(ctx, id.replaceAll(':', '%3A'), id);
    await expectFoundAt(ctx, id.replaceAll(':', '%3a'), id);
    await expectFoundAt(ctx, encodeAll(id), id);
  }),

  defineCheck('services.type-filter', async (ctx) => {
    const values = valuesOf(await allServices(ctx), 'serviceType').slice(0, 4);
    await expectFiltered(ctx, { list: 'listMarketServices', filter: 'serviceType', values });
  }),

  defineCheck('services.type-filter-open', async (ctx) => {
    const type = 'conformance.no-such-type';
    await allServices(ctx);
    const reply = await ctx.call('listMarketServices', { query: { serviceType: type } });
    expectAccepted(ctx, reply, 'a type that no service has is accepted');
    ctx.expect.equal(reply.at('items'), [], 'the services of that type');
  }),

  defineCheck('services.mode-filter', (ctx) =>
    expectFiltered(ctx, {
      list: 'listMarketServices',
      filter: 'executionMode',
      values: ['native', 'external-handoff'],
    }),
  ),

  defineCheck('services.provider-filter', async (ctx) => {
    const providers = valuesOf(await allServices(ctx), 'providerKey').slice(0, 3);
    const values = [...providers, 'conformance-no-such-provider'];
    await expectFiltered(ctx, { list: 'listMarketServices', filter: 'providerKey', values });
  }),

  defineCheck('services.filters-together', async (ctx) => {
    const rows = await allServices(ctx);
    const providerKey = String(rows[0]?.['providerKey']);
    for (const executionMode of ['native', 'external-handoff']) {
      const found = await listCatalogue(ctx, 'listMarketServices', { query: { providerKey, executionMode } });
      const wanted = rows.filter(
        (row) => row['providerKey'] === providerKey && row['executionMode'] === executionMode,
      );
      ctx.expect.equal(
        namesOf('listMarketServices', found),
        namesOf('listMarketServices', wanted),
        `services with providerKey=${providerKey} and executionMode=${executionMode}`,
      );
    }
  }),
];
