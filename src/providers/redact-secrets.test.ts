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
    [
      'one in JSON within a text',
      ['a"b\\c/d'],
      'sent {"token":"a\\"b\\\\c/d"}',
      'sent {"token":"[REDACTED]"}',
    ],
    [
      'one in JSON in JSON',
      ['a"b\\c/d'],
      JSON.stringify([JSON.stringify(['a"b\\c/d'])]),
      '["[\\"[REDACTED]\\"]"]',
    ],
    ['one in JSON by code', ['sec"ret-é'], 'sec\\u0022ret-\\u00e9', '[REDACTED]'],
    ['one in JSON in a URL', ['a"b+c/d'], '?q=%7B%22a%5C%2522b%2Bc%2fd%22%7D', '?q=%7B%22[REDACTED]%22%7D'],
    ['one with escapes of its own', ['50%25\\off'], '50%25\\off 50%25\\\\off', '[REDACTED] [REDACTED]'],
    ['one that is nothing but escapes', ['\\\\\\\\\\\\'], 'a\\b \\\\\\\\\\\\', 'a\\b [REDACTED]'],
    [
      'one in base64 within a text',
      ['secret-1-secret'],
      Buffer.from('Basic user:secret-1-secret!').toString('base64'),
      expect.stringMatching(/^QmFzaWMgdXNlcj.{0,3}\[REDACTED\].{0,4}$/),
    ],
    ['one in a URL', ['a+b/c d'], '?token=a%2Bb%2Fc%20d', '?token=[REDACTED]'],
    ['one in base64', ['secret-1?>'], 'c2VjcmV0LTE/Pg== c2VjcmV0LTE_Pg', '[REDACTED]== [REDACTED]'],
    ['one in hex', ['secret'], '0x736563726574', '0x[REDACTED]'],
    ['no text', ['secret-1'], [1, null, true, {}], [1, null, true, {}]],
  ])('%s', (_what, secrets, value, expected) => {
    expect(createRedactor(secrets)(value)).toEqual(expected);
  });
});

describe('a text that a provider made up to keep the search busy', () => {
  it.each([
    ['backslashes', '\\'.repeat(262_144)],
    ['encoded backslashes', '%5c'.repeat(87_000)],
    ['escaped quotes', '\\"'.repeat(131_072)],
    ['encoded percent signs', '%25'.repeat(87_000)],
  ])('%s', (_what, text) => {
    const secrets = ['\\"'.repeat(2_000), '"\\"abc"x', `${'%5c'.repeat(1_000)}"`, 'x'.repeat(10_000)];
    const start = performance.now();
    expect(createRedactor(secrets)(text)).not.toBe('');
    // Patterns with escapes as they come would need minutes.
    expect(performance.now() - start).toBeLessThan(10_000);
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
