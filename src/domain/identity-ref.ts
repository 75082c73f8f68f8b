import { getAddress } from 'viem/utils';
import { DomainError } from './errors.ts';

const largest = 2n ** 256n - 1n;

/** A machine identity as a request may write it: the on-chain number, or an address that only the registry can map. */
export type IdentityRef =
  | { form: 'decimal'; did: string }
  | { form: 'address'; did: string; address: string };

/** True for a machine number in base 10: 0 to 2^256-1, without sign, space or leading zero (contract A.5). */
export function isMachineNumber(text: string): boolean {
  return /^(0|[1-9][0-9]{0,77})$/.test(text) && BigInt(text) <= largest;
}

/**
 * Reads the three accepted forms of contract C.2. Raises VALIDATION_ERROR for anything else, a leading zero and a
 * number above 2^256-1 included (contract A.5).
 */
export function parseIdentityRef(text: string): IdentityRef {
  const [, address] = /^did:peaq:(0x[0-9a-fA-F]{40})$/.exec(text) ?? [];
  if (address !== undefined) return { form: 'address', did: text, address: getAddress(address) };
  const [, decimal] = /^(?:did:peaq:|peaqos:machine:)([0-9]+)$/.exec(text) ?? [];
  if (decimal !== undefined && isMachineNumber(decimal))
    return { form: 'decimal', did: `did:peaq:${decimal}` };
  throw new DomainError('VALIDATION_ERROR', 'The machine identity is not in an accepted form.', {
    issues: [
      {
        path: 'identityRef',
        message: 'must be did:peaq:<decimal>, did:peaq:0x<address> or peaqos:machine:<decimal>',
      },
    ],
  });
}
