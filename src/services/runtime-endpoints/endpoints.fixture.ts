import { createSecretBox } from '../../ports/aes-secret-box.ts';
import type { ServiceDeps } from '../service-deps.ts';
import type { UpsertRuntimeEndpoint } from './upsert-endpoint.ts';

/** The same with these keys for what is sealed; keys are told apart by one byte. */
export function withKeys(deps: ServiceDeps, ...keys: number[]): ServiceDeps {
  return { ...deps, secretBox: createSecretBox(keys.map((byte) => Buffer.alloc(32, byte))) };
}

/** A request that says nothing but where the endpoint is, unless a test adds to it. */
export function upsertCommand(
  changes: Partial<UpsertRuntimeEndpoint['endpoint']> = {},
  authToken?: string,
): UpsertRuntimeEndpoint {
  const endpoint = { endpointBaseUrl: 'http://127.0.0.1:11434/v1', ...changes };
  return authToken === undefined ? { endpoint } : { endpoint, authToken };
}
