import { describe, expect, it } from 'vitest';
import { parseIdentityRef } from './identity-ref.ts';
import { refusal } from './refusal.fixture.ts';

const checksummed = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';
const largest = (2n ** 256n - 1n).toString();
const tooLarge = (2n ** 256n).toString();

describe('parseIdentityRef', () => {
  it.each([
    ['did:peaq:77', 'did:peaq:77'],
    ['peaqos:machine:77', 'did:peaq:77'],
    ['did:peaq:0', 'did:peaq:0'],
    ['peaqos:machine:0', 'did:peaq:0'],
    [`did:peaq:${largest}`, `did:peaq:${largest}`],
    [`peaqos:machine:${largest}`, `did:peaq:${largest}`],
  ])('reads %s as the canonical %s', (text, did) => {
    expect(parseIdentityRef(text)).toEqual({ form: 'decimal', did });
  });

  it.each([
    ['mixed case', `did:peaq:${checksummed}`],
    ['lower case', `did:peaq:${checksummed.toLowerCase()}`],
    ['upper case', `did:peaq:0x${checksummed.slice(2).toUpperCase()}`],
    ['a wrong checksum', 'did:peaq:0xF39Fd6e51aad88F6F4ce6aB8827279cffFb92266'],
  ])('reads an address in %s, keeps the text for the registry and checksums the address', (_case, text) => {
    expect(parseIdentityRef(text)).toEqual({ form: 'address', did: text, address: checksummed });
  });

  it.each([
    ['2^256', `did:peaq:${tooLarge}`],
    ['2^256 behind the alias', `peaqos:machine:${tooLarge}`],
    ['78 nines', `did:peaq:${'9'.repeat(78)}`],
    ['79 digits', `did:peaq:1${'0'.repeat(78)}`],
    ['a leading zero', 'did:peaq:077'],
    ['two zeros', 'did:peaq:00'],
    ['a plus sign', 'did:peaq:+77'],
    ['a minus sign', 'did:peaq:-1'],
    ['a fraction', 'did:peaq:77.0'],
    ['an exponent', 'did:peaq:7e1'],
    ['a leading space', ' did:peaq:77'],
    ['a trailing space', 'did:peaq:77 '],
    ['a space inside', 'did:peaq: 77'],
    ['a trailing line break', 'did:peaq:77\n'],
    ['a second line', 'did:peaq:77\ndid:peaq:78'],
    ['digits of another script', 'did:peaq:٧٧'],
    ['no number', 'did:peaq:'],
    ['no prefix', '77'],
    ['an empty text', ''],
    ['another method', 'did:pkh:77'],
    ['an upper case prefix', 'DID:PEAQ:77'],
    ['a hex number that is no address', 'did:peaq:0x4d'],
    ['an address of 39 digits', `did:peaq:0x${'a'.repeat(39)}`],
    ['an address of 41 digits', `did:peaq:0x${'a'.repeat(41)}`],
    ['an address with 0X', `did:peaq:0X${checksummed.slice(2)}`],
    ['an address with another letter', `did:peaq:0x${'g'.repeat(40)}`],
    ['an address behind the alias', `peaqos:machine:${checksummed}`],
    ['a bare address', checksummed],
    ['a path behind the number', 'did:peaq:77/../admin'],
  ])('refuses %s', (_case, text) => {
    expect(() => parseIdentityRef(text)).toThrow(refusal('VALIDATION_ERROR'));
  });

  it('names the field in the refusal and not the submitted text', () => {
    const details = { issues: [expect.objectContaining({ path: 'identityRef' })] };
    expect(() => parseIdentityRef('did:peaq:secret')).toThrow(refusal('VALIDATION_ERROR', { details }));
    expect(() => parseIdentityRef('did:peaq:secret')).not.toThrow(/secret/);
  });
});
