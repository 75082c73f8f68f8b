import { describe, expect, test } from 'vitest';
import { mask, Redactor } from './redactor.ts';

const secret = 'k"ey/with+odd=chars';

describe('A known secret', () => {
  test.each([
    ['plain', secret],
    ['inside JSON', JSON.stringify({ echoed: secret })],
    ['in a URL', `/x?key=${encodeURIComponent(secret)}`],
    ['in base64', Buffer.from(secret).toString('base64')],
    ['in base64url', Buffer.from(secret).toString('base64url')],
  ])('is hidden %s', (_form, text) => {
    const redactor = new Redactor();
    expect(redactor.text(text)).toBe(text);
    redactor.add(secret);
    expect(redactor.text(text)).toContain(mask);
    expect(redactor.text(text)).not.toContain('odd');
    expect(redactor.text(text)).not.toContain(Buffer.from(secret).toString('base64').slice(0, 12));
  });

  test('of a parent is hidden by its children, and the other way round only by the guard', () => {
    const parent = new Redactor();
    parent.add('parent-secret');
    const child = parent.createChild();
    child.add('child-secret');
    expect(child.text('parent-secret child-secret')).toBe(`${mask} ${mask}`);
    expect(parent.text('child-secret')).toBe('child-secret');
    expect(parent.hasLeak('… child-secret …')).toBe(true);
    expect(parent.scrub('… child-secret …')).toBe(`… ${mask} …`);
  });

  test('that is too short to be told from ordinary text is left alone', () => {
    const redactor = new Redactor();
    redactor.add('ok');
    expect(redactor.text('{"ok":true}')).toBe('{"ok":true}');
  });
});

describe('Without knowing a value', () => {
  const redactor = new Redactor();

  test.each([
    'pairingToken',
    'signature',
    'agentToken',
    'authToken',
    'provisioningToken',
    'paymentSignature',
    'appKey',
  ])('%s is hidden by its name', (key) => {
    expect(redactor.text(`{"a":1,"${key}" : "va\\"lue","b":2}`)).toBe(`{"a":1,"${key}" : "${mask}","b":2}`);
  });

  test('a secret that truncated JSON cuts off is hidden', () => {
    expect(redactor.text('{"item":{"pairingToken":"abcdef')).toBe(`{"item":{"pairingToken":"${mask}`);
  });

  test('a JSON web token is hidden anywhere', () => {
    expect(redactor.text('token eyJhbGciOiJIUzI1NiJ9.eyJhIjoxfQ.c2ln here')).toBe(`token ${mask} here`);
  });

  test('a token is hidden when it is longer than the symbol of a currency', () => {
    expect(redactor.text('{"token":"0123456789abcdef"}')).toBe(`{"token":"${mask}"}`);
  });

  test('fields that only sound like secrets stay', () => {
    const text = '{"hasAuthToken":true,"tokenLastFour":"abcd","sessionTokenId":"tok_1","token":"USDT"}';
    expect(redactor.text(text)).toBe(text);
  });

  test('credential headers are hidden, others stay', () => {
    const headers = { 'X-Api-Key': 'a', Authorization: 'b', 'x-agent-pairing-token': 'c', accept: 'd' };
    expect(redactor.headers(headers)).toEqual({
      'x-api-key': mask,
      authorization: mask,
      'x-agent-pairing-token': mask,
      accept: 'd',
    });
  });
});
