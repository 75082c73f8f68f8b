import { describe, expect, it } from 'vitest';
import type { Resolution } from './identity-resolution.ts';
import { assertBonded, assertIdentityStands, assertResolved, isController } from './identity-standing.ts';
import { agent, aMachine, anIdentity, controller } from './records.fixture.ts';
import { refusal } from './refusal.fixture.ts';

const resolved = (changes = {}): Resolution => ({ outcome: 'resolved', identity: anIdentity(changes) });
const reasons = [
  'timeout',
  'network',
  'rate-limited',
  'server-error',
  'invalid-reply',
  'no-controllers',
] as const;

describe('assertResolved', () => {
  it('returns the identity that the registry knows', () => {
    expect(assertResolved(resolved())).toEqual(anIdentity());
  });

  it('says 422 when the registry has no such machine', () => {
    const rest = { details: { reason: 'unknown' }, status: 422 };
    expect(() => assertResolved({ outcome: 'unknown' })).toThrow(
      refusal('PEAQOS_IDENTITY_UNAVAILABLE', rest),
    );
  });

  it('says that a machine homed elsewhere is not activated here', () => {
    const details = { reason: 'homed-elsewhere' };
    expect(() => assertResolved({ outcome: 'homed-elsewhere' })).toThrow(
      refusal('MACHINE_NOT_ACTIVATED', { details }),
    );
  });

  it.each(reasons)('says 503 with the reason %s when the registry cannot be asked', (reason) => {
    const rest = { details: { reason }, status: 503 };
    expect(() => assertResolved({ outcome: 'unavailable', reason })).toThrow(
      refusal('PEAQOS_IDENTITY_UNAVAILABLE', rest),
    );
  });
});

describe('assertIdentityStands', () => {
  it('returns the identity while the stored signer is one of the controllers', () => {
    const both = resolved({ controllerAddresses: [agent.address, controller.address.toLowerCase()] });
    expect(assertIdentityStands(aMachine(), both).controllerAddresses).toHaveLength(2);
  });

  it.each<[string, Resolution, string]>([
    ['the registry has no such machine any more', { outcome: 'unknown' }, 'unknown'],
    ['it is homed elsewhere', { outcome: 'homed-elsewhere' }, 'homed-elsewhere'],
    [
      'the signer is no controller any more',
      resolved({ controllerAddresses: [agent.address] }),
      'controller-changed',
    ],
  ])('says MACHINE_NOT_ACTIVATED when %s', (_case, resolution, reason) => {
    const details = { reason };
    expect(() => assertIdentityStands(aMachine(), resolution)).toThrow(
      refusal('MACHINE_NOT_ACTIVATED', { details }),
    );
  });

  it.each<Resolution>([resolved(), { outcome: 'unknown' }, { outcome: 'unavailable', reason: 'network' }])(
    'says that a machine without proof was never verified, whatever the registry says: %j',
    (resolution) => {
      const details = { reason: 'unverified' };
      expect(() => assertIdentityStands(aMachine({ identityProof: null }), resolution)).toThrow(
        refusal('MACHINE_NOT_ACTIVATED', { details }),
      );
    },
  );

  it.each(reasons)('says 503 with the reason %s when the registry cannot be asked', (reason) => {
    expect(() => assertIdentityStands(aMachine(), { outcome: 'unavailable', reason })).toThrow(
      refusal('PEAQOS_IDENTITY_UNAVAILABLE', { details: { reason }, status: 503 }),
    );
  });
});

describe('assertBonded', () => {
  it('passes a bonded machine', () => {
    expect(() => assertBonded(anIdentity())).not.toThrow();
  });

  it.each(['unbonded', 'unknown', 'Bonded', 'bonding', ''])(
    'refuses the bond status %j and shows it',
    (bondStatus) => {
      const details = { reason: 'unbonded', bondStatus };
      expect(() => assertBonded(anIdentity({ bondStatus }))).toThrow(
        refusal('MACHINE_NOT_ACTIVATED', { details }),
      );
    },
  );
});

describe('isController', () => {
  it('compares addresses without regard to case', () => {
    expect(isController(anIdentity(), controller.address.toLowerCase())).toBe(true);
    expect(isController(anIdentity(), agent.address)).toBe(false);
    expect(isController(anIdentity({ controllerAddresses: [] }), controller.address)).toBe(false);
  });
});
