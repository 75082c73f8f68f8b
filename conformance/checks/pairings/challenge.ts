import { defineCheck } from '../../engine/define-check.ts';
import type { CheckContext, Machine } from '../../engine/context.ts';
import { expectLifetime } from '../lifetime.ts';
import { describeAgent, pairingCalls } from '../pairing-calls.ts';
import { expectAccepted } from '../acceptance.ts';
import { expectAllRejected } from '../rejections.ts';

type Body = Record<string, unknown>;

const { challenge, create } = pairingCalls;

const lower = (value: unknown): string => String(value).toLowerCase();

const toUpperHex = (address: string): string => `0x${address.slice(2).toUpperCase()}`;

async function expectRefusedDescriptions(
  ctx: CheckContext,
  machine: Machine,
  defects: readonly Body[],
  what: string,
): Promise<void> {
  const agent = describeAgent(ctx.agent().address);
  const cases = defects.map((defect) => ({
    what: `${what}: ${JSON.stringify(defect)}`,
    request: () => challenge(ctx, machine, { ...agent, ...defect }),
  }));
  await expectAllRejected(ctx, cases, {
    code: 'VALIDATION_ERROR',
    control: () => challenge(ctx, machine, agent),
  });
}

async function expectChallengeLives(ctx: CheckContext, lifetimeMs: number): Promise<void> {
  const machine = await ctx.machine({ activate: true });
  const reply = await challenge(ctx, machine, describeAgent(ctx.agent().address));
  expectAccepted(ctx, reply, 'a challenge is given');
  const until = Date.parse(ctx.expect.string(reply.at('item.expiresAt'), 'expiresAt'));
  expectLifetime(ctx, reply, { until, lifetimeMs, what: 'the lifetime of a pairing challenge' });
}

export const pairingChallengeChecks = [
  defineCheck('pairings.challenge-repeats-values', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const { address } = ctx.agent();
    const values = { agentProvider: 'some provider', agentRole: 'some role' };
    const reply = await challenge(ctx, machine, { ...describeAgent(address), ...values });
    ctx.expect.equal(reply.at('item.machineId'), machine.id, 'machineId');
    ctx.expect.equal(reply.at('item.machineIdentityRef'), machine.identityRef, 'machineIdentityRef');
    ctx.expect.equal(lower(reply.at('item.agentAddress')), lower(address), 'agentAddress');
    for (const [name, value] of Object.entries(values))
      ctx.expect.equal(reply.at(`item.${name}`), value, name);
  }),

  defineCheck('pairings.did-default', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const { address } = ctx.agent();
    const reply = await challenge(ctx, machine, describeAgent(address.toLowerCase()));
    ctx.expect.equal(reply.at('item.agentDid'), `did:pkh:eip155:1:${address}`, 'agentDid');
  }),

  defineCheck('pairings.did-any-chain', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const { address } = ctx.agent();
    for (const chainId of ['3338', '137']) {
      const agentDid = `did:pkh:eip155:${chainId}:${address}`;
      const reply = await challenge(ctx, machine, { ...describeAgent(address), agentDid });
      ctx.expect.equal(lower(reply.at('item.agentDid')), lower(agentDid), 'agentDid');
    }
  }),

  defineCheck('pairings.did-must-match', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const { address } = ctx.agent();
    const forms = [
      `did:pkh:eip155:1:${address}`,
      'did:web:agent.example',
      'did:pkh:eip155:1',
      'did:pkh:eip155:main:0x',
      `did:peaq:${address}`,
      'agent',
    ];
    const defects = forms.map((agentDid) => ({ agentDid }));
    await expectRefusedDescriptions(
      ctx,
      machine,
      defects,
      'an agentDid that is not of the address is refused',
    );
  }),

  defineCheck('pairings.address-form', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const hex = ctx.agent().address.slice(2);
    const forms = [hex, `0x${hex.slice(1)}`, `0x${hex}0`, `0x${'g'.repeat(40)}`, 'agent.eth'];
    const defects = forms.map((agentAddress) => ({ agentAddress }));
    await expectRefusedDescriptions(ctx, machine, defects, 'an agentAddress that is no address is refused');
  }),

  defineCheck('pairings.address-checksummed', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const agent = ctx.agent();
    const agentAddress = agent.address.toLowerCase();
    const reply = await create(ctx, machine, await ctx.pairingRequest(machine, agent, { agentAddress }));
    ctx.expect.equal(reply.at('item.agentAddress'), agent.address, 'agentAddress of the pairing');
    const { json } = await ctx.pairingChallenge(machine, agent, { agentAddress });
    ctx.expect.equal(json['agentAddress'], agent.address, 'agentAddress of the challenge');
  }),

  defineCheck('pairings.address-any-case', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const agent = ctx.agent();
    const asked = await challenge(ctx, machine, describeAgent(toUpperHex(agent.address)));
    expectAccepted(ctx, asked, 'a challenge for an address in upper case is given');
    const signature = await agent.signMessage({ message: String(asked.at('item.message')) });
    const agentProof = { challengeId: asked.at('item.challengeId'), signature };
    const reply = await create(ctx, machine, { ...describeAgent(agent.address.toLowerCase()), agentProof });
    expectAccepted(ctx, reply, 'a create in lower case on a challenge in upper case is accepted');
  }),

  defineCheck('pairings.message-content', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const agent = ctx.agent();
    const values = { agentProvider: 'some-provider', agentRole: 'some-role' };
    const { message, challengeId, expiresAt, json } = await ctx.pairingChallenge(machine, agent, values);
    const bound = [
      machine.id,
      machine.identityRef,
      agent.address,
      json['agentDid'],
      ...Object.values(values),
    ];
    for (const value of [...bound, challengeId, expiresAt]) {
      ctx.expect.ok(lower(message).includes(lower(value)), 'the message names every bound value', {
        expected: `a message with ${String(value)}`,
        actual: message,
      });
    }
  }),

  defineCheck('pairings.challenge-lifetime', (ctx) => expectChallengeLives(ctx, 600_000)),

  defineCheck('pairings.challenge-lifetime-toggle', (ctx) =>
    expectChallengeLives(ctx, Number(ctx.target.env['PEAQOS_AGENT_PAIRING_CHALLENGE_TTL_MS'])),
  ),
];
