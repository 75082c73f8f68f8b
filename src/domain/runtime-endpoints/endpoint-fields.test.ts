import { describe, expect, it } from 'vitest';
import { refusal } from '../refusal.fixture.ts';
import { toEndpointFields, toProviderKey } from './endpoint-fields.ts';

const bare = { endpointBaseUrl: 'http://127.0.0.1:11434/v1' };

describe('toProviderKey', () => {
  it.each([
    ['QVAC', 'qvac'],
    ['a:B.c-D_e', 'a:b.c-d_e'],
  ])('makes %s into %s', (text, key) => {
    expect(toProviderKey(text)).toBe(key);
  });
});

describe('toEndpointFields', () => {
  it('gives what was left out its default', () => {
    expect(toEndpointFields('akash', bare)).toEqual({
      endpointBaseUrl: 'http://127.0.0.1:11434',
      label: 'AKASH runtime',
      authType: 'none',
      modelAlias: null,
      networkScope: 'loopback',
      probePath: '/health',
      status: 'active',
      leaseExpiresAt: null,
    });
  });

  it.each([
    ['qvac', '/v1/models'],
    ['qvac2', '/health'],
    ['pyth', '/health'],
  ])('probes %s at %s', (providerKey, probePath) => {
    expect(toEndpointFields(providerKey, bare)).toMatchObject({ probePath });
  });

  it('keeps what was sent', () => {
    const sent = {
      label: 'Desk GPU',
      authType: 'api-key',
      modelAlias: 'llama',
      networkScope: 'vpn',
      probePath: '/up',
      status: 'degraded',
    } as const;
    expect(toEndpointFields('qvac', { ...bare, ...sent })).toMatchObject(sent);
  });

  it.each([
    ['2026-05-16T12:00:00Z', '2026-05-16T12:00:00.000Z'],
    ['2026-05-16T12:00:00.5Z', '2026-05-16T12:00:00.500Z'],
    ['2026-05-16T12:00:00.123456Z', '2026-05-16T12:00:00.123Z'],
  ])('writes the lease %s as %s, so that times compare as text', (text, leaseExpiresAt) => {
    expect(toEndpointFields('qvac', { ...bare, leaseExpiresAt: text })).toMatchObject({ leaseExpiresAt });
  });

  it('refuses a lease that ends in a leap second, which is a valid time and none that can be kept', () => {
    const lease = { ...bare, leaseExpiresAt: '2026-06-30T23:59:60Z' };
    expect(() => toEndpointFields('qvac', lease)).toThrow(
      refusal('VALIDATION_ERROR', {
        details: { issues: [{ path: 'leaseExpiresAt', message: 'must be a time in UTC' }] },
      }),
    );
  });

  it('refuses a URL that cannot be used', () => {
    expect(() => toEndpointFields('qvac', { endpointBaseUrl: 'ftp://host' })).toThrow(
      refusal('VALIDATION_ERROR'),
    );
  });
});
