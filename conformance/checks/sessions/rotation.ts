import { defineCheck } from '../../engine/define-check.ts';
import type { CheckContext, Machine, Pairing, Proof, Reply } from '../../engine/context.ts';
import { findListedPairing } from '../listed-rows.ts';
import { waitUntilPast } from '../lifetime.ts';
import { describeAgent, pairingCalls } from '../pairing-calls.ts';
import { setFault, unknownMachine, updateRecord } from '../registry-faults.ts';
import { decodeToken, readWithToken } from '../session-token.ts';
import { expectAccepted, needAccepted } from '../acceptance.ts';
import { expectAllRejected } from '../rejections.ts';

const { challenge, create, revoke, rotate, setMachineStatus, update } = pairingCalls;

const invalid = 'AGENT_PAIRING_PROOF_INVALID';

interface Paired {
  machine: Machine;
  pairing: Pairing;
  /** A fresh proof of the paired agent. */
  prove: () => Promise<Proof>;
}

async function pair(ctx: CheckContext): Promise<Paired> {
  const machine = await ctx.machine({ activate: true });
  const pairing = await ctx.pairing(machine);
  return { machine, pairing, prove: () => ctx.agentProof(machine, pairing.agent) };
}

/** Expects rotations with these proofs to be refused where a fresh proof of the agent is accepted. */
async function expectProofsRefused(
  ctx: CheckContext,
  { pairing, prove }: Paired,
  proofs: readonly Proof[],
  what: string,
): Promise<void> {
  const cases = proofs.map((proof, index) => ({
    what: `${what} (${index + 1} of ${proofs.length})`,
    request: () => rotate(ctx, pairing, proof),
  }));
  await expectAllRejected(ctx, cases, {
    code: invalid,
    control: async () => rotate(ctx, pairing, await prove()),
  });
}

/** Expects a rotation to be refused after `spoil` and accepted after `repair`; both proofs are made before. */
async function expectRefusedMeanwhile(
  ctx: CheckContext,
  { pairing, prove }: Paired,
  { code, what, spoil, repair }: { code: string; what: string; spoil: () => unknown; repair: () => unknown },
): Promise<void> {
  const [first, second] = [await prove(), await prove()];
  await ctx.expectRejected({
    what,
    code,
    request: async () => {
      await spoil();
      return rotate(ctx, pairing, first);
    },
    control: async () => {
      await repair();
      return rotate(ctx, pairing, second);
    },
  });
}

