import type { EndpointHealth, RuntimeEndpoint } from './runtime-endpoint.ts';

/** What the endpoint's state is now: one whose lease is past is `unreachable`, whatever was reported (contract E.13). */
export function healthAt(
  { status, leaseExpiresAt }: Pick<RuntimeEndpoint, 'status' | 'leaseExpiresAt'>,
  now: string,
): EndpointHealth {
  return leaseExpiresAt !== null && leaseExpiresAt <= now ? 'unreachable' : status;
}

export type EndpointChecks = Pick<RuntimeEndpoint, 'lastCheckedAt' | 'lastHealthyAt'>;

/** The times of the last checks after a status was reported; without a report they stay (contract E.13). */
export function checksAfter(
  present: EndpointChecks,
  reported: EndpointHealth | undefined,
  now: string,
): EndpointChecks {
  if (reported === undefined)
    return { lastCheckedAt: present.lastCheckedAt, lastHealthyAt: present.lastHealthyAt };
  return { lastCheckedAt: now, lastHealthyAt: reported === 'active' ? now : present.lastHealthyAt };
}
