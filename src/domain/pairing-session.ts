import { hashDelegationPolicy } from './delegation-policy.ts';
import { DomainError } from './errors.ts';
import type { AgentPairing, PairingSession } from './pairing.ts';

/** The claims of a session token beside `iat` and `exp` (contract E.4). */
export interface SessionClaims {
  machineId: string;
  pairingId: string;
  sessionId: string;
  agentAddress: string;
  agentDid: string;
  delegationPolicyHash: string;
  /** The session's token id. */
  jti: string;
}

export function createSessionClaims(
  pairing: AgentPairing,
  session: Pick<PairingSession, 'id' | 'tokenId'>,
): SessionClaims {
  return {
    machineId: pairing.machineId,
    pairingId: pairing.id,
    sessionId: session.id,
    agentAddress: pairing.agentAddress,
    agentDid: pairing.agentDid,
    delegationPolicyHash: hashDelegationPolicy(pairing.delegationPolicy),
    jti: session.tokenId,
  };
}

const invalid = (message: string) => new DomainError('AGENT_AUTH_INVALID', message);

/** Raises AGENT_PAIRING_INACTIVE when the pairing is paused or revoked. */
export function assertPairingActive(pairing: AgentPairing): void {
  if (pairing.status !== 'active') {
    throw new DomainError('AGENT_PAIRING_INACTIVE', `The pairing is ${pairing.status}.`, {
      status: pairing.status,
    });
  }
}

/** A revoked pairing is final. Raises AGENT_PAIRING_INACTIVE for it, whatever the change. */
export function assertNotRevoked(pairing: AgentPairing): void {
  if (pairing.status === 'revoked') assertPairingActive(pairing);
}

/**
 * Decides on a correctly signed, unexpired token: its session must be the pairing's present one, the pairing active and
 * the policy unchanged, in this order (contract E.1). Raises AGENT_AUTH_INVALID or AGENT_PAIRING_INACTIVE.
 */
export function assertSessionCurrent(claims: SessionClaims, pairing: AgentPairing | null): AgentPairing {
  const session = pairing?.session;
  const isCurrent =
    session?.id === claims.sessionId &&
    session.tokenId === claims.jti &&
    pairing?.machineId === claims.machineId;
  if (!pairing || !isCurrent) throw invalid('The session of this token is not the current one.');
  assertPairingActive(pairing);
  if (hashDelegationPolicy(pairing.delegationPolicy) !== claims.delegationPolicyHash) {
    throw invalid('The delegation policy changed after this token was issued. Rotate the session.');
  }
  return pairing;
}

/** Raises AGENT_AUTH_INVALID when a token is used on another machine's or pairing's data (contract E.4). */
export function assertTokenIsFor(
  token: { machineId: string; pairingId: string } | null,
  machineId: string,
  pairingId: string,
): void {
  if (token && (token.machineId !== machineId || token.pairingId !== pairingId)) {
    throw invalid('This token belongs to another pairing.');
  }
}

/** True while the pairing has a session that can be used or resumed. */
export function hasLiveSession(pairing: AgentPairing, now: string): boolean {
  return pairing.status !== 'revoked' && pairing.session !== null && pairing.session.expiresAt > now;
}
