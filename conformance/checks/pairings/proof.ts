import { keccak256, toBytes } from 'viem/utils';
import { defineCheck } from '../../engine/define-check.ts';
import type { CheckContext, Machine, Proof } from '../../engine/context.ts';
import { impossibleSignatures, toMalleatedTwin, toOtherSigner } from '../altered-signatures.ts';
import { waitUntilPast } from '../lifetime.ts';
import { describeAgent, pairingCalls } from '../pairing-calls.ts';
import { needAccepted } from '../acceptance.ts';
import { expectAllRejected } from '../rejections.ts';

type Body = Record<string, unknown>;

const { challenge, create } = pairingCalls;

const invalid = 'AGENT_PAIRING_PROOF_INVALID';

/** Expects each of these bodies to be refused as a bad proof, and the good one to be accepted. */
async function expectRefused(
  ctx: CheckContext,
  machine: Machine,
  { good, bad, what }: { good: Body; bad: readonly Body[]; what: string },
): Promise<void> {
  const cases = bad.map((body, index) => ({
    what: `${what} (${index + 1} of ${bad.length})`,
    request: () => create(ctx, machine, body),
  }));
  await expectAllRejected(ctx, cases, { code: invalid, control: () => create(ctx, machine, good) });
}

const withProofs = (body: Body, proofs: readonly Proof[]): Body[] =>
  proofs.map((agentProof) => ({ ...body, agentProof }));

export const pairingProofChecks = [
  defineCheck('pairings.create-needs-proof', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const body = await ctx.pairingRequest(machine, ctx.agent());
    await ctx.expectRejected({
      what: 'a pairing without proof is refused',
      code: 'AGENT_PAIRING_PROOF_REQUIRED',
      request: () => create(ctx, machine, { ...body, agentProof: undefined }),
      control: () => create(ctx, machine, body),
    });
  }),

  defineCheck('pairings.unknown-challenge', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const agent = ctx.agent();
    const good = await ctx.pairingRequest(machine, agent);
    const { challengeId, message } = await ctx.pairingChallenge(machine, agent);
    const unknown = `${challengeId.slice(0, -6)}${challengeId.endsWith('000000') ? '111111' : '000000'}`;
    const signature = await agent.signMessage({ message: message.replaceAll(challengeId, unknown) });
    const bad = withProofs(good, [{ challengeId: unknown, signature }]);
    await expectRefused(ctx, machine, { good, bad, what: 'a proof on an unknown challenge is refused' });
  }),

  defineCheck('pairings.challenge-single-use', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const agent = ctx.agent();
    const used = await ctx.pairingRequest(machine, agent);
    needAccepted(ctx, await create(ctx, machine, used), 'createAgentPairing');
    const proof = used['agentProof'] as Proof;
    const twin = { ...proof, signature: toMalleatedTwin(proof.signature) };
    // By another agent, so that two pairings of one address play no part here.
    const good = await ctx.pairingRequest(machine, ctx.agent());
    await expectRefused(ctx, machine, {
      good,
      bad: withProofs(used, [proof, twin]),
      what: 'a used challenge is refused',
    });
  }),

  defineCheck('pairings.challenge-single-use-parallel', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const body = await ctx.pairingRequest(machine, ctx.agent());
    const replies = await Promise.all(Array.from({ length: 20 }, () => create(ctx, machine, body)));
    ctx.expect.equal(
      replies.filter((reply) => reply.isAccepted).length,
      1,
      'accepted creates of 20 with one proof',
    );
  }),

  defineCheck('pairings.challenge-of-other-machine', async (ctx) => {
    const [machine, other] = [await ctx.machine({ activate: true }), await ctx.machine({ activate: true })];
    const agent = ctx.agent();
    const good = await ctx.pairingRequest(machine, agent);
    const bad = [await ctx.pairingRequest(other, agent)];
    await expectRefused(ctx, machine, { good, bad, what: 'a challenge made for another machine is refused' });
  }),

  defineCheck('pairings.challenge-of-other-agent', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const good = await ctx.pairingRequest(machine, ctx.agent());
    const bad = withProofs(good, [await ctx.agentProof(machine, ctx.agent())]);
    await expectRefused(ctx, machine, {
      good,
      bad,
      what: 'a challenge made and signed by another agent is refused',
    });
  }),

  defineCheck('pairings.request-equals-challenge', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const agent = ctx.agent();
    const good = await ctx.pairingRequest(machine, agent);
    const agentProof = await ctx.agentProof(machine, agent);
    const others = [
      { agentProvider: 'another provider' },
      { agentRole: 'another role' },
      { agentDid: `did:pkh:eip155:137:${agent.address}` },
    ];
    const bad = others.map((other) => ({ ...good, agentProof, ...other }));
    await expectRefused(ctx, machine, {
      good,
      bad,
      what: 'a create that differs from its challenge is refused',
    });
  }),

  defineCheck('pairings.signer-is-agent', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const agent = ctx.agent();
    const good = await ctx.pairingRequest(machine, agent);
    const { challengeId, message } = await ctx.pairingChallenge(machine, agent);
    const signatures = [
      await ctx.agent().signMessage({ message }),
      toOtherSigner(await agent.signMessage({ message })),
      ...impossibleSignatures,
    ];
    const bad = withProofs(
      good,
      signatures.map((signature) => ({ challengeId, signature })),
    );
    await expectRefused(ctx, machine, { good, bad, what: 'a proof that the agent did not sign is refused' });
  }),

  defineCheck('pairings.signs-the-exact-message', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const agent = ctx.agent();
    const good = await ctx.pairingRequest(machine, agent);
    const { challengeId, message } = await ctx.pairingChallenge(machine, agent);
    const other = await ctx.pairingChallenge(machine, agent);
    const texts = [`${message}\n`, challengeId, other.message];
    const proofs = await Promise.all(
      texts.map(async (text) => ({ challengeId, signature: await agent.signMessage({ message: text }) })),
    );
    await expectRefused(ctx, machine, {
      good,
      bad: withProofs(good, proofs),
      what: 'a signature of another text is refused',
    });
  }),

  defineCheck('pairings.personal-sign-only', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const agent = ctx.agent();
    const good = await ctx.pairingRequest(machine, agent);
    const { challengeId, message } = await ctx.pairingChallenge(machine, agent);
    const bad = withProofs(good, [
      { challengeId, signature: await agent.sign({ hash: keccak256(toBytes(message)) }) },
    ]);
    await expectRefused(ctx, machine, {
      good,
      bad,
      what: 'a signature without the EIP-191 prefix is refused',
    });
  }),

  defineCheck('pairings.challenge-expires', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const agent = ctx.agent();
    const asked = needAccepted(
      ctx,
      await challenge(ctx, machine, describeAgent(agent.address)),
      'createAgentPairingChallenge',
    );
    const signature = await agent.signMessage({ message: String(asked.at('item.message')) });
    const agentProof = { challengeId: String(asked.at('item.challengeId')), signature };
    await waitUntilPast(ctx, asked, Date.parse(String(asked.at('item.expiresAt'))));
    await ctx.expectRejected({
      what: 'a proof on an expired challenge is refused',
      code: 'AGENT_PAIRING_PROOF_EXPIRED',
      request: () => create(ctx, machine, { ...describeAgent(agent.address), agentProof }),
      control: async () => create(ctx, machine, await ctx.pairingRequest(machine, agent)),
    });
  }),
];
