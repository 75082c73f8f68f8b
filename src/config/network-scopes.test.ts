import { describe, expect, it } from 'vitest';
import { loadConfig } from './config.ts';

describe('the networks that requests may name', () => {
  const everywhere = ['loopback', 'lan', 'vpn', 'public'];
  it.each([
    ['127.0.0.1', everywhere],
    ['127.1.2.3', everywhere],
    ['::1', everywhere],
    ['localhost', everywhere],
    ['0.0.0.0', ['public']],
    ['::', ['public']],
    ['192.168.1.7', ['public']],
    ['orchestrator.example', ['public']],
    ['localhost.example', ['public']],
  ])('of a server that listens on %s are by default %j', (host, expected) => {
    expect(loadConfig({ HOST: host }).outboundScopes).toEqual(expected);
  });

  it('are those that are configured, wherever the server listens', () => {
    const configured = { PEAQOS_RUNTIME_NETWORK_SCOPES: 'vpn' };
    for (const host of ['127.0.0.1', '0.0.0.0']) {
      expect(loadConfig({ ...configured, HOST: host }).outboundScopes).toEqual(['vpn']);
    }
  });
});
