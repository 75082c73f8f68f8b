const aliases: Readonly<Record<string, string>> = {
  base: 'eip155:8453',
  peaq: 'eip155:3338',
  agung: 'eip155:9990',
  ethereum: 'eip155:1',
  eth: 'eip155:1',
  polygon: 'eip155:137',
  arbitrum: 'eip155:42161',
  optimism: 'eip155:10',
  bsc: 'eip155:56',
  solana: 'solana:mainnet',
};

/** The CAIP-2 id of a chain given as one or by a well-known name (contract A.5); null for anything else. */
export function toCaip2(chain: string): string | null {
  const word = chain.trim();
  const name = word.toLowerCase();
  if (Object.hasOwn(aliases, name)) return aliases[name] ?? null;
  return /^[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}$/.test(word) ? word : null;
}

export const isEvmChain = (chain: string): boolean => /^eip155:[1-9][0-9]*$/.test(chain);

export const isSolanaChain = (chain: string): boolean => chain.startsWith('solana:');
