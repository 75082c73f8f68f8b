import { DomainError } from '../errors.ts';
import { toEndpointOrigin } from './endpoint-url.ts';
import type { EndpointAuthType, EndpointHealth, NetworkScope, RuntimeEndpoint } from './runtime-endpoint.ts';

/** An endpoint as a request describes it, without its token. */
export interface EndpointInput {
  endpointBaseUrl: string;
  label?: string;
  authType?: EndpointAuthType;
  modelAlias?: string;
  networkScope?: NetworkScope;
  probePath?: string;
  status?: EndpointHealth;
  leaseExpiresAt?: string;
}

/** What a request decides about an endpoint; the rest is the server's to know. */
export type EndpointFields = Pick<
  RuntimeEndpoint,
  | 'endpointBaseUrl'
  | 'label'
  | 'authType'
  | 'modelAlias'
  | 'networkScope'
  | 'probePath'
  | 'status'
  | 'leaseExpiresAt'
>;

/** A provider key as endpoints are filed by it: its case does not matter (contract E.13). */
export function toProviderKey(text: string): string {
  return text.toLowerCase();
}

/**
 * Every field of an endpoint, what was left out by its default (contract C.4). Raises VALIDATION_ERROR for a URL or a
 * time that cannot be used.
 */
export function toEndpointFields(providerKey: string, input: EndpointInput): EndpointFields {
  return {
    endpointBaseUrl: toEndpointOrigin(input.endpointBaseUrl),
    label: input.label ?? `${providerKey.toUpperCase()} runtime`,
    authType: input.authType ?? 'none',
    modelAlias: input.modelAlias ?? null,
    networkScope: input.networkScope ?? 'loopback',
    probePath: input.probePath ?? (providerKey === 'qvac' ? '/v1/models' : '/health'),
    status: input.status ?? 'active',
    leaseExpiresAt: input.leaseExpiresAt === undefined ? null : toTimestamp(input.leaseExpiresAt),
  };
}

/** With milliseconds, so that times compare as text. A leap second is valid and yet no time that could be kept. */
function toTimestamp(text: string): string {
  const time = Date.parse(text);
  if (Number.isNaN(time)) {
    throw new DomainError('VALIDATION_ERROR', 'The lease cannot be used.', {
      issues: [{ path: 'leaseExpiresAt', message: 'must be a time in UTC' }],
    });
  }
  return new Date(time).toISOString();
}
