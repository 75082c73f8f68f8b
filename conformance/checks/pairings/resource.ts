import { defineCheck } from '../../engine/define-check.ts';
import type { Proof } from '../../engine/context.ts';
import { findListedPairing, findRow, listAllPairings } from '../listed-rows.ts';
import { pairingCalls } from '../pairing-calls.ts';
import { expectAccepted, needAccepted } from '../acceptance.ts';
import { expectAllRejected } from '../rejections.ts';

const { create, update, revoke, rotate } = pairingCalls;

export const pairingResourceChecks = [
  defineCheck('pairings.create-keeps-values', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const agent = ctx.agent();
    const agentDid = `did:pkh:eip155:137:${agent.address}`;
    const values = { agentProvider: 'some provider', agentRole: 'some role', agentDid };
    const body = await ctx.pairingRequest(machine, agent, values);
    const created = needAccepted(
      ctx,
      await create(ctx, machine, { ...body, description: 'A buyer' }),
      'createAgentPairing',
    );
    const row = await findListedPairing(ctx, machine.id, String(created.at('item.id')));
    ctx.expect.equal(row['machineId'], machine.id, 'machineId');
    ctx.expect.equal(String(row['agentAddress']).toLowerCase(), agent.address.toLowerCase(), 'agentAddress');
    ctx.expect.equal(String(row['agentDid']).toLowerCase(), agentDid.toLowerCase(), 'agentDid');
    for (const name of ['agentProvider', 'agentRole'] as const)
      ctx.expect.equal(row[name], values[name], name);
    ctx.expect.equal(row['description'], 'A buyer', 'description');
  }),

  defineCheck('pairings.active-at-creation', async (ctx) => {
    const { json } = await ctx.pairing(await ctx.machine({ activate: true }));
    ctx.expect.equal(json['status'], 'active', 'the status of a new pairing');
  }),

  defineCheck('pairings.verification-recorded', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const agent = ctx.agent();
    const body = await ctx.pairingRequest(machine, agent);
    const { challengeId, message, expiresAt } = await ctx.pairingChallenge(machine, agent);
    const agentProof: Proof = { challengeId, signature: await agent.signMessage({ message }) };
    const reply = needAccepted(
      ctx,
      await create(ctx, machine, { ...body, agentProof }),
      'createAgentPairing',
    );
    const verification = (name: string): unknown => reply.at(`item.verification.${name}`);
    ctx.expect.equal(
      String(verification('signerAddress')).toLowerCase(),
      agent.address.toLowerCase(),
      'signerAddress',
    );
    ctx.expect.equal(
      Date.parse(String(verification('challengeExpiresAt'))),
      Date.parse(expiresAt),
      'challengeExpiresAt (ms)',
    );
  }),

  defineCheck('pairings.policy-kept', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const delegationPolicy = {
      allowedSkillKeys: ['skill-b', 'skill-a'],
      deniedSkillKeys: ['skill-c'],
      allowedServiceIds: ['svc_one', 'onem2m:demo:resources:native'],
      deniedServiceIds: ['svc_two'],
      perTransactionLimit: 2.5,
      dailySpendLimit: 10,
      currency: 'USDT',
    };
    const { id } = await ctx.pairing(machine, { delegationPolicy });
    const row = await findListedPairing(ctx, machine.id, id);
    const kept = row['delegationPolicy'] as Record<string, unknown>;
    for (const [name, value] of Object.entries(delegationPolicy)) ctx.expect.equal(kept[name], value, name);
  }),

  defineCheck('pairings.policy-replaced', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const before = { allowedSkillKeys: ['skill-a'], deniedSkillKeys: ['skill-b'], perTransactionLimit: 5 };
    const pairing = await ctx.pairing(machine, { delegationPolicy: before });
    const after = { deniedSkillKeys: ['skill-c'] };
    const reply = needAccepted(
      ctx,
      await update(ctx, pairing, { delegationPolicy: after }),
      'updateAgentPairing',
    );
    const policy = (name: string): unknown => reply.at(`item.delegationPolicy.${name}`);
    ctx.expect.equal(policy('deniedSkillKeys'), ['skill-c'], 'deniedSkillKeys');
    ctx.expect.equal(policy('allowedSkillKeys'), [], 'allowedSkillKeys, which the new policy does not name');
    ctx.expect.equal(
      policy('perTransactionLimit') ?? null,
      null,
      'perTransactionLimit, which it does not name',
    );
  }),

  defineCheck('pairings.update-changes-named-fields', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const pairing = await ctx.pairing(machine, { delegationPolicy: { allowedSkillKeys: ['skill-a'] } });
    const changed = { agentProvider: 'another provider', agentRole: 'another role', description: 'changed' };
    needAccepted(ctx, await update(ctx, pairing, changed), 'updateAgentPairing');
    const row = await findListedPairing(ctx, machine.id, pairing.id);
    const { agentAddress, agentDid, delegationPolicy } = pairing.json;
    const expected = { ...changed, agentAddress, agentDid, delegationPolicy };
    for (const [name, value] of Object.entries(expected)) ctx.expect.equal(row[name], value, name);
  }),

  defineCheck('pairings.token-shown-once', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const pairing = await ctx.pairing(machine);
    const path = { machineId: machine.id, pairingId: pairing.id };
    const updated = needAccepted(
      ctx,
      await update(ctx, pairing, { description: 'changed' }),
      'updateAgentPairing',
    );
    const listed = needAccepted(ctx, await ctx.call('listAgentPairings', { path }), 'listAgentPairings');
    const read = await ctx.call('getAgentPairing', { path });
    for (const { text } of [updated, listed, read]) {
      ctx.expect.ok(!text.includes(pairing.token), 'the answer does not repeat the token', {
        actual: 'an answer with the token',
      });
    }
  }),

  defineCheck('pairings.same-agent-twice', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const agent = ctx.agent();
    const first = await ctx.pairing(machine, { agent });
    const reply = await create(ctx, machine, await ctx.pairingRequest(machine, agent));
    expectAccepted(ctx, reply, 'the same address is paired again');
    const rows = await listAllPairings(ctx, machine.id);
    for (const id of [first.id, String(reply.at('item.id'))]) {
      ctx.expect.equal(findRow(rows, id)?.['status'], 'active', 'the status of each of both pairings');
    }
    ctx.expect.notEqual(reply.at('item.id'), first.id, 'the id of the second pairing');
  }),

  defineCheck('pairings.other-machine', async (ctx) => {
    const [machine, other] = [await ctx.machine({ activate: true }), await ctx.machine({ activate: true })];
    const pairing = await ctx.pairing(machine);
    const misplaced = { ...pairing, machineId: other.id };
    const body = { description: 'changed' };
    const agentProof = await ctx.agentProof(other, pairing.agent);
    const cases = [
      { what: 'an update', request: () => update(ctx, misplaced, body) },
      { what: 'a rotation', request: () => rotate(ctx, misplaced, agentProof) },
      { what: 'a revocation', request: () => revoke(ctx, misplaced) },
    ].map(({ what, request }) => ({
      what: `${what} under another machine's path finds no pairing`,
      request,
    }));
    await expectAllRejected(ctx, cases, { code: 'NOT_FOUND', control: () => update(ctx, pairing, body) });
  }),

  defineCheck('pairings.list-of-machine', async (ctx) => {
    const [machine, other] = [await ctx.machine({ activate: true }), await ctx.machine({ activate: true })];
    const [own, foreign] = [await ctx.pairing(machine), await ctx.pairing(other)];
    await findListedPairing(ctx, machine.id, own.id);
    const rows = await listAllPairings(ctx, machine.id);
    ctx.expect.equal(findRow(rows, foreign.id), undefined, "the row of another machine's pairing");
  }),

  defineCheck('pairings.pause-and-resume', async (ctx) => {
    const pairing = await ctx.pairing(await ctx.machine({ activate: true }));
    for (const status of ['paused', 'active']) {
      const reply = await update(ctx, pairing, { status });
      ctx.expect.equal(reply.at('item.status'), status, 'the status after the update');
    }
  }),

  defineCheck('pairings.revoked-by-update', async (ctx) => {
    const pairing = await ctx.pairing(await ctx.machine({ activate: true }));
    const reply = await update(ctx, pairing, { status: 'revoked' });
    ctx.expect.equal(reply.at('item.status'), 'revoked', 'the status after the update');
  }),

  defineCheck('pairings.revoked-for-good', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const [revoked, other] = [await ctx.pairing(machine), await ctx.pairing(machine)];
    needAccepted(ctx, await revoke(ctx, revoked), 'revokeAgentPairing');
    const body = { status: 'active' };
    await ctx.expectRejected({
      what: 'a revoked pairing does not come back',
      code: 'AGENT_PAIRING_INACTIVE',
      request: () => update(ctx, revoked, body),
      control: () => update(ctx, other, body),
    });
  }),

  defineCheck('pairings.delete-revokes', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const pairing = await ctx.pairing(machine);
    await findListedPairing(ctx, machine.id, pairing.id);
    expectAccepted(ctx, await revoke(ctx, pairing), 'DELETE succeeds');
    const row = findRow(await listAllPairings(ctx, machine.id), pairing.id);
    ctx.expect.equal(row?.['status'] ?? 'revoked', 'revoked', 'the status after DELETE');
  }),

  defineCheck('pairings.delete-repeats', async (ctx) => {
    const pairing = await ctx.pairing(await ctx.machine({ activate: true }));
    needAccepted(ctx, await revoke(ctx, pairing), 'revokeAgentPairing');
    const reply = await revoke(ctx, pairing);
    expectAccepted(ctx, reply, 'a second DELETE succeeds');
  }),
];
