import { describe, expect, it } from 'vitest';
import { checksAfter, healthAt } from './endpoint-health.ts';

const now = '2026-05-16T12:00:00.000Z';
const before = '2026-05-16T11:59:59.999Z';
const after = '2026-05-16T12:00:00.001Z';

describe('healthAt', () => {
  it.each([
    ['active', null, 'active'],
    ['degraded', null, 'degraded'],
    ['unreachable', null, 'unreachable'],
    ['active', after, 'active'],
    ['degraded', after, 'degraded'],
    ['active', now, 'unreachable'],
    ['active', before, 'unreachable'],
    ['degraded', before, 'unreachable'],
  ] as const)('makes of %s with a lease until %s: %s', (status, leaseExpiresAt, health) => {
    expect(healthAt({ status, leaseExpiresAt }, now)).toBe(health);
  });
});

describe('checksAfter', () => {
  const never = { lastCheckedAt: null, lastHealthyAt: null };
  const earlier = { lastCheckedAt: before, lastHealthyAt: before };

  it.each([
    [never, undefined, never],
    [earlier, undefined, earlier],
    [never, 'active', { lastCheckedAt: now, lastHealthyAt: now }],
    [earlier, 'active', { lastCheckedAt: now, lastHealthyAt: now }],
    [never, 'degraded', { lastCheckedAt: now, lastHealthyAt: null }],
    [earlier, 'degraded', { lastCheckedAt: now, lastHealthyAt: before }],
    [earlier, 'unreachable', { lastCheckedAt: now, lastHealthyAt: before }],
  ] as const)('after %o and a report of %s gives %o', (present, reported, checks) => {
    expect(checksAfter(present, reported, now)).toEqual(checks);
  });
});
