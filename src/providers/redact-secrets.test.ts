import { describe, expect, it } from 'vitest';
import { createRedactor, findPaymentSecrets } from './redact-secrets.ts';

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');

describe('a value without secrets', () => {
  it.each<[string, readonly string[], unknown, unknown]>([
    ['none', [], { a: 'secret-1' }, { a: 'secret-1' }],
    ['one in a text', ['secret-1'], 'Bearer secret-1!', 'Bearer [REDACTED]!'],
    ['one in any case', ['0xABCDEF'], 'got 0xabcdef', 'got [REDACTED]'],
    ['one that is often there', ['secret-1'], 'secret-1secret-1', '[REDACTED][REDACTED]'],
    [
      'one in a key and a list',
      ['secret-1'],
      { 'secret-1': ['x', 'secret-1'] },
      { '[REDACTED]': ['x', '[REDACTED]'] },
    ],
    ['one in another', ['secret', 'secret-1'], 'secret-1', '[REDACTED]'],
    ['one that looks like a pattern', ['a.c*(d)'], 'abcd a.c*(d)', 'abcd [REDACTED]'],
    ['a short one as the whole text', ['ab'], { a: 'ab' }, { a: '[REDACTED]' }],
    ['a short one within a text', ['ab'], 'about', 'about'],
    ['one in JSON within a text', ['a"b\\c/d'], 'sent {"token":"a\\"b\\\\c/d"}', 'sent {"token":"[REDACTED]"}'],
    ['one in a URL', ['a+b/c d'], '?token=a%2Bb%2Fc%20d', '?token=[REDACTED]'],
    ['one in base64', ['secret-1?>'], 'c2VjcmV0LTE/Pg== c2VjcmV0LTE_Pg', '[REDACTED]== [REDACTED]'],
    ['one in hex', ['secret'], '0x736563726574', '0x[REDACTED]'],
    ['no text', ['secret-1'], [1, null, true, {}], [1, null, true, {}]],
  ])('%s', (_what, secrets, value, expected) => {
    expect(createRedactor(secrets)(value)).toEqual(expected);
  });
});

describe('what is secret of a payment', () => {
  it.each([
    [null, []],
    ['opaque', ['opaque']],
    [encode({ payload: { signature: '0x12' } }), [encode({ payload: { signature: '0x12' } }), '0x12']],
    [encode({ payload: {} }), [encode({ payload: {} })]],
    [encode([]), [encode([])]],
  ])('%s', async (header, secrets) => {
    expect(await findPaymentSecrets(header)).toEqual(secrets);
  });
});
