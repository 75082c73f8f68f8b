import { privateKeyToAccount } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import { agent, controller } from './records.fixture.ts';
import { isSameAddress, recoverSigner } from './signature.ts';

const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const account = privateKeyToAccount(controller.key);
const message = 'peaqOS Machine Markets\nPurpose: test\nGruß 漢字 🤖';
const signature = await account.signMessage({ message });

const r = signature.slice(2, 66);
const s = signature.slice(66, 130);
const v = Number.parseInt(signature.slice(130), 16);
const hexByte = (value: number) => value.toString(16).padStart(2, '0');
const hexWord = (value: bigint) => value.toString(16).padStart(64, '0');
const withV = (value: number) => `0x${r}${s}${hexByte(value)}`;

describe('recoverSigner', () => {
  it('returns the checksummed address that signed the exact message', async () => {
    expect(await recoverSigner(message, signature)).toBe(controller.address);
  });

  it('reads hex digits of either case', async () => {
    expect(await recoverSigner(message, `0x${signature.slice(2).toUpperCase()}`)).toBe(controller.address);
  });

  it('reads the recovery id as 0 or 1 as well as 27 or 28', async () => {
    expect(await recoverSigner(message, withV(v - 27))).toBe(controller.address);
  });

  it.each([
    ['a trailing line break', `${message}\n`],
    ['a line break lost', message.replace('\n', ' ')],
    ['carriage returns', message.replaceAll('\n', '\r\n')],
    ['nothing at all', ''],
  ])('does not return the signer for a message with %s', async (_case, other) => {
    expect(await recoverSigner(other, signature)).not.toBe(controller.address);
  });

  it('returns another address for the other recovery id', async () => {
    expect(await recoverSigner(message, withV(v === 27 ? 28 : 27))).not.toBe(controller.address);
  });

  it.each([2, 3, 4, 26, 29, 30, 35, 36, 127, 255])('returns null for the recovery id %i', async (value) => {
    expect(await recoverSigner(message, withV(value))).toBeNull();
  });

  it('returns null for the malleated twin, which recovers to the same address', async () => {
    const twin = `0x${r}${hexWord(order - BigInt(`0x${s}`))}${hexByte(v === 27 ? 28 : 27)}`;
    expect(await recoverSigner(message, twin)).toBeNull();
  });

  it.each([
    ['r is zero', `0x${hexWord(0n)}${s}1b`],
    ['s is zero', `0x${r}${hexWord(0n)}1b`],
    ['r is the order of the curve', `0x${hexWord(order)}${s}1b`],
    ['s is the order of the curve', `0x${r}${hexWord(order)}1b`],
    ['everything is zero', `0x${'0'.repeat(130)}`],
    ['everything is one', `0x${'f'.repeat(130)}`],
    ['it is cut short', signature.slice(0, 100)],
    ['a byte is missing', signature.slice(0, -2)],
    ['a byte is too many', `${signature}00`],
    ['it is empty', ''],
    ['it is only the prefix', '0x'],
    ['the prefix is missing', signature.slice(2)],
    ['a digit is no hex digit', `${signature.slice(0, 70)}g${signature.slice(71)}`],
    ['it is the compact form of EIP-2098', `0x${r}${s}`],
  ])('returns null when %s', async (_case, text) => {
    expect(await recoverSigner(message, text)).toBeNull();
  });

  it('returns the real signer and not the one a client claims to be', async () => {
    const other = await privateKeyToAccount(agent.key).signMessage({ message });
    expect(await recoverSigner(message, other)).toBe(agent.address);
  });
});

describe('isSameAddress', () => {
  it('compares without regard to case', () => {
    expect(isSameAddress(controller.address, controller.address.toLowerCase())).toBe(true);
    expect(isSameAddress(controller.address, `0x${controller.address.slice(2).toUpperCase()}`)).toBe(true);
    expect(isSameAddress(controller.address, agent.address)).toBe(false);
  });
});
