import { DomainError } from '../domain/errors.ts';
import type { PairingVerification } from '../domain/pairing.ts';
import type { AgentValues } from '../domain/pairing-proof.ts';
import {
  assertPairingChallengeUsable,
  assertSignedByAgent,
  pairingProofInvalid,
} from '../domain/pairing-proof.ts';
import type { Repositories } from '../store/store.ts';
import type { ServiceDeps } from './service-deps.ts';
import { timestamp } from './service-deps.ts';
import type { ProofInput } from './verify-identity-proof.ts';

/** A verified agent proof whose challenge is still to be used up. */
export interface VerifiedAgent {
  challengeId: string;
  verification: PairingVerification;
}

/**
 * Verifies the proof for exactly these values. Null when none was sent and pairing verification is off. Raises
 * AGENT_PAIRING_PROOF_REQUIRED, …_INVALID, …_EXPIRED (contract E.4).
 */
export async function verifyAgentProof(
  deps: ServiceDeps,
  proof: ProofInput | null,
  values: AgentValues,
): Promise<VerifiedAgent | null> {
  if (proof === null) {
    if (deps.config.agentPairingVerification === 'disabled') return null;
    throw new DomainError('AGENT_PAIRING_PROOF_REQUIRED', 'agentProof is required.');
  }
  const now = timestamp(deps.clock);
  const challenge = assertPairingChallengeUsable(
    await deps.store.pairingChallenges.find(proof.challengeId),
    (sealed) => deps.sessionTokens.isChallengeIntact(sealed),
    values,
    now,
  );
  return {
    challengeId: challenge.id,
    verification: await assertSignedByAgent(challenge, proof.signature, now),
  };
}

/** Uses the challenge up. Of parallel writes with one proof all but one raise AGENT_PAIRING_PROOF_INVALID. */
export async function consumePairingChallenge(
  repositories: Repositories,
  agent: VerifiedAgent | null,
): Promise<void> {
  if (agent === null) return;
  const isFirst = await repositories.pairingChallenges.consume(
    agent.challengeId,
    agent.verification.verifiedAt,
  );
  if (!isFirst) throw pairingProofInvalid();
}
