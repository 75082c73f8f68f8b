import {
  assertIdentityChallengeUsable,
  assertSignedByController,
  identityProofInvalid,
} from '../domain/identity-proof.ts';
import { assertResolved } from '../domain/identity-standing.ts';
import type { IdentityProof } from '../domain/machine.ts';
import type { Repositories } from '../store/store.ts';
import type { ServiceDeps } from './service-deps.ts';
import { timestamp } from './service-deps.ts';

export interface ProofInput {
  challengeId: string;
  signature: string;
}

/**
 * Verifies a submitted proof for `identityRef` against the controllers as they are now. The challenge is not used up
 * yet: consumeIdentityChallenge does that in the transaction of the write. Raises MACHINE_IDENTITY_PROOF_INVALID or
 * …_EXPIRED, or what an identity that does not resolve raises.
 */
export async function verifyIdentityProof(
  deps: ServiceDeps,
  proof: ProofInput,
  identityRef: string | null,
): Promise<IdentityProof> {
  const now = timestamp(deps.clock);
  const challenge = assertIdentityChallengeUsable(
    await deps.store.identityChallenges.find(proof.challengeId),
    identityRef,
    now,
  );
  const identity = assertResolved(await deps.registry.resolve(challenge.identityRef));
  return assertSignedByController(challenge, proof.signature, identity, now);
}

/** Uses the challenge of a verified proof up. Of parallel writes with one proof all but one raise …_PROOF_INVALID. */
export async function consumeIdentityChallenge(
  repositories: Repositories,
  proof: IdentityProof,
): Promise<void> {
  const isFirst = await repositories.identityChallenges.consume(proof.challengeId, proof.verifiedAt);
  if (!isFirst) throw identityProofInvalid();
}
