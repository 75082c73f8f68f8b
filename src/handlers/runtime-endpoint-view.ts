import type { Operations } from '../../generated/operations.gen.ts';
import { healthAt } from '../domain/runtime-endpoints/endpoint-health.ts';
import type { RuntimeEndpoint } from '../domain/runtime-endpoints/runtime-endpoint.ts';

type RuntimeEndpointView = Operations['getRuntimeEndpoint']['reply']['body']['item'];

/** A runtime endpoint as answers show it: as it is now, and never its token. */
export function toRuntimeEndpointView(endpoint: RuntimeEndpoint, now: string): RuntimeEndpointView {
  const { sealedAuthToken, ...fields } = endpoint;
  return { ...fields, hasAuthToken: sealedAuthToken !== null, status: healthAt(endpoint, now) };
}
