import { defineCheck } from '../../engine/define-check.ts';
import { expectAllRejected } from '../rejections.ts';
import { changedBodies } from './requests.ts';

const invalid = { code: 'VALIDATION_ERROR', status: 400 };

export const bodyTypeChecks = [
  defineCheck('bodies.types-identity-challenge', async (ctx) => {
    const { identityRef } = await ctx.identity();
    const send = (body: object) => ctx.call('createMachineIdentityChallenge', { body });
    const changes = [77, true, null, [identityRef], { identityRef }].map((value) => ({ identityRef: value }));
    await expectAllRejected(ctx, changedBodies({}, changes, send), {
      ...invalid,
      control: () => send({ identityRef }),
    });
  }),

  defineCheck('bodies.types-machine-create', async (ctx) => {
    const body = await ctx.machineRequest(await ctx.identity());
    const send = (changed: object) => ctx.call('createMachine', { body: changed });
    const changes = [
      { displayName: 7 },
      { ownerId: {} },
      { machineType: ['robot'] },
      { runtimeProfile: true },
      { capabilities: 'lift' },
      { capabilities: [1] },
      { labels: ['a'] },
      { labels: { site: 7 } },
      { policyIds: {} },
      { identityRef: 7 },
      { identityProof: 'signed' },
      { identityProof: { challengeId: 7, signature: 7 } },
    ];
    await expectAllRejected(ctx, changedBodies(body, changes, send), {
      ...invalid,
      control: () => send(body),
    });
  }),

  defineCheck('bodies.types-machine-update', async (ctx) => {
    const machine = await ctx.machine();
    const send = (body: object) => ctx.call('updateMachine', { path: { machineId: machine.id }, body });
    const changes = [
      { displayName: 7 },
      { status: 'flying' },
      { status: 1 },
      { capabilities: {} },
      { labels: 'a' },
    ];
    const control = () => send({ displayName: 'Conformance machine, renamed' });
    await expectAllRejected(ctx, changedBodies({}, changes, send), { ...invalid, control });
  }),

  defineCheck('bodies.types-pairing-challenge', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const body = { agentAddress: ctx.agent().address, agentProvider: 'anthropic', agentRole: 'ops' };
    const send = (changed: object) =>
      ctx.call('createAgentPairingChallenge', { path: { machineId: machine.id }, body: changed });
    const changes = [
      { agentAddress: 7 },
      { agentAddress: null },
      { agentProvider: [] },
      { agentRole: {} },
      { agentDid: 7 },
    ];
    await expectAllRejected(ctx, changedBodies(body, changes, send), {
      ...invalid,
      control: () => send(body),
    });
  }),

  defineCheck('bodies.types-pairing-create', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const body = await ctx.pairingRequest(machine, ctx.agent());
    const send = (changed: object) =>
      ctx.call('createAgentPairing', { path: { machineId: machine.id }, body: changed });
    const changes = [
      { agentAddress: [] },
      { description: 7 },
      { agentProof: 'signed' },
      { delegationPolicy: [] },
      { delegationPolicy: { allowedSkillKeys: 'a' } },
      { delegationPolicy: { deniedServiceIds: [1] } },
      { delegationPolicy: { perTransactionLimit: '5' } },
      { delegationPolicy: { currency: 5 } },
    ];
    await expectAllRejected(ctx, changedBodies(body, changes, send), {
      ...invalid,
      control: () => send(body),
    });
  }),

  defineCheck('bodies.types-pairing-update', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const pairing = await ctx.pairing(machine);
    const path = { machineId: machine.id, pairingId: pairing.id };
    const send = (body: object) => ctx.call('updateAgentPairing', { path, body });
    const changes = [
      { status: 'sleeping' },
      { status: true },
      { agentRole: 7 },
      { description: {} },
      { delegationPolicy: 'none' },
      { delegationPolicy: { dailySpendLimit: '5' } },
    ];
    const control = () => send({ agentRole: 'trader' });
    await expectAllRejected(ctx, changedBodies({}, changes, send), { ...invalid, control });
  }),

  defineCheck('bodies.types-session', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const pairing = await ctx.pairing(machine);
    const path = { machineId: machine.id, pairingId: pairing.id };
    const body = { agentProof: await ctx.agentProof(machine, pairing.agent) };
    const send = (changed: object) => ctx.call('rotateAgentPairingSession', { path, body: changed });
    const changes = [
      { agentProof: 7 },
      { agentProof: [] },
      { agentProof: {} },
      { agentProof: { challengeId: 7, signature: 7 } },
    ];
    await expectAllRejected(ctx, changedBodies(body, changes, send), {
      ...invalid,
      control: () => send(body),
    });
  }),
];
