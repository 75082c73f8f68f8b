import { describe, expect, it } from 'vitest';
import { findAddressScope } from './address-scope.ts';

describe('the scope of an address', () => {
  it.each([
    ['127.0.0.1', 'loopback'],
    ['127.255.255.254', 'loopback'],
    ['::1', 'loopback'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['::ffff:7f00:1', 'loopback'],
    ['10.0.0.1', 'lan'],
    ['172.16.0.1', 'lan'],
    ['172.31.255.255', 'lan'],
    ['192.168.1.1', 'lan'],
    ['::ffff:192.168.1.1', 'lan'],
    ['fc00::1', 'lan'],
    ['100.64.0.1', 'vpn'],
    ['100.127.255.255', 'vpn'],
    ['fd12:3456::1', 'vpn'],
    ['8.8.8.8', 'public'],
    ['172.32.0.1', 'public'],
    ['100.128.0.1', 'public'],
    ['::ffff:8.8.8.8', 'public'],
    ['2606:4700::1111', 'public'],
  ])('%s is %s', (address, scope) => {
    expect(findAddressScope(address)).toBe(scope);
  });

  it.each([
    ['0.0.0.0'],
    ['0.1.2.3'],
    ['::'],
    ['169.254.169.254'],
    ['169.254.0.1'],
    ['::ffff:169.254.169.254'],
    ['::ffff:a9fe:a9fe'],
    ['100.100.100.200'],
    ['168.63.129.16'],
    ['192.0.0.192'],
    ['192.0.2.1'],
    ['192.88.99.1'],
    ['198.18.0.1'],
    ['198.51.100.1'],
    ['203.0.113.1'],
    ['224.0.0.1'],
    ['239.255.255.255'],
    ['240.0.0.1'],
    ['255.255.255.255'],
    ['fe80::1'],
    ['ff02::1'],
    ['fd00:ec2::254'],
    ['fd20:ce::254'],
    ['fec0::1'],
    ['64:ff9b::7f00:1'],
    ['::7f00:1'],
    ['2001::1'],
    ['2001:db8::1'],
    ['2002:7f00:1::'],
    ['3fff::1'],
    ['localhost'],
    [''],
  ])('%s is in none', (address) => {
    expect(findAddressScope(address)).toBeNull();
  });
});
