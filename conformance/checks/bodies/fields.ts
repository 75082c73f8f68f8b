import type { CheckContext, Reply } from '../../engine/context.ts';
import { defineCheck } from '../../engine/define-check.ts';
import { expectAccepted, needAccepted } from '../acceptance.ts';
import { expectAllRejected } from '../rejections.ts';
import type { RejectionCase } from '../rejections.ts';
import { changedBodies, without } from './requests.ts';

const labels = { my_env: '1', FOO_BAR: '2', 'two words': '3', 'dotted.key': '4', constructor: '5' };

async function pairActiveMachine(ctx: CheckContext) {
  const machine = await ctx.machine({ activate: true });
  const pairing = await ctx.pairing(machine);
  return { pairing, path: { machineId: machine.id, pairingId: pairing.id } };
}

function expectNoPolicy(ctx: CheckContext, reply: Reply): void {
  for (const list of ['allowedSkillKeys', 'deniedSkillKeys', 'allowedServiceIds', 'deniedServiceIds']) {
    ctx.expect.equal(reply.at(`item.delegationPolicy.${list}`), [], list);
  }
  const limit = reply.at('item.delegationPolicy.dailySpendLimit') ?? null;
  ctx.expect.equal(limit, null, 'dailySpendLimit');
}

export const bodyFieldChecks = [
  defineCheck('bodies.empty-object-machine', async (ctx) => {
    const machine = await ctx.machine({
      activate: true,
      fields: { labels: { site: 'roof' }, capabilities: ['lift'] },
    });
    const reply = await ctx.call('updateMachine', { path: { machineId: machine.id }, body: {} });
    expectAccepted(ctx, reply, 'an empty update of a machine is accepted');
    for (const field of ['displayName', 'status', 'labels', 'capabilities', 'identityRef']) {
      ctx.expect.equal(reply.at(`item.${field}`), machine.json[field], `${field} after an empty update`);
    }
  }),

  defineCheck('bodies.empty-object-pairing', async (ctx) => {
    const { pairing, path } = await pairActiveMachine(ctx);
    const reply = await ctx.call('updateAgentPairing', { path, body: {} });
    expectAccepted(ctx, reply, 'an empty update of a pairing is accepted');
    for (const field of ['agentProvider', 'agentRole', 'status', 'delegationPolicy']) {
      ctx.expect.equal(reply.at(`item.${field}`), pairing.json[field], `${field} after an empty update`);
    }
  }),

  defineCheck('bodies.unknown-fields', async (ctx) => {
    const { identityRef } = await ctx.identity();
    const body = { identityRef, futureField: { nested: [1, null] }, identity_ref: 7 };
    const reply = await ctx.call('createMachineIdentityChallenge', { body });
    expectAccepted(ctx, reply, 'a body with unknown fields is accepted');
  }),

  defineCheck('bodies.null-is-absent-machine', async (ctx) => {
    const fields = { capabilities: null, labels: null, policyIds: null };
    const body = await ctx.machineRequest(await ctx.identity(), fields);
    const reply = expectAccepted(
      ctx,
      await ctx.call('createMachine', { body }),
      'a machine with null fields is accepted',
    );
    ctx.expect.equal(reply.at('item.capabilities'), [], 'capabilities');
    ctx.expect.equal(reply.at('item.labels'), {}, 'labels');
    ctx.expect.equal(reply.at('item.policyIds'), [], 'policyIds');
  }),

  defineCheck('bodies.null-is-absent-pairing', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const request = await ctx.pairingRequest(machine, ctx.agent());
    const body = { ...request, agentDid: null, description: null, delegationPolicy: null };
    const reply = await ctx.call('createAgentPairing', { path: { machineId: machine.id }, body });
    expectAccepted(ctx, reply, 'a pairing with null fields is accepted');
    ctx.expect.string(reply.at('item.agentDid'), 'agentDid');
    expectNoPolicy(ctx, reply);
  }),

  defineCheck('bodies.absent-is-empty-machine', async (ctx) => {
    const body = await ctx.machineRequest(await ctx.identity());
    const reply = expectAccepted(
      ctx,
      await ctx.call('createMachine', { body }),
      'a machine without optional fields is accepted',
    );
    ctx.expect.equal(reply.at('item.capabilities'), [], 'capabilities');
    ctx.expect.equal(reply.at('item.labels'), {}, 'labels');
    ctx.expect.equal(reply.at('item.policyIds'), [], 'policyIds');
  }),

  defineCheck('bodies.absent-is-empty-pairing', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const path = { machineId: machine.id };
    for (const policy of [{}, { delegationPolicy: { perTransactionLimit: 5 } }]) {
      const body = { ...(await ctx.pairingRequest(machine, ctx.agent())), ...policy };
      const reply = await ctx.call('createAgentPairing', { path, body });
      expectAccepted(ctx, reply, `a pairing with ${JSON.stringify(policy)} is accepted`);
      expectNoPolicy(ctx, reply);
    }
  }),

  defineCheck('bodies.null-clears', async (ctx) => {
    const { path } = await pairActiveMachine(ctx);
    const described = await ctx.call('updateAgentPairing', { path, body: { description: 'to be cleared' } });
    needAccepted(ctx, described, 'An update of the description');
    ctx.expect.equal(described.at('item.description'), 'to be cleared', 'description after an update');
    const cleared = await ctx.call('updateAgentPairing', { path, body: { description: null } });
    expectAccepted(ctx, cleared, 'an update with description null is accepted');
    ctx.expect.equal(cleared.at('item.description') ?? null, null, 'description after null');
  }),

  defineCheck('bodies.label-keys', async (ctx) => {
    const machine = await ctx.machine({ fields: { labels } });
    ctx.expect.equal(machine.json['labels'], labels, 'labels in the answer to the creation');
    const read = await ctx.call('getMachine', { path: { machineId: machine.id } });
    ctx.expect.equal(read.at('item.labels'), labels, 'labels when read');
  }),

  defineCheck('bodies.required-fields', async (ctx) => {
    const body = await ctx.machineRequest(await ctx.identity());
    const create = (fields: object) => ctx.call('createMachine', { body: fields });
    const names = ['displayName', 'ownerId', 'machineType', 'runtimeProfile'];
    const challenge: RejectionCase = {
      what: 'a challenge request without identityRef is rejected',
      request: () => ctx.call('createMachineIdentityChallenge', { body: {} }),
    };
    const machines = names.map((name) => ({
      what: `a machine without ${name} is rejected`,
      request: () => create(without(body, name)),
    }));
    const cases = [challenge, ...machines];
    await expectAllRejected(ctx, cases, { code: 'VALIDATION_ERROR', control: () => create(body) });
  }),

  defineCheck('bodies.blank-strings', async (ctx) => {
    const body = await ctx.machineRequest(await ctx.identity());
    const create = (fields: object) => ctx.call('createMachine', { body: fields });
    const names = ['displayName', 'ownerId', 'machineType', 'runtimeProfile'];
    const changes = names.flatMap((name) => [{ [name]: '' }, { [name]: ' \t\n' }]);
    await expectAllRejected(ctx, changedBodies(body, changes, create), {
      code: 'VALIDATION_ERROR',
      control: () => create(body),
    });
  }),
];
