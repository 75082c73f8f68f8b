import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { drainRest } from './request-body.ts';

let source: PassThrough;
let drained: Promise<void>;

beforeEach(() => {
  // The clock stands still: only what is not time can end the draining.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  source = new PassThrough();
  drained = drainRest(source as unknown as IncomingMessage);
});

afterEach(() => {
  vi.useRealTimers();
  source.destroy();
});

it('drains until the end', async () => {
  source.end('rest');
  await drained;
  expect(source.readableEnded).toBe(true);
});

it('stops draining after 16 MiB', async () => {
  for (let n = 0; n < 17; n++) source.write(Buffer.alloc(1024 * 1024));
  await drained;
  expect(source.readableEnded).toBe(false);
});

it('stops draining after a second', async () => {
  source.write('rest');
  let isDrained = false;
  void drained.then(() => (isDrained = true));
  await vi.advanceTimersByTimeAsync(999);
  expect(isDrained).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(isDrained).toBe(true);
});

it('does not wait for a client that left', async () => {
  source.destroy();
  await drained;
  expect(source.destroyed).toBe(true);
});
