import type { Operations } from '../../generated/operations.gen.ts';
import type { AgentPairing } from '../domain/pairing.ts';
import { hasLiveSession } from '../domain/pairing-session.ts';
import type { IssuedPairing } from '../services/issue-session.ts';

type PairingView = Operations['getAgentPairing']['reply']['body']['item'];
type IssuedPairingView = Operations['createAgentPairing']['reply']['body']['item'];

/** A pairing as answers show it: never a token. */
export function toPairingView(pairing: AgentPairing, now: string): PairingView {
  const { session, ...fields } = pairing;
  return {
    ...fields,
    hasAuthToken: hasLiveSession(pairing, now),
    tokenLastFour: session?.tokenLastFour ?? null,
    sessionId: session?.id ?? null,
    sessionTokenId: session?.tokenId ?? null,
    sessionIssuedAt: session?.issuedAt ?? null,
    sessionExpiresAt: session?.expiresAt ?? null,
  };
}

/** The one answer that shows the token. */
export function toIssuedPairingView(
  { pairing, pairingToken }: IssuedPairing,
  now: string,
): IssuedPairingView {
  return { ...toPairingView(pairing, now), pairingToken };
}
