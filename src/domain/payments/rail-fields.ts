import { getAddress } from 'viem/utils';
import { DomainError } from '../errors.ts';
import { isEvmChain, toCaip2 } from './chain.ts';

export interface Issue {
  path: string;
  message: string;
}

/** Raises VALIDATION_ERROR with these issues, when there are any. */
export function refuseWith(issues: readonly Issue[]): void {
  if (issues.length > 0) {
    throw new DomainError('VALIDATION_ERROR', 'The payment is not valid.', { issues: [...issues] });
  }
}

export const isEvmAddress = (text: string): boolean => /^0x[0-9a-fA-F]{40}$/.test(text);

export const isEvmHash = (text: string): boolean => /^0x[0-9a-fA-F]{64}$/.test(text);

/** A Solana transaction signature: 64 bytes in base58. */
export const isSolanaSignature = (text: string): boolean => /^[1-9A-HJ-NP-Za-km-z]{64,90}$/.test(text);

/** The chain as CAIP-2. Raises VALIDATION_ERROR at `path` for a name that nobody knows. */
export function readChain(chain: string, path: string): string {
  const caip2 = toCaip2(chain);
  if (caip2 === null) refuseWith([{ path, message: 'must be a CAIP-2 chain id or a well-known chain name' }]);
  return caip2 ?? chain;
}

/**
 * Addresses as they are kept: on an EVM chain each must be one and is checksummed, elsewhere they stay as sent. Raises
 * VALIDATION_ERROR with the path of each that is wrong.
 */
export function readAddresses<Key extends string>(
  addresses: Readonly<Partial<Record<Key, string | undefined>>>,
  chain: string | null,
  prefix: string,
): Partial<Record<Key, string>> {
  const given = Object.entries(addresses).filter(
    (entry): entry is [Key, string] => typeof entry[1] === 'string' && entry[1] !== '',
  );
  if (chain === null || !isEvmChain(chain)) return Object.fromEntries(given) as Partial<Record<Key, string>>;
  refuseWith(
    given
      .filter(([, address]) => !isEvmAddress(address))
      .map(([key]) => ({ path: `${prefix}${key}`, message: 'must be an EVM address on this chain' })),
  );
  return Object.fromEntries(given.map(([key, address]) => [key, getAddress(address)])) as Partial<
    Record<Key, string>
  >;
}
