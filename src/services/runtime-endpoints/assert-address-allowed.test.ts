import { describe, expect, it } from 'vitest';
import { refusal } from '../../domain/refusal.fixture.ts';
import { toEndpointOrigin } from '../../domain/runtime-endpoints/endpoint-url.ts';
import { addressScopes } from '../../ports/address-scope.ts';
import { assertAddressAllowed } from './assert-address-allowed.ts';

const check = (url: string, allowed: Parameters<typeof assertAddressAllowed>[1]) =>
  assertAddressAllowed(toEndpointOrigin(url), allowed);

const refused = refusal('VALIDATION_ERROR', {
  details: {
    issues: [{ path: 'endpointBaseUrl', message: 'must lie in a network that this deployment allows' }],
  },
});

describe('assertAddressAllowed', () => {
  it.each([
    ['http://127.0.0.1:11434', 'loopback'],
    ['http://2130706433', 'loopback'],
    ['http://127.1', 'loopback'],
    ['http://[::1]:80', 'loopback'],
    ['http://[::ffff:127.0.0.1]', 'loopback'],
    ['http://localhost:8080', 'loopback'],
    ['http://LOCALHOST.', 'loopback'],
    ['http://gpu.localhost', 'loopback'],
    ['http://10.0.0.7', 'lan'],
    ['http://192.168.1.20:9000', 'lan'],
    ['http://100.64.0.1', 'vpn'],
    ['https://8.8.8.8', 'public'],
    ['https://[2606:4700::1111]', 'public'],
  ] as const)('lets %s pass in %s and in no other network', (url, scope) => {
    expect(() => check(url, [scope])).not.toThrow();
    const others = addressScopes.filter((candidate) => candidate !== scope);
    expect(() => check(url, others)).toThrow(refused);
  });

  it.each(['http://169.254.169.254', 'http://0.0.0.0', 'http://[::]', 'http://224.0.0.1'])(
    'refuses %s, which is in no network at all',
    (url) => {
      expect(() => check(url, addressScopes)).toThrow(refused);
    },
  );

  it.each(['https://runtime.example', 'http://localhost.example', 'http://notlocalhost', 'http://gpu.lan'])(
    'leaves the name %s to be judged when it is resolved',
    (url) => {
      expect(() => check(url, [])).not.toThrow();
    },
  );
});
