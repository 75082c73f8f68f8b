import { parseIdentityRef } from '../domain/identity-ref.ts';
import { assertResolved } from '../domain/identity-standing.ts';
import type { ServiceDeps } from './service-deps.ts';

/** The canonical `did:peaq:<decimal>` of a submitted identity. Only the registry knows the number behind an address. */
export async function toCanonicalIdentity(deps: ServiceDeps, identityRef: string): Promise<string> {
  const ref = parseIdentityRef(identityRef);
  if (ref.form === 'decimal') return ref.did;
  return assertResolved(await deps.registry.resolve(ref.did)).identityRef;
}
