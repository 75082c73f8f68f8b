import { describe, expect, it } from 'vitest';
import { createX402Reference, hashPaymentSignature, isSameDigest } from './x402-reference.ts';
import { sdkPayment } from './x402-sdk-vector.fixture.ts';

describe('createX402Reference', () => {
  it('is the reference that the Python SDK makes of its signature', () => {
    expect(createX402Reference('eip155:8453', sdkPayment.paymentSignature)).toBe(sdkPayment.paymentReference);
  });

  it('tells networks and signatures apart', () => {
    const reference = createX402Reference('eip155:8453', 'a');
    expect(reference).toMatch(/^x402:eip155:8453:[0-9a-f]{24}$/);
    expect(createX402Reference('eip155:1', 'a')).not.toBe(reference);
    expect(createX402Reference('eip155:8453', 'b')).not.toBe(reference);
  });
});

describe('hashPaymentSignature', () => {
  it.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ])('of %j is its SHA-256', (text, digest) => {
    expect(hashPaymentSignature(text)).toBe(digest);
  });
});

describe('isSameDigest', () => {
  const digest = hashPaymentSignature('a');
  it.each([
    ['itself', digest, true],
    ['another first digit', `0${digest.slice(1)}`, false],
    ['another last digit', `${digest.slice(0, -1)}0`, false],
    ['a shorter one', digest.slice(0, -1), false],
    ['a longer one', `${digest}0`, false],
    ['nothing', '', false],
  ])('compares with %s', (_case, other, expected) => {
    expect(digest.startsWith('0') || digest.endsWith('0')).toBe(false);
    expect(isSameDigest(digest, other)).toBe(expected);
    expect(isSameDigest(other, digest)).toBe(expected);
  });
});
