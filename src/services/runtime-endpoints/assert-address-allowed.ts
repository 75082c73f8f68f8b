import { isIP } from 'node:net';
import { badEndpointUrl } from '../../domain/runtime-endpoints/endpoint-url.ts';
import type { AddressScope } from '../../ports/address-scope.ts';
import { findAddressScope } from '../../ports/address-scope.ts';

/**
 * Refuses an origin whose host is an address outside the scopes that the operator allows, as far as the text shows it.
 * What a name stands for is decided on the connection, at each call (ports/outbound-http.ts). Raises VALIDATION_ERROR.
 */
export function assertAddressAllowed(origin: string, allowed: readonly AddressScope[]): void {
  // URL has turned every spelling of an IPv4 address into its usual one.
  const host = new URL(origin).hostname.replaceAll(/^\[|\]$|\.$/g, '');
  const isLocal = host === 'localhost' || host.endsWith('.localhost');
  if (!isLocal && isIP(host) === 0) return;
  const scope = isLocal ? 'loopback' : findAddressScope(host);
  if (scope === null || !allowed.includes(scope)) {
    throw badEndpointUrl('must lie in a network that this deployment allows');
  }
}
