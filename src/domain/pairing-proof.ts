import { DomainError } from './errors.ts';
import type { PairingChallenge, PairingVerification } from './pairing.ts';
import { isSameAddress, recoverSigner } from './signature.ts';

/** The values that a request must share with the challenge it was signed for. */
export interface AgentValues {
  machineId: string;
  agentAddress: string;
  agentDid: string;
  agentProvider: string;
  agentRole: string;
}

/** One answer for every wrong proof, so that a guesser learns nothing from it. */
export const pairingProofInvalid = () =>
  new DomainError('AGENT_PAIRING_PROOF_INVALID', 'The agent proof does not hold.');

/**
 * The challenge of an agent proof. Raises AGENT_PAIRING_PROOF_INVALID when it is unknown, for another machine, used,
 * altered in the store or differs from the request, and …_EXPIRED past its time (contract E.4).
 */
export function assertPairingChallengeUsable(
  challenge: PairingChallenge | null,
  isIntact: (challenge: PairingChallenge) => boolean,
  values: AgentValues,
  now: string,
): PairingChallenge {
  if (!challenge || challenge.machineId !== values.machineId || challenge.consumedAt !== null) {
    throw pairingProofInvalid();
  }
  if (challenge.expiresAt <= now) {
    throw new DomainError(
      'AGENT_PAIRING_PROOF_EXPIRED',
      'The pairing challenge has expired. Ask for a new one.',
    );
  }
  if (!isIntact(challenge) || !isForSameAgent(challenge, values)) throw pairingProofInvalid();
  return challenge;
}

function isForSameAgent(challenge: PairingChallenge, values: AgentValues): boolean {
  return (
    isSameAddress(challenge.agentAddress, values.agentAddress) &&
    challenge.agentDid === values.agentDid &&
    challenge.agentProvider === values.agentProvider &&
    challenge.agentRole === values.agentRole
  );
}

/** What to store about the proof. Raises AGENT_PAIRING_PROOF_INVALID unless the agent itself signed. */
export async function assertSignedByAgent(
  challenge: PairingChallenge,
  signature: string,
  now: string,
): Promise<PairingVerification> {
  const signerAddress = await recoverSigner(challenge.message, signature);
  if (signerAddress === null || !isSameAddress(signerAddress, challenge.agentAddress))
    throw pairingProofInvalid();
  return { method: 'eip191', signerAddress, verifiedAt: now, challengeExpiresAt: challenge.expiresAt };
}
