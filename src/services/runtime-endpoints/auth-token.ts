import type { RuntimeEndpoint } from '../../domain/runtime-endpoints/runtime-endpoint.ts';
import type { ServiceDeps } from '../service-deps.ts';

const purpose = 'runtime-endpoint-token';

/** The token that an endpoint keeps after a write: the one that was sent, else the stored one, and none without authentication. */
export function sealAuthToken(
  deps: ServiceDeps,
  authType: RuntimeEndpoint['authType'],
  stored: string | null,
  sent: string | undefined,
): string | null {
  if (authType === 'none') return null;
  return sent === undefined ? stored : deps.secretBox.seal(sent, purpose);
}

/** The token in clear; null when there is none, or none that a present key opens. */
export function openAuthToken(
  deps: ServiceDeps,
  { sealedAuthToken }: Pick<RuntimeEndpoint, 'sealedAuthToken'>,
): string | null {
  return sealedAuthToken === null ? null : deps.secretBox.open(sealedAuthToken, purpose);
}
