import { describe, expect, it } from 'vitest';
import { ResolutionCache } from './resolution-cache.ts';

const unknown = { outcome: 'unknown' } as const;
const elsewhere = { outcome: 'homed-elsewhere' } as const;

describe('ResolutionCache', () => {
  it('forgets the oldest answer when it holds ten thousand', () => {
    const cache = new ResolutionCache(1_000, { now: () => 0 });
    for (let i = 0; i < 10_000; i += 1) cache.remember(`did:peaq:${i}`, unknown);
    // Told again, the first one is the newest, so the second one is the oldest.
    cache.remember('did:peaq:0', elsewhere);
    cache.remember('did:peaq:10000', unknown);
    expect(cache.find('did:peaq:0')).toEqual(elsewhere);
    expect(cache.find('did:peaq:1')).toBeUndefined();
    expect(cache.find('did:peaq:2')).toEqual(unknown);
    expect(cache.find('did:peaq:10000')).toEqual(unknown);
  });
});
