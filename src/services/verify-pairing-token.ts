import type { AgentPairing } from '../domain/pairing.ts';
import { assertSessionCurrent } from '../domain/pairing-session.ts';
import type { ServiceDeps } from './service-deps.ts';

/**
 * The pairing that a session token speaks for. Raises AGENT_AUTH_INVALID, AGENT_AUTH_EXPIRED, AGENT_PAIRING_INACTIVE, in
 * the order of contract E.1: signature, expiry, session, status, policy.
 */
export async function verifyPairingToken(deps: ServiceDeps, token: string): Promise<AgentPairing> {
  const claims = await deps.sessionTokens.verify(token, new Date(deps.clock.now()));
  return assertSessionCurrent(claims, await deps.store.pairings.find(claims.pairingId));
}