export const sessionRotationChecks = [
  defineCheck('sessions.rotation-issues-new', async (ctx) => {
    const { pairing, prove } = await pair(ctx);
    const reply = await rotate(ctx, pairing, await prove());
    const { claims } = decodeToken(ctx, reply.at('item.pairingToken'));
    ctx.expect.equal(reply.at('item.id'), pairing.id, 'the pairing');
    ctx.expect.ok(reply.at('item.pairingToken') !== pairing.token, 'the token is a new one', {
      actual: 'the former token',
    });
    ctx.expect.notEqual(claims['sessionId'], pairing.json['sessionId'], 'sessionId in the new token');
    ctx.expect.notEqual(reply.at('item.sessionId'), pairing.json['sessionId'], 'sessionId of the pairing');
  }),

  defineCheck('sessions.rotation-ends-former', async (ctx) => {
    const { pairing, prove } = await pair(ctx);
    const reply = needAccepted(ctx, await rotate(ctx, pairing, await prove()), 'rotateAgentPairingSession');
    await ctx.expectRejected({
      what: 'the former token is refused after a rotation',
      code: 'AGENT_AUTH_INVALID',
      request: () => readWithToken(ctx, pairing),
      control: () => readWithToken(ctx, { ...pairing, token: String(reply.at('item.pairingToken')) }),
    });
  }),

  defineCheck('sessions.record-follows-rotation', async (ctx) => {
    const { machine, pairing, prove } = await pair(ctx);
    const reply = needAccepted(ctx, await rotate(ctx, pairing, await prove()), 'rotateAgentPairingSession');
    const row = await findListedPairing(ctx, machine.id, pairing.id);
    for (const name of ['sessionId', 'sessionTokenId']) {
      ctx.expect.equal(row[name], ctx.expect.string(reply.at(`item.${name}`), name), `${name} in the list`);
    }
  }),

  defineCheck('sessions.rotation-needs-proof', async (ctx) => {
    const { pairing, prove } = await pair(ctx);
    await ctx.expectRejected({
      what: 'a rotation without proof is refused',
      code: 'AGENT_PAIRING_PROOF_REQUIRED',
      request: () => rotate(ctx, pairing, undefined),
      control: async () => rotate(ctx, pairing, await prove()),
    });
  }),

  defineCheck('sessions.rotation-by-the-agent', async (ctx) => {
    const paired = await pair(ctx);
    const proof = await ctx.agentProof(paired.machine, ctx.agent());
    await expectProofsRefused(ctx, paired, [proof], 'a rotation with the proof of another agent is refused');
  }),

  defineCheck('sessions.rotation-equals-challenge', async (ctx) => {
    const paired = await pair(ctx);
    const { machine, pairing } = paired;
    const proofs = [
      await ctx.agentProof(machine, pairing.agent, { agentProvider: 'another provider' }),
      await ctx.agentProof(machine, pairing.agent, { agentRole: 'another role' }),
    ];
    await expectProofsRefused(ctx, paired, proofs, 'a rotation on a challenge for other values is refused');
  }),

  defineCheck('sessions.challenge-single-use', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const agent = ctx.agent();
    const body = await ctx.pairingRequest(machine, agent);
    const created = needAccepted(ctx, await create(ctx, machine, body), 'createAgentPairing');
    const token = String(created.at('item.pairingToken'));
    const pairing = { id: String(created.at('item.id')), machineId: machine.id, token, agent, json: {} };
    const prove = (): Promise<Proof> => ctx.agentProof(machine, agent);
    const used = await prove();
    needAccepted(ctx, await rotate(ctx, pairing, used), 'rotateAgentPairingSession');
    const proofs = [body['agentProof'] as Proof, used];
    await expectProofsRefused(
      ctx,
      { machine, pairing, prove },
      proofs,
      'a rotation with a used challenge is refused',
    );
  }),

  defineCheck('sessions.challenge-expires', async (ctx) => {
    const { machine, pairing, prove } = await pair(ctx);
    const agent = describeAgent(pairing.agent.address);
    const asked = needAccepted(ctx, await challenge(ctx, machine, agent), 'createAgentPairingChallenge');
    const signature = await pairing.agent.signMessage({ message: String(asked.at('item.message')) });
    const proof = { challengeId: String(asked.at('item.challengeId')), signature };
    await waitUntilPast(ctx, asked, Date.parse(String(asked.at('item.expiresAt'))));
    await ctx.expectRejected({
      what: 'a rotation on an expired challenge is refused',
      code: 'AGENT_PAIRING_PROOF_EXPIRED',
      request: () => rotate(ctx, pairing, proof),
      control: async () => rotate(ctx, pairing, await prove()),
    });
  }),

  defineCheck('sessions.rotation-needs-active-pairing', async (ctx) => {
    const { machine, pairing, prove } = await pair(ctx);
    const revoked = await ctx.pairing(machine);
    const [first, second] = [await prove(), await ctx.agentProof(machine, revoked.agent)];
    needAccepted(ctx, await update(ctx, pairing, { status: 'paused' }), 'updateAgentPairing');
    needAccepted(ctx, await revoke(ctx, revoked), 'revokeAgentPairing');
    const cases = [
      { what: 'a rotation for a paused pairing is refused', request: () => rotate(ctx, pairing, first) },
      { what: 'a rotation for a revoked pairing is refused', request: () => rotate(ctx, revoked, second) },
    ];
    await expectAllRejected(ctx, cases, {
      code: 'AGENT_PAIRING_INACTIVE',
      control: async () => {
        needAccepted(ctx, await update(ctx, pairing, { status: 'active' }), 'updateAgentPairing');
        return rotate(ctx, pairing, await prove());
      },
    });
  }),

  defineCheck('sessions.rotation-needs-active-machine', async (ctx) => {
    const paired = await pair(ctx);
    const setStatus = async (status: string): Promise<Reply> =>
      needAccepted(ctx, await setMachineStatus(ctx, paired.machine, status), 'updateMachine');
    await expectRefusedMeanwhile(ctx, paired, {
      code: 'MACHINE_NOT_ACTIVE',
      what: 'a rotation for a machine that is not active is refused',
      spoil: () => setStatus('degraded'),
      repair: () => setStatus('active'),
    });
  }),

  defineCheck('sessions.rotation-needs-identity', async (ctx) => {
    const paired = await pair(ctx);
    const { machineId } = paired.machine.identity;
    await expectRefusedMeanwhile(ctx, paired, {
      code: 'MACHINE_NOT_ACTIVATED',
      what: 'a rotation for a machine whose identity does not resolve is refused',
      spoil: () => setFault(ctx, machineId, unknownMachine),
      repair: () => setFault(ctx, machineId, null),
    });
  }),

  defineCheck('sessions.rotation-needs-bond', async (ctx) => {
    const paired = await pair(ctx);
    const { machineId } = paired.machine.identity;
    await expectRefusedMeanwhile(ctx, paired, {
      code: 'MACHINE_NOT_ACTIVATED',
      what: 'a rotation for a machine without bond is refused',
      spoil: () => updateRecord(ctx, machineId, { bondStatus: 'unbonded' }),
      repair: () => updateRecord(ctx, machineId, { bondStatus: 'bonded' }),
    });
  }),

  defineCheck('sessions.unproven-rotation', async (ctx) => {
    const { pairing } = await pair(ctx);
    const reply = await rotate(ctx, pairing, undefined);
    expectAccepted(ctx, reply, 'a rotation without proof succeeds');
    ctx.expect.ok(reply.at('item.pairingToken') !== pairing.token, 'the token is a new one', {
      actual: 'the former token',
    });
  }),
];
