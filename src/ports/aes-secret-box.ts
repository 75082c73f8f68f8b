import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import type { SecretBox } from './secret-box.ts';

/**
 * A sealed text is base64url of: version (1 byte), key id (4), nonce (12), AES-256-GCM ciphertext, tag (16). The head is
 * authenticated too.
 */
const version = 1;
const keyIdBytes = 4;
const nonceBytes = 12;
const tagBytes = 16;
const headBytes = 1 + keyIdBytes + nonceBytes;
const keyBytes = 32;

/** Tells keys apart without telling anything of them; of no use for another purpose of the same key. */
const idOf = (key: Uint8Array) =>
  createHash('sha256')
    .update('machine-markets secret box key id\n')
    .update(key)
    .digest()
    .subarray(0, keyIdBytes);

/**
 * A box of AES-256-GCM with a key ring: the first key seals, every key opens, so that a new key can be put in front of
 * the old one. The purpose is authenticated, so it must be the same for both. Raises when there is no key, or one that
 * has not 32 bytes.
 */
export function createSecretBox(keys: readonly Uint8Array[]): SecretBox {
  const ring = keys.map((key) => ({ key: Buffer.from(key), id: idOf(key) }));
  const [first] = ring;
  if (first === undefined || ring.some(({ key }) => key.length !== keyBytes)) {
    throw new Error(`A secret box needs keys of ${keyBytes} bytes.`);
  }
  return {
    seal(text, purpose) {
      const nonce = randomBytes(nonceBytes);
      const head = Buffer.concat([Buffer.of(version), first.id, nonce]);
      const cipher = createCipheriv('aes-256-gcm', first.key, nonce, { authTagLength: tagBytes });
      cipher.setAAD(authenticate(head, purpose));
      const sealed = [head, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()];
      return Buffer.concat(sealed).toString('base64url');
    },
    open(sealed, purpose) {
      const bytes = readBase64Url(sealed);
      if (!bytes || bytes[0] !== version) return null;
      const head = bytes.subarray(0, headBytes);
      const id = head.subarray(1, 1 + keyIdBytes);
      const candidates = ring.filter((entry) => entry.id.equals(id));
      for (const { key } of candidates) {
        const text = decrypt(key, bytes, authenticate(head, purpose));
        if (text !== null) return text;
      }
      return null;
    },
  };
}

/** The head has one length, so no purpose runs into it. */
const authenticate = (head: Uint8Array, purpose: string) => Buffer.concat([head, Buffer.from(purpose)]);

/** Null for anything but the one spelling of these bytes: an altered last character may hide in unused bits. */
function readBase64Url(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.length >= headBytes + tagBytes && bytes.toString('base64url') === text ? bytes : null;
}

function decrypt(key: Uint8Array, bytes: Buffer, authenticated: Uint8Array): string | null {
  const nonce = bytes.subarray(headBytes - nonceBytes, headBytes);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
  decipher.setAAD(authenticated);
  decipher.setAuthTag(bytes.subarray(-tagBytes));
  try {
    const text = decipher.update(bytes.subarray(headBytes, -tagBytes));
    return Buffer.concat([text, decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}
