import type { CheckContext } from '../../engine/context.ts';
import { defineCheck } from '../../engine/define-check.ts';
import { expectAccepted, needAccepted } from '../acceptance.ts';
import { expectAllRejected } from '../rejections.ts';
import type { Fields } from './machine-policies.ts';
import { createPolicy } from './machine-policies.ts';

const values = {
  name: 'Everything at once',
  allowedSkillKeys: ['skill-b', 'skill-a'],
  deniedSkillKeys: ['skill-c'],
  regionRules: ['eu', 'global'],
  requiredCapabilities: ['storage'],
  nativeOnly: true,
  handoffAllowed: false,
  budgetCap: { currency: 'USDT', amount: 2.5 },
};

async function read(ctx: CheckContext, policyId: string) {
  const reply = await ctx.call('getPolicy', { path: { policyId } });
  return needAccepted(ctx, reply, 'getPolicy').body.item;
}

async function update(ctx: CheckContext, policyId: string, body: Fields) {
  const reply = await ctx.call('updatePolicy', { path: { policyId }, body });
  return expectAccepted(ctx, reply, 'the policy is updated').body.item;
}

/** The fields of `expected` as the policy has them. */
function expectFields(ctx: CheckContext, policy: object, expected: Fields): void {
  const actual: Fields = { ...policy };
  for (const [name, value] of Object.entries(expected)) ctx.expect.equal(actual[name], value, name);
}

/** Other checks create policies meanwhile, so a walk has to end somewhere. */
const mostPages = 50;

async function listIds(ctx: CheckContext): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const reply = await ctx.call('listPolicies', { query: { limit: 500, cursor } });
    const { items, nextCursor } = needAccepted(ctx, reply, 'listPolicies').body;
    ids.push(...items.map(({ id }) => id));
    cursor = nextCursor ?? undefined;
    if (cursor === undefined) break;
  }
  return ids;
}

export const policyResourceChecks = [
  defineCheck('policies.create-keeps-values', async (ctx) => {
    const reply = await ctx.call('createPolicy', { body: values });
    expectFields(ctx, needAccepted(ctx, reply, 'createPolicy').body.item, values);
    expectFields(ctx, await read(ctx, reply.body.item.id), values);
  }),

  defineCheck('policies.empty-lists', async (ctx) => {
    const policy = await read(ctx, await createPolicy(ctx));
    const names = ['allowedSkillKeys', 'deniedSkillKeys', 'regionRules', 'requiredCapabilities'];
    expectFields(ctx, policy, Object.fromEntries(names.map((name) => [name, []])));
  }),

  defineCheck('policies.defaults', async (ctx) => {
    const policy = await read(ctx, await createPolicy(ctx));
    expectFields(ctx, policy, { nativeOnly: false, handoffAllowed: true });
    ctx.expect.equal(policy.budgetCap ?? null, null, 'budgetCap');
  }),

  defineCheck('policies.name-required', async (ctx) => {
    const create = (body: Fields) => ctx.call('createPolicy', { body });
    const cases = [{}, { name: '' }, { name: ' \t' }].map((body) => ({
      what: `the policy ${JSON.stringify(body)} is refused`,
      request: () => create(body),
    }));
    const control = () => create({ name: 'A policy of the conformance kit' });
    await expectAllRejected(ctx, cases, { code: 'VALIDATION_ERROR', control });
  }),

  defineCheck('policies.list-ascending', async (ctx) => {
    const created: string[] = [];
    for (let count = 0; count < 3; count += 1) created.push(await createPolicy(ctx));
    const listed = await listIds(ctx);
    ctx.expect.equal(
      listed.filter((id) => created.includes(id)),
      created,
      'the policies as they are listed',
    );
  }),

  defineCheck('policies.list-limit', async (ctx) => {
    await createPolicy(ctx);
    const list = (limit: number) => ctx.call('listPolicies', { query: { limit } });
    const cases = [0, 501].map((limit) => ({
      what: `a list of ${limit} policies is refused`,
      request: () => list(limit),
    }));
    await expectAllRejected(ctx, cases, { code: 'VALIDATION_ERROR', control: () => list(1) });
  }),

  defineCheck('policies.unknown', async (ctx) => {
    const policyId = await createPolicy(ctx);
    const unknown = { path: { policyId: 'pol_000000000000' } };
    const cases = [
      { what: 'a read of an unknown policy', request: () => ctx.call('getPolicy', unknown) },
      {
        what: 'an update of an unknown policy',
        request: () => ctx.call('updatePolicy', { ...unknown, body: { nativeOnly: true } }),
      },
    ].map(({ what, request }) => ({ what: `${what} is refused`, request }));
    await expectAllRejected(ctx, cases, {
      code: 'NOT_FOUND',
      control: () => ctx.call('updatePolicy', { path: { policyId }, body: { nativeOnly: true } }),
    });
  }),

  defineCheck('policies.update-changes-named-fields', async (ctx) => {
    const policyId = await createPolicy(ctx, values);
    const changed = { name: 'Another name', nativeOnly: false };
    await update(ctx, policyId, changed);
    expectFields(ctx, await read(ctx, policyId), { ...values, ...changed });
  }),

  defineCheck('policies.update-replaces-lists', async (ctx) => {
    const policyId = await createPolicy(ctx, values);
    const lists = { allowedSkillKeys: ['skill-d'], deniedSkillKeys: [], regionRules: ['us'] };
    expectFields(ctx, await update(ctx, policyId, lists), lists);
  }),

  defineCheck('policies.update-nothing', async (ctx) => {
    const policyId = await createPolicy(ctx, values);
    expectFields(ctx, await update(ctx, policyId, {}), values);
  }),

  defineCheck('policies.update-clears-cap', async (ctx) => {
    const policyId = await createPolicy(ctx, values);
    const policy = await update(ctx, policyId, { budgetCap: null });
    ctx.expect.equal(policy.budgetCap ?? null, null, 'budgetCap after it was set to null');
    ctx.expect.equal((await read(ctx, policyId)).budgetCap ?? null, null, 'budgetCap when it is read');
  }),
];
