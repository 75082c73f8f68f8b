import { expect, test } from 'vitest';
import { toBaseUrl } from './base-url.ts';

test.each([
  ['http://h:1', 'http://h:1', 0],
  ['http://h:1/', 'http://h:1', 0],
  ['https://h/base', 'https://h/base', 0],
  ['http://h/base/', 'http://h/base', 1],
  ['http://h:1/api/v1', 'http://h:1', 1],
  ['http://h:1/api/v1/', 'http://h:1', 1],
  ['http://h:1/base/api/v1', 'http://h:1/base', 1],
])('%s is the base URL %s, with %i corrections', (given, url, corrections) => {
  const found = toBaseUrl(given);
  expect(found.url).toBe(url);
  expect(found.corrections).toHaveLength(corrections);
});

test.each(['localhost:8787', 'ftp://h', 'nonsense', 'http://h/?a=1', 'http://h/#a'])(
  '%s is refused',
  (given) => {
    expect(() => toBaseUrl(given)).toThrow('--target');
  },
);

test('A credential in the URL is refused and not repeated', () => {
  expect(() => toBaseUrl('http://user:hunter2@h')).toThrow('--api-key-file');
  expect(() => toBaseUrl('http://user:hunter2@h')).not.toThrow('hunter2');
});
