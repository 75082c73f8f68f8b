import { getAddress } from 'viem/utils';
import { DomainError } from '../errors.ts';
import { toCaip2 } from './chain.ts';

export interface Issue {
  path: string;
  message: string;
}

/** The VALIDATION_ERROR of a payment request. */
export const invalidPayment = (...issues: Issue[]): DomainError =>
  new DomainError('VALIDATION_ERROR', 'The payment is not valid.', { issues });

/** Raises VALIDATION_ERROR with these issues, when there are any. */
export function refuseWith(issues: readonly Issue[]): void {
  if (issues.length > 0) throw invalidPayment(...issues);
}

export const isEvmAddress = (text: string): boolean => /^0x[0-9a-fA-F]{40}$/.test(text);

export const isEvmHash = (text: string): boolean => /^0x[0-9a-fA-F]{64}$/.test(text);

/** A Solana transaction signature: 64 bytes in base58. */
export const isSolanaSignature = (text: string): boolean => /^[1-9A-HJ-NP-Za-km-z]{64,88}$/.test(text);

/** The chain as CAIP-2. Raises VALIDATION_ERROR at `path` for a name that nobody knows. */
export function readChain(chain: string, path: string): string {
  const caip2 = toCaip2(chain);
  if (caip2 === null)
    throw invalidPayment({ path, message: 'must be a CAIP-2 chain id or a well-known chain name' });
  return caip2;
}

export type Addresses<Key extends string> = Partial<Record<Key, string>>;

/**
 * Addresses as they are kept, blank ones left out: on an EVM chain each must be one and is checksummed, elsewhere they stay
 * as sent. Raises VALIDATION_ERROR with the path of each that is wrong.
 */
export function readAddresses<Key extends string>(
  addresses: Readonly<Record<Key, string | null | undefined>>,
  isEvm: boolean,
  prefix = '',
): Addresses<Key> {
  const given = Object.entries<string | null | undefined>(addresses).flatMap(([key, address]) =>
    typeof address === 'string' && address !== '' ? [[key, address] as const] : [],
  );
  const wrong = given.filter(([, address]) => isEvm && !isEvmAddress(address));
  refuseWith(
    wrong.map(([key]) => ({ path: `${prefix}${key}`, message: 'must be an EVM address on this chain' })),
  );
  const kept = given.map(([key, address]) => [key, isEvm ? getAddress(address) : address]);
  return Object.fromEntries(kept) as Addresses<Key>;
}
