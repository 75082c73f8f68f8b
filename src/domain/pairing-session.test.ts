import { describe, expect, it } from 'vitest';
import { hashDelegationPolicy } from './delegation-policy.ts';
import {
  assertNotRevoked,
  assertPairingActive,
  assertSessionCurrent,
  assertTokenIsFor,
  createSessionClaims,
  hasLiveSession,
} from './pairing-session.ts';
import { agent, aPairing, aPolicy, later, now } from './records.fixture.ts';
import { refusal } from './refusal.fixture.ts';

const session = { id: 'sess_0123456789ab', tokenId: 'tok_0123456789ab' };
const claims = createSessionClaims(aPairing(), session);

describe('createSessionClaims', () => {
  it('names machine, pairing, session, agent and policy, and nothing else', () => {
    expect(claims).toEqual({
      machineId: 'mach_0123456789ab',
      pairingId: 'pair_0123456789ab',
      sessionId: 'sess_0123456789ab',
      agentAddress: agent.address,
      agentDid: `did:pkh:eip155:1:${agent.address}`,
      delegationPolicyHash: hashDelegationPolicy(aPolicy()),
      jti: 'tok_0123456789ab',
    });
  });
});

describe('assertSessionCurrent', () => {
  it('returns the pairing that a current token speaks for', () => {
    const pairing = aPairing();
    expect(assertSessionCurrent(claims, pairing)).toBe(pairing);
  });

  it('keeps a token valid when provider, role or description change', () => {
    const changed = aPairing({ agentProvider: 'openai', agentRole: 'ops', description: 'new' });
    expect(assertSessionCurrent(claims, changed)).toBe(changed);
  });

  it('keeps a token valid when the policy is the same in another order', () => {
    const policy = aPolicy({ allowedSkillKeys: ['a', 'b'] });
    const issued = createSessionClaims(aPairing({ delegationPolicy: policy }), session);
    const reordered = aPairing({ delegationPolicy: aPolicy({ allowedSkillKeys: ['b', 'a'] }) });
    expect(assertSessionCurrent(issued, reordered)).toBe(reordered);
  });

  const other = { ...session, tokenLastFour: 'abcd', issuedAt: now, expiresAt: later };
  it.each([
    ['an unknown pairing', null, 'AGENT_AUTH_INVALID'],
    ['a pairing without session', { session: null }, 'AGENT_AUTH_INVALID'],
    ['a rotated session', { session: { ...other, id: 'sess_ffffffffffff' } }, 'AGENT_AUTH_INVALID'],
    [
      'another token of the session',
      { session: { ...other, tokenId: 'tok_ffffffffffff' } },
      'AGENT_AUTH_INVALID',
    ],
    ['another machine', { machineId: 'mach_ffffffffffff' }, 'AGENT_AUTH_INVALID'],
    ['a changed policy', { delegationPolicy: aPolicy({ dailySpendLimit: 1 }) }, 'AGENT_AUTH_INVALID'],
    ['a paused pairing', { status: 'paused' }, 'AGENT_PAIRING_INACTIVE'],
    ['a revoked pairing', { status: 'revoked' }, 'AGENT_PAIRING_INACTIVE'],
    ['a rotated session of a paused pairing', { status: 'paused', session: null }, 'AGENT_AUTH_INVALID'],
    [
      'a paused pairing with a changed policy',
      { status: 'paused', delegationPolicy: aPolicy({ currency: 'USD' }) },
      'AGENT_PAIRING_INACTIVE',
    ],
  ] as const)('refuses a token of %s', (_case, changes, code) => {
    const pairing = changes === null ? null : aPairing(changes);
    expect(() => assertSessionCurrent(claims, pairing)).toThrow(refusal(code));
  });

  it('makes the same token work again when a paused pairing is resumed', () => {
    expect(() => assertSessionCurrent(claims, aPairing({ status: 'paused' }))).toThrow(
      refusal('AGENT_PAIRING_INACTIVE'),
    );
    expect(() => assertSessionCurrent(claims, aPairing({ status: 'active' }))).not.toThrow();
  });
});

describe('assertPairingActive and assertNotRevoked', () => {
  it('pass an active pairing', () => {
    expect(() => assertPairingActive(aPairing())).not.toThrow();
    expect(() => assertNotRevoked(aPairing())).not.toThrow();
  });

  it('tell a paused pairing from a revoked one', () => {
    const paused = refusal('AGENT_PAIRING_INACTIVE', { details: { status: 'paused' } });
    const revoked = refusal('AGENT_PAIRING_INACTIVE', { details: { status: 'revoked' } });
    expect(() => assertPairingActive(aPairing({ status: 'paused' }))).toThrow(paused);
    expect(() => assertNotRevoked(aPairing({ status: 'paused' }))).not.toThrow();
    expect(() => assertPairingActive(aPairing({ status: 'revoked' }))).toThrow(revoked);
    expect(() => assertNotRevoked(aPairing({ status: 'revoked' }))).toThrow(revoked);
  });
});

describe('assertTokenIsFor', () => {
  const token = { machineId: 'mach_1', pairingId: 'pair_1' };

  it('passes a request without token, and the token of this pairing', () => {
    expect(() => assertTokenIsFor(null, 'mach_1', 'pair_1')).not.toThrow();
    expect(() => assertTokenIsFor(token, 'mach_1', 'pair_1')).not.toThrow();
  });

  it.each([
    ['mach_2', 'pair_1'],
    ['mach_1', 'pair_2'],
    ['mach_2', 'pair_2'],
  ])('refuses the token on the data of %s and %s', (machineId, pairingId) => {
    expect(() => assertTokenIsFor(token, machineId, pairingId)).toThrow(refusal('AGENT_AUTH_INVALID'));
  });
});

describe('hasLiveSession', () => {
  it.each([
    ['an active pairing in time', {}, now, true],
    ['a paused pairing in time, which may be resumed', { status: 'paused' }, now, true],
    ['a pairing at the end of its session', {}, later, false],
    ['a revoked pairing', { status: 'revoked' }, now, false],
    ['a pairing without session', { session: null }, now, false],
  ] as const)('for %s (%j at %s) is %s', (_case, changes, at, expected) => {
    expect(hasLiveSession(aPairing(changes), at)).toBe(expected);
  });
});
