import { defineCheck } from '../../engine/define-check.ts';
import { impossibleSignatures } from '../altered-signatures.ts';
import { pairingCalls } from '../pairing-calls.ts';
import { expectTokenWorks } from '../session-token.ts';
import { expectAccepted } from '../acceptance.ts';

// All of these run while PEAQOS_AGENT_PAIRING_VERIFICATION is disabled: ctx.pairingRequest then makes no proof.

const { create } = pairingCalls;

export const pairingUnprovenChecks = [
  defineCheck('pairings.unproven-allowed', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const agent = ctx.agent();
    for (const fields of [{}, { agentDid: `did:pkh:eip155:10:${agent.address}` }]) {
      const reply = await create(ctx, machine, await ctx.pairingRequest(machine, agent, fields));
      expectAccepted(ctx, reply, 'a pairing without proof is created');
    }
  }),

  defineCheck('pairings.unproven-has-no-verification', async (ctx) => {
    const { json } = await ctx.pairing(await ctx.machine({ activate: true }));
    ctx.expect.equal(json['verification'], null, 'verification of an unproven pairing');
  }),

  defineCheck('pairings.unproven-token', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const agent = ctx.agent();
    const pairings = [
      await ctx.pairing(machine),
      await ctx.pairing(machine, { agent, fields: { agentDid: `did:pkh:eip155:42161:${agent.address}` } }),
    ];
    for (const pairing of pairings)
      await expectTokenWorks(ctx, pairing, 'the token of an unproven pairing works');
  }),

  defineCheck('pairings.supplied-proof-verified', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const agent = ctx.agent();
    const body = await ctx.pairingRequest(machine, agent);
    const { challengeId } = await ctx.pairingChallenge(machine, agent);
    const [signature = ''] = impossibleSignatures;
    await ctx.expectRejected({
      what: 'a proof that does not hold is refused',
      code: 'AGENT_PAIRING_PROOF_INVALID',
      request: () => create(ctx, machine, { ...body, agentProof: { challengeId, signature } }),
      control: async () =>
        create(ctx, machine, { ...body, agentProof: await ctx.agentProof(machine, agent) }),
    });
  }),
];
