import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { DomainError } from '../domain/errors.ts';
import { createCursorCodec } from './cursor.ts';

const codec = createCursorCodec(Buffer.alloc(32, 7));
const KEY = { createdAt: '2026-05-16T12:00:00.000Z', id: 'mach_0123456789ab' };
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const FILTERS = { status: 'active', machineId: 'mach_1' };
const cursor = codec.encode('orders', FILTERS, KEY);

function refusal(run: () => unknown): DomainError {
  try {
    run();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('The cursor was accepted.');
}

describe('A cursor', () => {
  test('gives back the key it was made from.', () => {
    expect(codec.decode('orders', FILTERS, cursor)).toEqual(KEY);
    const odd = { createdAt: '', id: 'id "with" \\ é 🤖 \n' };
    expect(codec.decode('machines', {}, codec.encode('machines', {}, odd))).toEqual(odd);
  });

  test('is safe in a URL, and the same for the same place.', () => {
    expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/);
    expect(codec.encode('orders', FILTERS, KEY)).toBe(cursor);
  });

  test('does not depend on the order of filters, nor on absent ones.', () => {
    expect(
      codec.decode('orders', { machineId: 'mach_1', type: undefined, status: 'active' }, cursor),
    ).toEqual(KEY);
  });

  test.each([
    ['another list', 'machines', FILTERS],
    ['another filter value', 'orders', { ...FILTERS, status: 'done' }],
    ['a missing filter', 'orders', { status: 'active' }],
    ['an added filter', 'orders', { ...FILTERS, type: '' }],
    ['values that only look alike when joined', 'orders', { status: 'active,machineId=mach_1' }],
  ])('is refused for %s.', (_case, list, filters) => {
    expect(refusal(() => codec.decode(list, filters, cursor))).toMatchObject({
      code: 'VALIDATION_ERROR',
      details: {
        issues: [{ path: 'cursor', message: 'was not given out for this list with these filters' }],
      },
    });
  });

  test('is refused when any one character of it is altered.', () => {
    for (let index = 0; index < cursor.length; index += 1) {
      const other = cursor[index] === 'A' ? 'B' : 'A';
      const altered = cursor.slice(0, index) + other + cursor.slice(index + 1);
      expect(refusal(() => codec.decode('orders', FILTERS, altered)).code).toBe('VALIDATION_ERROR');
    }
  });

  test('is refused when it is shortened or lengthened.', () => {
    for (let length = 0; length < cursor.length; length += 1) {
      expect(refusal(() => codec.decode('orders', FILTERS, cursor.slice(0, length))).code).toBe(
        'VALIDATION_ERROR',
      );
    }
    for (const tail of ['A', 'AA', 'AAAA', cursor, 'A'.repeat(5000)]) {
      expect(refusal(() => codec.decode('orders', FILTERS, cursor + tail)).code).toBe('VALIDATION_ERROR');
    }
  });

  test('has one spelling only.', () => {
    // Of three lengths in a row two leave spare bits in the last character, which a lenient decoder ignores.
    const decoderSees = (text: string): string => Buffer.from(text, 'base64url').toString('hex');
    let sameBytes = 0;
    for (const id of ['mach_1', 'mach_12', 'mach_123']) {
      const genuine = codec.encode('machines', {}, { ...KEY, id });
      const spellings = [
        ...[' ', '\n', '=', '==', '%', '\0', '.', '!'].map((extra) => `${genuine}${extra}`),
        ...Array.from(ALPHABET, (last) => genuine.slice(0, -1) + last).filter((other) => other !== genuine),
        ` ${genuine}`,
        `${genuine.slice(0, 8)} ${genuine.slice(8)}`,
      ];
      sameBytes += spellings.filter((other) => decoderSees(other) === decoderSees(genuine)).length;
      for (const other of spellings) {
        expect(refusal(() => codec.decode('machines', {}, other)).code).toBe('VALIDATION_ERROR');
      }
    }
    expect(sameBytes).toBe(3 * 10 + 15 + 3);
  });

  test.each(['', 'abc', 'null', '-', 'eyJ2IjoxLCJvZmZzZXQiOjEwMH0=', '🤖', 'a\0b'])(
    '%j is refused as malformed.',
    (text) => {
      expect(refusal(() => codec.decode('orders', FILTERS, text))).toMatchObject({
        code: 'VALIDATION_ERROR',
        details: { issues: [{ path: 'cursor', message: 'is malformed' }] },
      });
    },
  );

  test('made with another key, or with no key, is refused.', () => {
    const other = createCursorCodec(Buffer.alloc(32, 8)).encode('orders', FILTERS, KEY);
    const payload = JSON.stringify([KEY.createdAt, KEY.id]);
    const plain = Buffer.concat([
      createHmac('sha256', '').update(payload).digest(),
      Buffer.from(payload),
    ]).toString('base64url');
    for (const forged of [other, plain])
      expect(refusal(() => codec.decode('orders', FILTERS, forged)).code).toBe('VALIDATION_ERROR');
  });

  test('needs a key that cannot be guessed.', () => {
    expect(() => createCursorCodec(new Uint8Array(8))).toThrow('at least 16 bytes');
  });
});
