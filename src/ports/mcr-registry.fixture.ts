import type { IdentityRegistry } from './identity-registry.ts';
import type { McrOptions } from './mcr-registry.ts';
import { createMcrRegistry } from './mcr-registry.ts';
import type { RegistryServer } from './registry-server.fixture.ts';

export const owner = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';
export const other = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';
export const did = 'did:peaq:77';
/** Where that identity is looked up. */
export const path = '/machine/did:peaq:77';

/** The registry under test: no cache and a generous time-out, unless changed. */
export function createRegistryOn(
  server: RegistryServer,
  now: () => number,
  changes: Partial<McrOptions>,
): IdentityRegistry {
  return createMcrRegistry({ baseUrl: server.url, timeoutMs: 5_000, cacheMs: 0, clock: { now }, ...changes });
}

export const unavailable = (reason: string) => ({ outcome: 'unavailable', reason });

export const resolved = (controllerAddresses: string[], bondStatus = 'bonded') => ({
  outcome: 'resolved',
  identity: { identityRef: did, controllerAddresses, bondStatus },
});
