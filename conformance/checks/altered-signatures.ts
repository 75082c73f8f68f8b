/** Order of the group of secp256k1. */
const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

const rOf = (signature: string): string => signature.slice(2, 66);
const sOf = (signature: string): string => signature.slice(66, 130);
const withOtherV = (signature: string): string => (signature.slice(130) === '1b' ? '1c' : '1b');

/** The same r and s with the other recovery value: it recovers to an address that nobody holds a key of. */
export function toOtherSigner(signature: string): string {
  return `0x${rOf(signature)}${sOf(signature)}${withOtherV(signature)}`;
}

/** The malleated twin: other bytes, and still the same signer for whoever does not demand the lower s (EIP-2). */
export function toMalleatedTwin(signature: string): string {
  const s = (order - BigInt(`0x${sOf(signature)}`)).toString(16).padStart(64, '0');
  return `0x${rOf(signature)}${s}${withOtherV(signature)}`;
}

/** Well-formed signatures that no key can have made: r and s are zero, or above the order of the group. */
export const impossibleSignatures: readonly string[] = ['00', 'ff'].map((byte) => `0x${byte.repeat(64)}1b`);
