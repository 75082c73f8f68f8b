import { defineCheck } from '../../engine/define-check.ts';
import { expectAccepted } from '../acceptance.ts';
import { encodeAll, expectFiltered, listCatalogue, namesOf, valuesOf } from '../catalogue-rows.ts';

export const adapterChecks = [
  defineCheck('services.adapters-readable', async (ctx) => {
    const rows = await listCatalogue(ctx, 'listAdapters');
    if (rows.length === 0) return ctx.untestable('The target lists no adapter.');
    for (const row of new Set([rows[0], rows.at(-1)])) {
      const providerKey = String(row?.['providerKey']);
      const reply = await ctx.call('getAdapter', { path: { providerKey } });
      expectAccepted(ctx, reply, `the listed adapter ${providerKey} is read`);
      ctx.expect.equal(reply.at('item'), row, `the adapter ${providerKey} as read, compared with the list`);
      const encoded = await ctx.send({
        method: 'GET',
        path: `/api/v1/market/adapters/${encodeAll(providerKey)}`,
      });
      ctx.expect.equal(encoded.at('item.providerKey'), providerKey, 'the adapter at its percent-encoded key');
    }
  }),

  defineCheck('services.unknown-adapter', async (ctx) => {
    const { providerKey } = await ctx.service('any');
    await ctx.expectRejected({
      what: 'an unknown provider is not found',
      code: 'NOT_FOUND',
      request: () => ctx.call('getAdapter', { path: { providerKey: 'conformance-no-such-provider' } }),
      control: () => ctx.call('getAdapter', { path: { providerKey } }),
    });
  }),

  defineCheck('services.adapters-provider-filter', async (ctx) => {
    const keys = valuesOf(await listCatalogue(ctx, 'listAdapters'), 'providerKey').slice(0, 2);
    const values = [...keys, 'conformance-no-such-provider'];
    await expectFiltered(ctx, { list: 'listAdapters', filter: 'providerKey', values });
  }),

  defineCheck('services.adapters-type-filter', async (ctx) => {
    const types = valuesOf(await listCatalogue(ctx, 'listMarketServices'), 'serviceType').slice(0, 3);
    await expectFiltered(ctx, {
      list: 'listAdapters',
      filter: 'serviceType',
      values: [...types, 'conformance.no-such-type'],
      matches: ({ serviceTypes }, value) => Array.isArray(serviceTypes) && serviceTypes.includes(value),
    });
  }),

  defineCheck('services.adapter-for-every-service', async (ctx) => {
    const adapters = namesOf('listAdapters', await listCatalogue(ctx, 'listAdapters'));
    for (const { id, providerKey } of await listCatalogue(ctx, 'listMarketServices'))
      ctx.expect.includes(
        adapters,
        providerKey,
        `the adapters, with the one of the provider of ${String(id)}`,
      );
  }),
];
