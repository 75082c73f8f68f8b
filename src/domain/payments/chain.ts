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

/** The CAIP-2 id of a chain given as one or by a well-known name in any case (contract A.5); null for anything else. */
export function toCaip2(chain: string): string | null {
  const word = chain.trim();
  const name = word.toLowerCase();
  if (Object.hasOwn(aliases, name)) return aliases[name] ?? null;
  // A second spelling of an EVM chain, such as `eip155:01`, would pass for another kind of chain.
  if (name.startsWith('eip155:')) return isEvmChain(word) ? word : null;
  return /^[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}$/.test(word) ? word : null;
}

/** True for a CAIP-2 id of the namespace `eip155`. */
export const isEvmChain = (chain: string): boolean => /^eip155:[1-9][0-9]{0,31}$/.test(chain);

/** True for a CAIP-2 id of the namespace `solana`. */
export const isSolanaChain = (chain: string): boolean => chain.startsWith('solana:');
