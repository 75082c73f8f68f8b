import { privateKeyToAccount } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import { assertPairingChallengeUsable, assertSignedByAgent } from './pairing-proof.ts';
import { agent, aPairingChallenge, controller, later, now } from './records.fixture.ts';
import { refusal } from './refusal.fixture.ts';

const intact = () => true;
const altered = () => false;
const values = {
  machineId: 'mach_0123456789ab',
  agentAddress: agent.address,
  agentDid: `did:pkh:eip155:1:${agent.address}`,
  agentProvider: 'anthropic',
  agentRole: 'buyer',
};

describe('assertPairingChallengeUsable', () => {
  it('returns a challenge that is unused, in time, intact and for exactly these values', () => {
    const challenge = aPairingChallenge();
    expect(assertPairingChallengeUsable(challenge, intact, values, '2026-05-16T12:09:59.999Z')).toBe(
      challenge,
    );
  });

  it('compares the address without regard to case', () => {
    const challenge = aPairingChallenge();
    const lower = { ...values, agentAddress: agent.address.toLowerCase() };
    expect(assertPairingChallengeUsable(challenge, intact, lower, now)).toBe(challenge);
  });

  it.each([
    ['an unknown challenge', null, intact, now, 'AGENT_PAIRING_PROOF_INVALID'],
    ["another machine's", { machineId: 'mach_ffffffffffff' }, intact, now, 'AGENT_PAIRING_PROOF_INVALID'],
    ["another machine's past its time", { machineId: 'x' }, intact, later, 'AGENT_PAIRING_PROOF_INVALID'],
    ['a used one', { consumedAt: now }, intact, now, 'AGENT_PAIRING_PROOF_INVALID'],
    ['a used one past its time', { consumedAt: now }, intact, later, 'AGENT_PAIRING_PROOF_INVALID'],
    ['one at the end of its time', {}, intact, later, 'AGENT_PAIRING_PROOF_EXPIRED'],
    ['an altered one past its time', {}, altered, later, 'AGENT_PAIRING_PROOF_EXPIRED'],
    ['one altered in the store', {}, altered, now, 'AGENT_PAIRING_PROOF_INVALID'],
  ] as const)('refuses %s', (_case, changes, isIntact, at, code) => {
    const challenge = changes === null ? null : aPairingChallenge(changes);
    expect(() => assertPairingChallengeUsable(challenge, isIntact, values, at)).toThrow(refusal(code));
  });

  it.each([
    { agentAddress: controller.address },
    { agentDid: `did:pkh:eip155:3338:${agent.address}` },
    { agentProvider: 'openai' },
    { agentProvider: 'Anthropic' },
    { agentRole: 'buyer ' },
    { agentRole: 'ops' },
  ])('refuses a request that differs from the challenge in %j', (change) => {
    expect(() =>
      assertPairingChallengeUsable(aPairingChallenge(), intact, { ...values, ...change }, now),
    ).toThrow(refusal('AGENT_PAIRING_PROOF_INVALID'));
  });
});

describe('assertSignedByAgent', () => {
  const challenge = aPairingChallenge();
  const sign = (key: `0x${string}`, message = challenge.message) =>
    privateKeyToAccount(key).signMessage({ message });

  it('returns what to store about the proof, without the signature', async () => {
    expect(await assertSignedByAgent(challenge, await sign(agent.key), now)).toEqual({
      method: 'eip191',
      signerAddress: agent.address,
      verifiedAt: now,
      challengeExpiresAt: later,
    });
  });

  it.each([
    ['another address', () => sign(controller.key)],
    ['the agent over another message', () => sign(agent.key, `${challenge.message} `)],
    ['nobody', async () => `0x${'0'.repeat(130)}`],
  ])('refuses a signature by %s', async (_case, make) => {
    await expect(assertSignedByAgent(challenge, await make(), now)).rejects.toThrow(
      refusal('AGENT_PAIRING_PROOF_INVALID'),
    );
  });
});
