import { sha256, stringToHex } from 'viem/utils';

/** Hex digits of the digest in a reference: clients make the same reference from the same signature. */
const referenceDigits = 24;

/** SHA-256 (lowercase hex) of a payment signature: what is kept of it, to recognise it at execution (contract E.9). */
export function hashPaymentSignature(paymentSignature: string): string {
  return sha256(stringToHex(paymentSignature)).slice(2);
}

/** `x402:<network>:<first 24 hex digits of the signature's SHA-256>`, as clients compute it themselves (E.9). */
export function createX402Reference(network: string, paymentSignature: string): string {
  return `x402:${network}:${hashPaymentSignature(paymentSignature).slice(0, referenceDigits)}`;
}

/** True when two digests are the same; takes as long wherever they differ. */
export function isSameDigest(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i += 1) difference |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return difference === 0;
}
