import { defineCheck } from '../../engine/define-check.ts';
import { expectAccepted } from '../acceptance.ts';
import { expectAllRejected } from '../rejections.ts';
import { attach, createPolicy, expectPolicyDecides, prepareOrder } from './machine-policies.ts';

const otherSkill = 'skill-of-somebody-else';

export const policyRuleChecks = [
  defineCheck('policies.denied-skills', async (ctx) => {
    const service = await ctx.service('free-read');
    await expectPolicyDecides(ctx, {
      what: 'a service of a denied skill is not ordered',
      service,
      forbidding: { deniedSkillKeys: [service.skillKey], allowedSkillKeys: [service.skillKey] },
      permitting: { deniedSkillKeys: [otherSkill], allowedSkillKeys: [service.skillKey] },
    });
  }),

  defineCheck('policies.allowed-skills', async (ctx) => {
    const service = await ctx.service('free-read');
    await expectPolicyDecides(ctx, {
      what: 'a service whose skill is not among the allowed ones is not ordered',
      service,
      forbidding: { allowedSkillKeys: [otherSkill] },
      permitting: { allowedSkillKeys: [otherSkill, service.skillKey] },
    });
  }),

  defineCheck('policies.regions', async (ctx) => {
    const service = await ctx.service('any', ({ region }) => region !== 'global');
    await expectPolicyDecides(ctx, {
      what: 'a service of another region is not ordered',
      service,
      forbidding: { regionRules: ['mars'] },
      permitting: { regionRules: ['mars', service.json.region] },
    });
  }),

  defineCheck('policies.region-global', async (ctx) => {
    const trader = await ctx.trader();
    const service = await ctx.service('any', ({ region }) => region !== 'global');
    const place = await prepareOrder(ctx, trader, service);
    await attach(ctx, trader.machine, [await createPolicy(ctx, { regionRules: ['mars', 'global'] })]);
    expectAccepted(ctx, await place(), 'a rule with global lets every region pass');
  }),

  defineCheck('policies.native-only', async (ctx) => {
    await expectPolicyDecides(ctx, {
      what: 'a hand-off is not ordered under nativeOnly',
      service: await ctx.service('handoff'),
      forbidding: { nativeOnly: true },
      permitting: { nativeOnly: false },
    });
  }),

  defineCheck('policies.handoff-allowed', async (ctx) => {
    await expectPolicyDecides(ctx, {
      what: 'a hand-off is not ordered while hand-offs are not allowed',
      service: await ctx.service('handoff'),
      forbidding: { handoffAllowed: false },
      permitting: { handoffAllowed: true },
    });
  }),

  defineCheck('policies.native-passes', async (ctx) => {
    const [trader, service] = [await ctx.trader(), await ctx.service('free-read')];
    const place = await prepareOrder(ctx, trader, service);
    await attach(ctx, trader.machine, [await createPolicy(ctx, { nativeOnly: true, handoffAllowed: false })]);
    expectAccepted(ctx, await place(), 'a native service is ordered under nativeOnly');
  }),

  defineCheck('policies.capabilities', async (ctx) => {
    const service = await ctx.service('any', ({ capabilities }) => capabilities.length > 0);
    const { capabilities } = service.json;
    await expectPolicyDecides(ctx, {
      what: 'a service that lacks a required capability is not ordered',
      service,
      forbidding: { requiredCapabilities: [...capabilities, 'flying'] },
      permitting: { requiredCapabilities: capabilities },
    });
  }),

  defineCheck('policies.budget-cap', async (ctx) => {
    const service = await ctx.service('paid');
    const { amount = 0, currency = 'USDT' } = service.json.pricing ?? {};
    const cap = (most: number) => ({ budgetCap: { currency, amount: most } });
    await expectPolicyDecides(ctx, {
      what: 'a service that costs more than the cap is not ordered',
      code: 'AGENT_SPEND_LIMIT_EXCEEDED',
      service,
      forbidding: cap((amount ?? 0) / 2),
      permitting: cap(amount ?? 0),
    });
  }),

  defineCheck('policies.all-must-pass', async (ctx) => {
    const [trader, service] = [await ctx.trader(), await ctx.service('free-read')];
    const place = await prepareOrder(ctx, trader, service);
    const passing = await createPolicy(ctx);
    const denying = await createPolicy(ctx, { deniedSkillKeys: [service.skillKey] });
    const placeUnder = async (policyIds: readonly string[]) => {
      await attach(ctx, trader.machine, policyIds);
      return place();
    };
    const cases = [
      { what: 'the last of two policies forbids a service', request: () => placeUnder([passing, denying]) },
      { what: 'the first of two policies forbids a service', request: () => placeUnder([denying, passing]) },
    ];
    const control = () => placeUnder([passing]);
    await expectAllRejected(ctx, cases, { code: 'AGENT_POLICY_DENIED', control });
  }),

  defineCheck('policies.refusal-names-policy', async (ctx) => {
    const [trader, service] = [await ctx.trader(), await ctx.service('paid')];
    const place = await prepareOrder(ctx, trader, service);
    const denying = await createPolicy(ctx, { deniedSkillKeys: [service.skillKey] });
    const capping = await createPolicy(ctx, { budgetCap: { currency: 'USDT', amount: 0 } });
    const passing = await createPolicy(ctx);
    for (const policyId of [denying, capping]) {
      await attach(ctx, trader.machine, [passing, policyId]);
      const reply = await place();
      ctx.expect.equal(reply.at('error.details.policyId'), policyId, 'details.policyId of the refusal');
    }
  }),

  defineCheck('policies.only-attached', async (ctx) => {
    const [trader, service] = [await ctx.trader(), await ctx.service('free-read')];
    const place = await prepareOrder(ctx, trader, service);
    const policyId = await createPolicy(ctx, { deniedSkillKeys: [service.skillKey] });
    const other = await ctx.machine({ fields: { policyIds: [policyId] } });
    ctx.expect.equal(other.json['policyIds'], [policyId], 'policyIds of a machine that lists the policy');
    expectAccepted(ctx, await place(), 'a machine that does not list it is free of it');
  }),

  defineCheck('policies.order-execute', async (ctx) => {
    const trader = await ctx.trader();
    const order = await ctx.order(trader);
    const policyId = await createPolicy(ctx);
    await attach(ctx, trader.machine, [policyId]);
    const execute = async (deniedSkillKeys: readonly string[]) => {
      const body = { deniedSkillKeys };
      await ctx.call('updatePolicy', { path: { policyId }, body });
      return ctx.act(order, 'executeMarketOrder', { body: {} });
    };
    await ctx.expectRejected({
      what: 'an order is not executed once a policy denies its skill',
      code: 'AGENT_POLICY_DENIED',
      request: () => execute([order.service.skillKey]),
      control: () => execute([]),
    });
  }),

  defineCheck('policies.unknown-in-machine', async (ctx) => {
    const policyIds = ['pol_000000000000'];
    const known = [await createPolicy(ctx)];
    const machine = await ctx.machine();
    const create = async (ids: readonly string[]) =>
      ctx.call('createMachine', {
        body: await ctx.machineRequest(await ctx.identity(), { policyIds: ids }),
      });
    const cases = [
      {
        what: 'an update of a machine with an unknown policy is refused',
        request: () => ctx.call('updateMachine', { path: { machineId: machine.id }, body: { policyIds } }),
      },
      { what: 'a machine with an unknown policy is refused', request: () => create(policyIds) },
    ];
    await expectAllRejected(ctx, cases, { code: 'VALIDATION_ERROR', control: () => create(known) });
  }),

  defineCheck('policies.search', async (ctx) => {
    const trader = await ctx.trader();
    const service = await ctx.service('handoff', ({ pricing }) => pricing?.mode !== 'fixed');
    const { serviceType, capabilities } = service.json;
    const rules = [
      { deniedSkillKeys: [service.skillKey] },
      { allowedSkillKeys: [otherSkill] },
      { regionRules: ['mars'] },
      { nativeOnly: true },
      { handoffAllowed: false },
      { requiredCapabilities: ['flying'] },
      { budgetCap: { currency: 'USD', amount: 1 } },
    ];
    const searched = async (policyId: string): Promise<readonly string[]> => {
      await attach(ctx, trader.machine, [policyId]);
      const budget = { max: 2, currency: 'USD' };
      const search = await ctx.search(trader, { serviceType, maxResults: 50, budget });
      return search.quotes.map(({ serviceId }) => serviceId);
    };
    const permitting = await createPolicy(ctx, { requiredCapabilities: capabilities });
    const free = await searched(permitting);
    if (!free.includes(service.id)) ctx.untestable(`No search for ${serviceType} finds ${service.id}.`);
    for (const rule of rules) {
      const found = await searched(await createPolicy(ctx, rule));
      ctx.expect.excludes(found, service.id, `services quoted under ${JSON.stringify(rule)}`);
    }
  }),
];
