import { DomainError } from './errors.ts';
import type { ResolvedIdentity } from './identity-resolution.ts';
import { isController } from './identity-standing.ts';
import type { IdentityChallenge, IdentityProof } from './machine.ts';
import { recoverSigner } from './signature.ts';

/** Life of an identity challenge in ms; no toggle changes it (contract E.2). */
export const identityChallengeTtlMs = 600_000;

/** One answer for every wrong proof, so that a guesser learns nothing from it. */
export const identityProofInvalid = () =>
  new DomainError('MACHINE_IDENTITY_PROOF_INVALID', 'The identity proof does not hold.');

/**
 * The challenge of a proof for `identityRef`. Raises MACHINE_IDENTITY_PROOF_INVALID when it is unknown, used or for
 * another identity, and …_EXPIRED past its time (contract E.2).
 */
export function assertIdentityChallengeUsable(
  challenge: IdentityChallenge | null,
  identityRef: string | null,
  now: string,
): IdentityChallenge {
  if (!challenge || challenge.consumedAt !== null) throw identityProofInvalid();
  if (challenge.expiresAt <= now) {
    throw new DomainError(
      'MACHINE_IDENTITY_PROOF_EXPIRED',
      'The identity challenge has expired. Ask for a new one.',
    );
  }
  if (challenge.identityRef !== identityRef) throw identityProofInvalid();
  return challenge;
}

/** The proof to store. Raises MACHINE_IDENTITY_PROOF_INVALID unless one of the present controllers signed. */
export async function assertSignedByController(
  challenge: IdentityChallenge,
  signature: string,
  identity: ResolvedIdentity,
  now: string,
): Promise<IdentityProof> {
  const signerAddress = await recoverSigner(challenge.message, signature);
  if (signerAddress === null || !isController(identity, signerAddress)) throw identityProofInvalid();
  return {
    method: 'eip191',
    identityRef: challenge.identityRef,
    signerAddress,
    challengeId: challenge.id,
    verifiedAt: now,
    challengeExpiresAt: challenge.expiresAt,
    controllerAddresses: identity.controllerAddresses,
    resolutionSource: 'peaqos-mcr',
  };
}
