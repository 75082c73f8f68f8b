import { describe, expect, it } from 'vitest';
import { randomIds } from './ids.ts';

describe('randomIds', () => {
  it('makes an id of the prefix and twelve lowercase hex characters, another one each time', () => {
    const ids = Array.from({ length: 1_000 }, () => randomIds.id('mach'));
    for (const id of ids) expect(id).toMatch(/^mach_[0-9a-f]{12}$/);
    expect(new Set(ids).size).toBe(1_000);
  });

  it('makes as many bytes of lowercase hex as asked for', () => {
    expect(randomIds.hex(16)).toMatch(/^[0-9a-f]{32}$/);
    expect(randomIds.hex(16)).not.toBe(randomIds.hex(16));
  });
});
