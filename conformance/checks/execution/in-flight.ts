import { defineCheck } from '../../engine/define-check.ts';
import type { Reply } from '../../engine/context.ts';
import { expectAccepted } from '../acceptance.ts';
import { execute } from '../execution-calls.ts';
import { openRuntime, whileExecuting } from '../own-runtime.ts';

const parallel = 10;

/** Executions of one order at the same time. */
export const inFlightChecks = [
  defineCheck('execution.parallel-runs-once', async (ctx) => {
    const runtime = await openRuntime(ctx);
    const order = await runtime.order();
    const { stub } = runtime;
    stub.hold();
    let ended = 0;
    const running = Array.from({ length: parallel }, async () => {
      const reply = await execute(ctx, order);
      ended += 1;
      return reply;
    });
    // Either all others were refused, or the provider is called again.
    const isSettled = () => ended === parallel - 1 || stub.calls().length > 1;
    await ctx.until(isSettled, { intervalMs: 5, timeoutMs: 3000 });
    stub.release();
    const replies = await Promise.all(running);
    ctx.expect.equal(stub.calls().length, 1, `calls of the provider after ${parallel} executions at once`);
    const accepted = replies.filter(({ isAccepted }) => isAccepted);
    ctx.expect.ok(accepted.length > 0, 'one of them is answered with the result');
    const outcomes = new Set(accepted.map((reply) => reply.at('execution.outcome.id')));
    ctx.expect.equal(outcomes.size, 1, 'outcomes among the answers');
    for (const reply of replies.filter(({ isAccepted }) => !isAccepted))
      ctx.expect.error(reply, { code: 'ORDER_CLOSED' }, 'the others are told that the order is executing');
  }),

  defineCheck('execution.in-flight-refused', async (ctx) => {
    const runtime = await openRuntime(ctx);
    const order = await runtime.order();
    let second: Reply | undefined;
    const first = await whileExecuting(ctx, runtime, order, async () => {
      second = await execute(ctx, order);
    });
    const { rejected } = await ctx.expectRejected({
      what: 'an order that is being executed is not executed',
      code: 'ORDER_CLOSED',
      request: async () => second ?? ctx.untestable('The second execution had no answer.'),
      control: async () => first,
    });
    ctx.expect.equal(rejected.at('error.details.status'), 'executing', 'details.status');
  }),

  defineCheck('execution.disputed-keeps-outcome', async (ctx) => {
    const runtime = await openRuntime(ctx);
    const order = await runtime.order();
    const executed = await whileExecuting(ctx, runtime, order, async () => {
      const reply = await ctx.act(order, 'disputeMarketOrder', { body: { reason: 'It takes too long.' } });
      expectAccepted(ctx, reply, 'an order that is being executed is disputed');
    });
    expectAccepted(ctx, executed, 'the execution ends all the same');
    const outcomeId = ctx.expect.string(executed.at('execution.outcome.id'), 'execution.outcome.id');
    ctx.expect.equal((await ctx.readOrder(order)).outcomeId, outcomeId, 'outcomeId of the disputed order');
  }),
];
