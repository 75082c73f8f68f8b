import type { CheckContext, Reply } from '../engine/context.ts';

/** Answers may be late, and a `date` header counts whole seconds. */
const toleranceMs = 10_000;

/** What the server's clock says, in ms. A managed server has the kit's clock; another one tells it in `date`. */
function serverTime(ctx: CheckContext, reply: Reply): number {
  const told = Date.parse(reply.headers['date'] ?? '');
  return ctx.target.mode === 'managed' || Number.isNaN(told) ? Date.now() : told;
}

export interface LifetimeQuestion {
  /** A time of the server in ms. */
  until: number;
  lifetimeMs: number;
  what: string;
}

/** Expects `until` to be about `lifetimeMs` after an answer that has just come. */
export function expectLifetime(
  ctx: CheckContext,
  reply: Reply,
  { until, lifetimeMs, what }: LifetimeQuestion,
): void {
  const lives = until - serverTime(ctx, reply);
  const tolerance = Math.min(toleranceMs, Math.max(1200, lifetimeMs / 2));
  ctx.expect.ok(Math.abs(lives - lifetimeMs) <= tolerance, what, {
    expected: `${lifetimeMs} ms (± ${tolerance})`,
    actual: `${lives} ms`,
  });
}

/** Waits until a time of the server (ms), counted from an answer that has just come, has surely passed. */
export async function waitUntilPast(ctx: CheckContext, reply: Reply, time: number): Promise<void> {
  await ctx.wait(Math.max(0, time - serverTime(ctx, reply)) + 200);
}
