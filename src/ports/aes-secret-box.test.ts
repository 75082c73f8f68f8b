import { describe, expect, it } from 'vitest';
import { createSecretBox } from './aes-secret-box.ts';

const keyOf = (byte: number) => new Uint8Array(32).fill(byte);
const [first, second] = [keyOf(1), keyOf(2)];
const box = createSecretBox([first]);
const purpose = 'skill:geodnet';
const secret = 'sk-äöü-漢字-🔑';

describe('a secret box', () => {
  it.each([secret, '', 'x'.repeat(100_000)])('opens what it sealed (%#)', (text) => {
    expect(box.open(box.seal(text, purpose), purpose)).toBe(text);
  });

  it('seals the same text differently each time, and shows nothing of it or of the key', () => {
    const sealed = Array.from({ length: 100 }, () => box.seal(secret, purpose));
    expect(new Set(sealed).size).toBe(100);
    const bytes = Buffer.from(sealed[0]!, 'base64url');
    expect(bytes.includes(Buffer.from(secret))).toBe(false);
    expect(bytes.includes(Buffer.from(first.subarray(0, 4)))).toBe(false);
  });

  it('never uses a nonce twice for a key', () => {
    const nonces = Array.from({ length: 1_000 }, () =>
      Buffer.from(box.seal('', purpose), 'base64url').subarray(5, 17).toString('hex'),
    );
    expect(new Set(nonces).size).toBe(1_000);
  });

  it('does not open a text with any bit of any byte altered', () => {
    const sealed = Buffer.from(box.seal(secret, purpose), 'base64url');
    const opened: number[] = [];
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const altered = Buffer.from(sealed);
      altered[bit >> 3]! ^= 1 << (bit & 7);
      if (box.open(altered.toString('base64url'), purpose) !== null) opened.push(bit);
    }
    expect(opened).toEqual([]);
  });

  it('does not open another spelling of the same bytes', () => {
    const sealed = box.seal('ab', purpose);
    expect(sealed.length % 4).not.toBe(0);
    for (const other of [`${sealed}=`, ` ${sealed}`, `${sealed}\n`, `${sealed}A`]) {
      expect(box.open(other, purpose)).toBeNull();
    }
  });

  it('does not open a text that is cut anywhere', () => {
    const sealed = box.seal(secret, purpose);
    for (let length = 0; length < sealed.length; length += 1) {
      expect(box.open(sealed.slice(0, length), purpose)).toBeNull();
    }
  });

  it.each(['', 'plain text', '{}', 'AQ', Buffer.alloc(64).toString('base64url')])(
    'does not open %j',
    (text) => {
      expect(box.open(text, purpose)).toBeNull();
    },
  );

  it.each(['skill:world-id', 'skill:geodne', 'skill:geodnet ', ''])(
    'does not open for the purpose %j',
    (other) => {
      expect(box.open(box.seal(secret, purpose), other)).toBeNull();
      expect(box.open(box.seal(secret, other), purpose)).toBeNull();
      expect(box.open(box.seal(secret, other), other)).toBe(secret);
    },
  );
});

describe('the key ring', () => {
  const old = createSecretBox([first]).seal(secret, purpose);

  it('opens with any key and seals with the first', () => {
    const rotated = createSecretBox([second, first]);
    expect(rotated.open(old, purpose)).toBe(secret);
    const sealed = rotated.seal(secret, purpose);
    expect(createSecretBox([second]).open(sealed, purpose)).toBe(secret);
    expect(box.open(sealed, purpose)).toBeNull();
  });

  it('does not open what only another key opens', () => {
    expect(createSecretBox([second]).open(old, purpose)).toBeNull();
  });

  it('is not changed when the caller wipes its keys', () => {
    const own = keyOf(3);
    const copied = createSecretBox([own]);
    const sealed = copied.seal(secret, purpose);
    own.fill(0);
    expect(copied.open(sealed, purpose)).toBe(secret);
    expect(copied.open(copied.seal(secret, purpose), purpose)).toBe(secret);
    expect(createSecretBox([keyOf(3)]).open(copied.seal(secret, purpose), purpose)).toBe(secret);
  });

  it.each([[[]], [[keyOf(1).subarray(1)]], [[first, new Uint8Array(33)]], [[new Uint8Array()]]])(
    'refuses a key that has not 32 bytes, or none (%#)',
    (keys) => {
      expect(() => createSecretBox(keys)).toThrow('A secret box needs keys of 32 bytes.');
    },
  );
});
