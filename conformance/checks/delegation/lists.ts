import { defineCheck } from '../../engine/define-check.ts';
import { changePolicy, expectPolicyRefuses, pairTwo, rotate } from './agents.ts';

const denied = 'AGENT_POLICY_DENIED';
const otherSkill = 'skill-of-somebody-else';
const otherService = 'svc_of_somebody_else';

export const delegationListChecks = [
  defineCheck('delegation.denied-skill', async (ctx) => {
    const service = await ctx.service('free-read');
    await expectPolicyRefuses(ctx, {
      what: 'a service of a denied skill is not ordered',
      code: denied,
      service,
      policies: [{ deniedSkillKeys: [service.skillKey] }, { deniedSkillKeys: [otherSkill] }],
    });
  }),

  defineCheck('delegation.denied-service', async (ctx) => {
    const service = await ctx.service('free-read');
    await expectPolicyRefuses(ctx, {
      what: 'a denied service is not ordered',
      code: denied,
      service,
      policies: [{ deniedServiceIds: [service.id] }, { deniedServiceIds: [otherService] }],
    });
  }),

  defineCheck('delegation.allowed-skills', async (ctx) => {
    const service = await ctx.service('free-read');
    await expectPolicyRefuses(ctx, {
      what: 'a service whose skill is not among the allowed ones is not ordered',
      code: denied,
      service,
      policies: [{ allowedSkillKeys: [otherSkill] }, { allowedSkillKeys: [otherSkill, service.skillKey] }],
    });
  }),

  defineCheck('delegation.allowed-services', async (ctx) => {
    const service = await ctx.service('free-read');
    await expectPolicyRefuses(ctx, {
      what: 'a service that is not among the allowed ones is not ordered',
      code: denied,
      service,
      policies: [{ allowedServiceIds: [otherService] }, { allowedServiceIds: [otherService, service.id] }],
    });
  }),

  defineCheck('delegation.deny-beats-allow', async (ctx) => {
    const service = await ctx.service('free-read');
    const { id, skillKey } = service;
    await expectPolicyRefuses(ctx, {
      what: 'a service that is allowed and denied is not ordered',
      code: denied,
      service,
      policies: [
        { allowedServiceIds: [id], deniedServiceIds: [id] },
        { allowedServiceIds: [id], allowedSkillKeys: [skillKey] },
      ],
    });
  }),

  defineCheck('delegation.both-lists', async (ctx) => {
    const service = await ctx.service('free-read');
    const { id, skillKey } = service;
    await expectPolicyRefuses(ctx, {
      what: 'an allowed service of a skill that is not allowed is not ordered',
      code: denied,
      service,
      policies: [
        { allowedServiceIds: [id], allowedSkillKeys: [otherSkill] },
        { allowedServiceIds: [id], allowedSkillKeys: [skillKey] },
      ],
    });
  }),

  defineCheck('delegation.service-execute', async (ctx) => {
    const service = await ctx.service('free-read');
    const { id: serviceId, operation, exampleInput: input } = service;
    const [bound, free] = await pairTwo(ctx, { deniedServiceIds: [serviceId] });
    const execute = (trader: typeof bound) =>
      ctx.act(trader, 'executeMarketService', {
        path: { serviceId },
        body: { machineId: trader.machine.id, agentPairingId: trader.pairing.id, operation, input },
      });
    await ctx.expectRejected({
      what: 'a denied service is not executed',
      code: denied,
      request: () => execute(bound),
      control: () => execute(free),
    });
  }),

  defineCheck('delegation.order-execute', async (ctx) => {
    const trader = await ctx.trader();
    const order = await ctx.order(trader);
    const executeUnder = async (delegationPolicy: object) => {
      await changePolicy(ctx, trader, { ...delegationPolicy });
      const pairingToken = await rotate(ctx, trader);
      const { status } = (await ctx.act(order, 'getMarketOrder', { pairingToken })).body.item;
      ctx.expect.equal(status, 'created', 'the status of the order before its execution');
      return ctx.act(order, 'executeMarketOrder', { body: {}, pairingToken });
    };
    await ctx.expectRejected({
      what: 'an order is not executed once the policy denies its service',
      code: denied,
      request: () => executeUnder({ deniedServiceIds: [order.service.id] }),
      control: () => executeUnder({}),
    });
  }),

  defineCheck('delegation.without-token', async (ctx) => {
    const service = await ctx.service('free-read');
    const [bound, free] = await pairTwo(ctx, { deniedServiceIds: [service.id] });
    const order = async (trader: typeof bound) =>
      ctx.call('createMarketOrder', { body: await ctx.orderRequest(trader, { service }) });
    await ctx.expectRejected({
      what: 'a denied service is not ordered without token either',
      code: denied,
      request: () => order(bound),
      control: () => order(free),
    });
  }),

  defineCheck('delegation.policy-change-ends-token', async (ctx) => {
    const trader = await ctx.trader();
    const body = await ctx.orderRequest(trader);
    const order = (pairingToken: string) => ctx.act(trader, 'createMarketOrder', { body, pairingToken });
    await ctx.expectRejected({
      what: 'nothing is ordered with a token from before the policy changed',
      code: 'AGENT_AUTH_INVALID',
      request: async () => {
        await changePolicy(ctx, trader, { deniedSkillKeys: [otherSkill] });
        return order(trader.token);
      },
      control: async () => order(await rotate(ctx, trader)),
    });
  }),
];
