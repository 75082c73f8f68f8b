import { defineCheck } from '../../engine/define-check.ts';
import { expectAllRejected } from '../rejections.ts';
import { ask, find } from './ask.ts';

const types = [
  'oracle.price-feed',
  'compute.marketplace',
  'storage.object',
  'data.location',
  'network.partner-console',
  'identity.proof-of-person',
  'device.control',
  'machine.commerce',
];

const aliases = {
  storage: 'storage.object',
  compute: 'compute.marketplace',
  identity: 'identity.proof-of-person',
  location: 'data.location',
  rtk: 'data.location',
  gnss: 'data.location',
  defi: 'oracle.price-feed',
  commerce: 'machine.commerce',
};

/** No service does this, so a search for it finds none. */
const impossible = { operation: 'conformance-no-such-operation' };

export const searchTaskChecks = [
  defineCheck('search.types-kept', async (ctx) => {
    const trader = await ctx.trader();
    for (const serviceType of types) {
      const { normalizedTask } = await find(ctx, trader, { serviceType });
      ctx.expect.equal(normalizedTask.serviceType, serviceType, 'the service type of the task');
    }
  }),

  defineCheck('search.aliases-accepted', async (ctx) => {
    const trader = await ctx.trader();
    for (const serviceType of Object.keys(aliases)) {
      const { normalizedTask } = await find(ctx, trader, { serviceType });
      ctx.expect.includes(
        types,
        normalizedTask.serviceType,
        `the service types, with the one of ${serviceType}`,
      );
    }
  }),

  defineCheck('search.alias-map', async (ctx) => {
    const trader = await ctx.trader();
    for (const [alias, serviceType] of Object.entries(aliases)) {
      const { normalizedTask } = await find(ctx, trader, { serviceType: alias });
      ctx.expect.equal(normalizedTask.serviceType, serviceType, `the service type that ${alias} stands for`);
    }
  }),

  defineCheck('search.alias-capability', async (ctx) => {
    const trader = await ctx.trader();
    for (const alias of ['rtk', 'gnss']) {
      const asked = { serviceType: alias, requiredCapabilities: ['other'] };
      const { normalizedTask } = await find(ctx, trader, asked);
      ctx.expect.includes(
        normalizedTask.requiredCapabilities,
        alias,
        `the capabilities that ${alias} demands`,
      );
      ctx.expect.includes(normalizedTask.requiredCapabilities, 'other', 'those that were asked for');
    }
    const { normalizedTask } = await find(ctx, trader, { serviceType: 'location' });
    ctx.expect.equal(normalizedTask.requiredCapabilities, [], 'the capabilities that location demands');
  }),

  defineCheck('search.type-any-case', async (ctx) => {
    const trader = await ctx.trader();
    for (const [asked, serviceType] of [
      ['Storage.OBJECT', 'storage.object'],
      ['DeFi', 'oracle.price-feed'],
    ]) {
      const { normalizedTask } = await find(ctx, trader, { serviceType: asked });
      ctx.expect.equal(normalizedTask.serviceType, serviceType, `the service type of ${asked}`);
    }
  }),

  defineCheck('search.unknown-type', async (ctx) => {
    const trader = await ctx.trader();
    const cases = ['conformance.no-such-type', 'constructor', 'storage.objects'].map((serviceType) => ({
      what: `a search for ${serviceType} is rejected`,
      request: () => ask(ctx, trader, { serviceType }),
    }));
    await expectAllRejected(ctx, cases, {
      code: 'VALIDATION_ERROR',
      control: () => ask(ctx, trader, { serviceType: 'storage.object' }),
    });
  }),

  defineCheck('search.task-repeats', async (ctx) => {
    const trader = await ctx.trader();
    const asked = {
      serviceType: 'storage.object',
      operation: 'conformance-operation',
      region: 'conformance-region',
      requiredCapabilities: ['one', 'two'],
      allowExternalHandoff: false,
      requireNativeExecution: true,
    };
    const { normalizedTask } = await find(ctx, trader, asked);
    ctx.expect.equal(normalizedTask.operation, asked.operation, 'operation of the task');
    ctx.expect.equal(normalizedTask.region, asked.region, 'region');
    ctx.expect.equal(normalizedTask.requiredCapabilities, asked.requiredCapabilities, 'requiredCapabilities');
    ctx.expect.equal(normalizedTask.allowExternalHandoff, false, 'allowExternalHandoff');
    ctx.expect.equal(normalizedTask.requireNativeExecution, true, 'requireNativeExecution');
  }),

  defineCheck('search.task-defaults', async (ctx) => {
    const { normalizedTask } = await find(ctx, await ctx.trader());
    ctx.expect.equal(normalizedTask.requiredCapabilities, [], 'requiredCapabilities by default');
    ctx.expect.equal(normalizedTask.allowExternalHandoff, true, 'allowExternalHandoff by default');
    ctx.expect.equal(normalizedTask.requireNativeExecution, false, 'requireNativeExecution by default');
  }),

  defineCheck('search.task-type-of-best', async (ctx) => {
    const trader = await ctx.trader();
    const { json } = await ctx.service('any', ({ operations }) => operations.length > 0);
    const { normalizedTask, quotes } = await find(ctx, trader, { operation: json.operations[0] });
    const best = (await ctx.services()).find(({ id }) => id === quotes[0]?.serviceId);
    ctx.expect.equal(normalizedTask.serviceType, best?.serviceType, 'the type of a task that asked for none');
    const nothing = await find(ctx, trader, impossible);
    ctx.expect.equal(
      nothing.normalizedTask.serviceType,
      'machine.commerce',
      'the type when nothing was found',
    );
  }),

  defineCheck('search.status', async (ctx) => {
    const trader = await ctx.trader();
    const found = await find(ctx, trader);
    if (found.quotes.length === 0) return ctx.untestable('A search for anything finds nothing.');
    ctx.expect.equal(found.status, 'completed', 'the status of a search with quotes');
    const nothing = await find(ctx, trader, impossible);
    ctx.expect.equal(nothing.quotes, [], 'the quotes of a search that finds nothing');
    ctx.expect.equal(nothing.status, 'no_match', 'its status');
  }),
];
