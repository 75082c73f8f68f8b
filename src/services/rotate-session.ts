import { assertPairingActive } from '../domain/pairing-session.ts';
import { findPairing, lockPairing } from './find-or-refuse.ts';
import type { IssuedPairing } from './issue-session.ts';
import { issueSession } from './issue-session.ts';
import { findMachineReadyToPair } from './machine-ready-to-pair.ts';
import { recordAuditEvent } from './record-audit-event.ts';
import type { ServiceDeps } from './service-deps.ts';
import { timestamp } from './service-deps.ts';
import { consumePairingChallenge, verifyAgentProof } from './verify-agent-proof.ts';
import type { ProofInput } from './verify-identity-proof.ts';

/**
 * Opens a new session of a pairing; the token before stops working with the same write. Raises what
 * findMachineReadyToPair raises, AGENT_PAIRING_INACTIVE and the AGENT_PAIRING_PROOF codes (contract E.4).
 */
export async function rotateSession(
  deps: ServiceDeps,
  machineId: string,
  pairingId: string,
  agentProof: ProofInput | null,
): Promise<IssuedPairing> {
  await findMachineReadyToPair(deps, machineId);
  const present = await findPairing(deps.store, machineId, pairingId);
  assertPairingActive(present);
  const agent = await verifyAgentProof(deps, agentProof, present);
  return deps.store.transaction(async (repositories) => {
    const pairing = await lockPairing(repositories, machineId, pairingId);
    assertPairingActive(pairing);
    await consumePairingChallenge(repositories, agent);
    const issued = await issueSession(deps, {
      ...pairing,
      verification: agent?.verification ?? pairing.verification,
      updatedAt: timestamp(deps.clock),
    });
    await repositories.pairings.update(issued.pairing);
    await recordAuditEvent(deps, repositories, {
      type: 'agent-pairing.session-rotated',
      resourceId: pairingId,
      machineId,
      payload: { sessionId: issued.pairing.session?.id },
    });
    return issued;
  });
}
