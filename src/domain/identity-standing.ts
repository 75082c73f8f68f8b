import { DomainError } from './errors.ts';
import type { ResolvedIdentity, Resolution } from './identity-resolution.ts';
import type { Machine } from './machine.ts';
import { isSameAddress } from './signature.ts';

const unavailable = (reason: string, status: number) =>
  new DomainError(
    'PEAQOS_IDENTITY_UNAVAILABLE',
    'The machine identity cannot be resolved now.',
    { reason },
    status,
  );

const notActivated = (message: string, details: Record<string, unknown>) =>
  new DomainError('MACHINE_NOT_ACTIVATED', message, details);

/** The identity that a request names for the first time: 422 when the registry has no such machine (contract D). */
export function assertResolved(resolution: Resolution): ResolvedIdentity {
  switch (resolution.outcome) {
    case 'resolved':
      return resolution.identity;
    case 'unknown':
      throw unavailable('unknown', 422);
    case 'homed-elsewhere':
      throw notActivated('The machine is homed on another chain.', { reason: 'homed-elsewhere' });
    case 'unavailable':
      throw unavailable(resolution.reason, 503);
  }
}

/** The identity of a machine on record: it must still resolve, and the stored proof must still be by a controller. */
export function assertIdentityStands(machine: Machine, resolution: Resolution): ResolvedIdentity {
  const { identityProof } = machine;
  if (!identityProof) throw notActivated('The machine was never verified.', { reason: 'unverified' });
  if (resolution.outcome === 'unknown') {
    throw notActivated('The machine identity no longer resolves.', { reason: 'unknown' });
  }
  const identity = assertResolved(resolution);
  if (!isController(identity, identityProof.signerAddress)) {
    throw notActivated('The stored proof was signed by an address that is no controller any more.', {
      reason: 'controller-changed',
    });
  }
  return identity;
}

/** Pairing and market writes need a bond (contract E.3). */
export function assertBonded(identity: ResolvedIdentity): void {
  if (identity.bondStatus !== 'bonded') {
    throw notActivated('The machine is not bonded.', { reason: 'unbonded', bondStatus: identity.bondStatus });
  }
}

export function isController(identity: ResolvedIdentity, address: string): boolean {
  return identity.controllerAddresses.some((controller) => isSameAddress(controller, address));
}
