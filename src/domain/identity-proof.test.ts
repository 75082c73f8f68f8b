import { privateKeyToAccount } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import {
  assertIdentityChallengeUsable,
  assertSignedByController,
  identityChallengeTtlMs,
} from './identity-proof.ts';
import { agent, anIdentity, anIdentityChallenge, controller, later, now } from './records.fixture.ts';
import { refusal } from './refusal.fixture.ts';

const justBefore = '2026-05-16T12:09:59.999Z';

describe('assertIdentityChallengeUsable', () => {
  it('returns a challenge that is unused, in time and for this identity', () => {
    const challenge = anIdentityChallenge();
    expect(assertIdentityChallengeUsable(challenge, 'did:peaq:77', justBefore)).toBe(challenge);
  });

  it.each([
    ['an unknown challenge', null, 'did:peaq:77', now, 'MACHINE_IDENTITY_PROOF_INVALID'],
    ['a used one', { consumedAt: now }, 'did:peaq:77', now, 'MACHINE_IDENTITY_PROOF_INVALID'],
    ['a used one past its time', { consumedAt: now }, 'did:peaq:77', later, 'MACHINE_IDENTITY_PROOF_INVALID'],
    ['one at the end of its time', {}, 'did:peaq:77', later, 'MACHINE_IDENTITY_PROOF_EXPIRED'],
    ['one past its time, for another identity', {}, 'did:peaq:78', later, 'MACHINE_IDENTITY_PROOF_EXPIRED'],
    ['one for another identity', {}, 'did:peaq:78', now, 'MACHINE_IDENTITY_PROOF_INVALID'],
    ['one for an identity that merely begins alike', {}, 'did:peaq:7', now, 'MACHINE_IDENTITY_PROOF_INVALID'],
    ['one for a machine without identity', {}, null, now, 'MACHINE_IDENTITY_PROOF_INVALID'],
  ] as const)('refuses %s', (_case, changes, identityRef, at, code) => {
    const challenge = changes === null ? null : anIdentityChallenge(changes);
    expect(() => assertIdentityChallengeUsable(challenge, identityRef, at)).toThrow(refusal(code));
  });

  it('lives ten minutes', () => {
    expect(identityChallengeTtlMs).toBe(600_000);
  });
});

describe('assertSignedByController', () => {
  const challenge = anIdentityChallenge();
  const sign = (key: `0x${string}`, message = challenge.message) =>
    privateKeyToAccount(key).signMessage({ message });

  it('returns the proof to store, without the signature', async () => {
    const signature = await sign(controller.key);
    const proof = await assertSignedByController(challenge, signature, anIdentity(), now);
    expect(proof).toEqual({
      method: 'eip191',
      identityRef: 'did:peaq:77',
      signerAddress: controller.address,
      challengeId: challenge.id,
      verifiedAt: now,
      challengeExpiresAt: later,
      controllerAddresses: [controller.address],
      resolutionSource: 'peaqos-mcr',
    });
    expect(JSON.stringify(proof)).not.toContain(signature);
  });

  it('accepts any of several controllers, in whatever case the registry writes them', async () => {
    const identity = anIdentity({ controllerAddresses: [controller.address, agent.address.toLowerCase()] });
    const proof = await assertSignedByController(challenge, await sign(agent.key), identity, now);
    expect(proof.signerAddress).toBe(agent.address);
  });

  it('goes by the controllers of now, not by those of the challenge', async () => {
    const identity = anIdentity({ controllerAddresses: [agent.address] });
    await expect(
      assertSignedByController(challenge, await sign(controller.key), identity, now),
    ).rejects.toThrow(refusal('MACHINE_IDENTITY_PROOF_INVALID'));
  });

  it.each([
    ['an address that is no controller', () => sign(agent.key)],
    ['a controller over another message', () => sign(controller.key, 'line one\nline two\n')],
    ['nobody', async () => `0x${'0'.repeat(130)}`],
  ])('refuses a signature by %s', async (_case, make) => {
    await expect(assertSignedByController(challenge, await make(), anIdentity(), now)).rejects.toThrow(
      refusal('MACHINE_IDENTITY_PROOF_INVALID'),
    );
  });

  it('gives every wrong proof one and the same answer', async () => {
    const messages = new Set<string>();
    const remember = (error: unknown) => messages.add(error instanceof Error ? error.message : 'no error');
    await assertSignedByController(challenge, await sign(agent.key), anIdentity(), now).catch(remember);
    for (const wrong of [
      null,
      anIdentityChallenge({ consumedAt: now }),
      anIdentityChallenge({ identityRef: 'x' }),
    ]) {
      try {
        assertIdentityChallengeUsable(wrong, 'did:peaq:77', now);
      } catch (error) {
        remember(error);
      }
    }
    expect([...messages]).toEqual(['The identity proof does not hold.']);
  });
});
