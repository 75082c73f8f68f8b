import { describe, expect, it } from 'vitest';
import { pick, withoutNulls } from './request-fields.ts';

describe('withoutNulls', () => {
  it('keeps what was sent with a value, falsy ones included', () => {
    const sent = { a: null, b: undefined, c: 0, d: '', e: false, f: [], g: {} };
    expect(withoutNulls(sent)).toEqual({ c: 0, d: '', e: false, f: [], g: {} });
    expect(Object.keys(withoutNulls(sent))).not.toContain('b');
  });
});

describe('pick', () => {
  it('takes only the named fields', () => {
    const body: { a: number; b: number; __proto__?: unknown } = JSON.parse(
      '{"a":1,"b":2,"__proto__":{"c":3}}',
    );
    expect(pick(body, ['a'])).toEqual({ a: 1 });
    expect(pick({ a: 1 } as { a: number; b?: number }, ['a', 'b'])).toEqual({ a: 1, b: undefined });
  });
});
