import { describe, expect, it } from 'vitest';
import { isEvmChain, isSolanaChain, toCaip2 } from './chain.ts';

describe('toCaip2', () => {
  it.each([
    ['base', 'eip155:8453'],
    ['peaq', 'eip155:3338'],
    ['agung', 'eip155:9990'],
    ['ethereum', 'eip155:1'],
    ['eth', 'eip155:1'],
    ['polygon', 'eip155:137'],
    ['arbitrum', 'eip155:42161'],
    ['optimism', 'eip155:10'],
    ['bsc', 'eip155:56'],
    ['solana', 'solana:mainnet'],
    [' Base ', 'eip155:8453'],
    ['eip155:31337', 'eip155:31337'],
    ['solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp', 'solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp'],
    ['cosmos:cosmoshub-4', 'cosmos:cosmoshub-4'],
  ])('%s → %s', (chain, caip2) => {
    expect(toCaip2(chain)).toBe(caip2);
  });

  it.each([
    '',
    'mainnet',
    'constructor',
    'eip155',
    'eip155:',
    'eip155:0',
    'eip155:01',
    'eip155:0x1',
    'EIP155:1',
    'eip155:1:2',
    'Solana:mainnet:x',
    'a:b',
    'eip155 :1',
  ])('does not know "%s"', (chain) => {
    expect(toCaip2(chain)).toBeNull();
  });
});

describe('kinds of chains', () => {
  it.each([
    ['eip155:1', true, false],
    ['solana:mainnet', false, true],
    ['cosmos:cosmoshub-4', false, false],
  ])('%s: EVM %s, Solana %s', (chain, isEvm, isSolana) => {
    expect(isEvmChain(chain)).toBe(isEvm);
    expect(isSolanaChain(chain)).toBe(isSolana);
  });
});
