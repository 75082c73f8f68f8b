import { DomainError } from '../domain/errors.ts';
import type { ApiRequest } from './api-request.ts';
import type { AssertApiKey } from './api-key.ts';
import type { Auth } from './contract-tables.ts';
import type { PairingAuthorisation } from './handler.ts';

/** Verifies a pairing session token (contract E.1 step 3). Raises the DomainError of the first step that fails. */
export type VerifyPairingToken = (token: string) => Promise<PairingAuthorisation>;

export type PlatformKeyCheck = (request: ApiRequest) => void;

export type PairingCheck = (request: ApiRequest) => Promise<PairingAuthorisation> | null;

const apiPrefix = '/api/v1';

/** True when the deployment key guards a path that no operation answers: everything under the base path. */
export function isUnderApi(path: string): boolean {
  return path === apiPrefix || path.startsWith(`${apiPrefix}/`);
}

/** The check of the platform key as a security handler; raises AUTH_REQUIRED or AUTH_INVALID. */
export function createPlatformKeyHandler(assertApiKey: AssertApiKey): PlatformKeyCheck {
  return (request) => assertApiKey(request.headers['x-api-key']);
}

/**
 * The check of the pairing token as a security handler: null when the request has none. A token that is sent is never
 * ignored. That it belongs to the machine or pairing of the path is a later step (contract E.1 step 6).
 */
export function createPairingHandler(verifyPairingToken: VerifyPairingToken): PairingCheck {
  return (request) => {
    const token = request.headers['x-agent-pairing-token'];
    return token === undefined || token === '' ? null : verifyPairingToken(String(token));
  };
}

/**
 * The pairing a request proves, or null where the operation does not ask. Raises AGENT_AUTH_REQUIRED, unless the
 * deployment demands no token (PEAQOS_REQUIRE_AGENT_PAIRING_AUTH); one that is sent is verified all the same.
 */
export function authorisePairing(
  auth: Auth,
  isTokenRequired: boolean,
  check: PairingCheck,
  request: ApiRequest,
): Promise<PairingAuthorisation> | null {
  if (auth === 'none' || auth === 'platform') return null;
  const pairing = check(request);
  if (pairing === null && isTokenRequired && auth === 'platform+pairing') {
    throw new DomainError('AGENT_AUTH_REQUIRED', 'This operation asks for a token in x-agent-pairing-token.');
  }
  return pairing;
}
