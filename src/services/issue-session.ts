import type { AgentPairing } from '../domain/pairing.ts';
import { createSessionClaims } from '../domain/pairing-session.ts';
import type { ServiceDeps } from './service-deps.ts';

/** A pairing together with the token that is shown once. */
export interface IssuedPairing {
  pairing: AgentPairing;
  pairingToken: string;
}

/** The pairing with a new session in place of its present one, and that session's token. Stores nothing. */
export async function issueSession(deps: ServiceDeps, pairing: AgentPairing): Promise<IssuedPairing> {
  const issuedAt = Math.floor(deps.clock.now() / 1000);
  const expiresAt = issuedAt + Math.floor(deps.config.sessionTtlMs / 1000);
  const ids = { id: deps.ids.id('sess'), tokenId: deps.ids.id('tok') };
  const pairingToken = await deps.sessionTokens.issue(createSessionClaims(pairing, ids), issuedAt, expiresAt);
  const session = {
    ...ids,
    tokenLastFour: pairingToken.slice(-4),
    issuedAt: new Date(issuedAt * 1000).toISOString(),
    expiresAt: new Date(expiresAt * 1000).toISOString(),
  };
  return { pairing: { ...pairing, session }, pairingToken };
}
