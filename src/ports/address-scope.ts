import { BlockList, isIP } from 'node:net';

/** Where an address lies. Nobody may be sent to what is in none of them. */
export const addressScopes = ['loopback', 'lan', 'vpn', 'public'] as const;
export type AddressScope = (typeof addressScopes)[number];

/**
 * In no scope although a wider network below holds them: link-local with the metadata services of clouds, further
 * metadata addresses, multicast, unspecified, reserved and documentation networks, and IPv6 networks whose addresses
 * stand for an IPv4 address that nobody would check.
 */
const forbidden = toBlockList([
  '0.0.0.0/8',
  '100.100.100.200/32',
  '168.63.129.16/32',
  '169.254.0.0/16',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
  'fd00:ec2::/32',
  'fd20:ce::/32',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
]);

const scopes: readonly [AddressScope, BlockList][] = [
  ['loopback', toBlockList(['127.0.0.0/8', '::1/128'])],
  ['lan', toBlockList(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/8'])],
  ['vpn', toBlockList(['100.64.0.0/10', 'fd00::/8'])],
  // IPv6 is public only where addresses are given out at all; an IPv4 address, wherever it is not something else.
  ['public', toBlockList(['0.0.0.0/0', '2000::/3'])],
];

function toBlockList(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    list.addSubnet(address, Number(prefix), familyOf(address));
  }
  return list;
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}

/** The scope of an IP address, also of an IPv4 address in IPv6 notation; null when it is in none. */
export function findAddressScope(address: string): AddressScope | null {
  const family = familyOf(address);
  if (isIP(address) === 0 || forbidden.check(address, family)) return null;
  return scopes.find(([, networks]) => networks.check(address, family))?.[0] ?? null;
}
