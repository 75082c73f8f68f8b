import { isAddressEqual, recoverMessageAddress } from 'viem/utils';

/** Half the order of secp256k1: a larger `s` is the malleated twin of a signature (EIP-2). */
const halfOrder = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;

/** True for 65 bytes in hex with a low `s` and a recovery id that Ethereum knows; no cryptography is done. */
export function isCanonicalSignature(signature: string): signature is `0x${string}` {
  if (!/^0x[0-9a-fA-F]{130}$/.test(signature)) return false;
  const s = BigInt(`0x${signature.slice(66, 130)}`);
  const v = Number.parseInt(signature.slice(130), 16);
  return s <= halfOrder && [0, 1, 27, 28].includes(v);
}

/** The EIP-55 address that signed `message` (EIP-191 personal_sign), or null when the signature is no good. */
export async function recoverSigner(message: string, signature: string): Promise<string | null> {
  if (!isCanonicalSignature(signature)) return null;
  try {
    return await recoverMessageAddress({ message, signature });
  } catch {
    return null;
  }
}

/** True when both are the same address, in whatever case they are written. */
export function isSameAddress(a: string, b: string): boolean {
  return isAddressEqual(a as `0x${string}`, b as `0x${string}`);
}
