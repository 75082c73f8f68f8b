import { describe, expect, it } from 'vitest';
import { validators } from '../../generated/validators.gen.js';
import { aPairing, later, now } from '../domain/records.fixture.ts';
import { toIssuedPairingView, toPairingView } from './pairing-view.ts';

describe('toPairingView', () => {
  it('shows every field of the contract and neither token nor session object', () => {
    const view = toPairingView(aPairing(), now);
    expect(view).toMatchObject({
      hasAuthToken: true,
      tokenLastFour: 'a-_9',
      sessionId: 'sess_0123456789ab',
      sessionTokenId: 'tok_0123456789ab',
      sessionIssuedAt: now,
      sessionExpiresAt: later,
      verification: null,
      description: null,
    });
    expect(view).not.toHaveProperty('session');
    expect(view).not.toHaveProperty('pairingToken');
    expect(validators.getAgentPairing.responses['200']?.({ item: view })).toBe(true);
  });

  it.each([
    ['without session', { session: null }, now],
    ['revoked', { status: 'revoked' }, now],
    ['at the end of its session', {}, later],
  ] as const)('has no token when it is %s', (_case, changes, at) => {
    const view = toPairingView(aPairing(changes), at);
    expect(view.hasAuthToken).toBe(false);
    expect(validators.getAgentPairing.responses['200']?.({ item: view })).toBe(true);
  });

  it('keeps the token of a paused pairing', () => {
    expect(toPairingView(aPairing({ status: 'paused' }), now).hasAuthToken).toBe(true);
  });
});

describe('toIssuedPairingView', () => {
  it('adds the token, for the one answer that shows it', () => {
    const view = toIssuedPairingView({ pairing: aPairing(), pairingToken: 'a.b.c' }, now);
    expect(view).toEqual({ ...toPairingView(aPairing(), now), pairingToken: 'a.b.c' });
    expect(validators.createAgentPairing.responses['201']?.({ item: view })).toBe(true);
  });
});
