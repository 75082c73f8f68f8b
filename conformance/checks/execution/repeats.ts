import { defineCheck } from '../../engine/define-check.ts';
import type { CheckContext, Reply } from '../../engine/context.ts';
import type { Order } from '../../engine/market.ts';
import { expectAccepted, needAccepted } from '../acceptance.ts';
import { execute } from '../execution-calls.ts';
import { openRuntime } from '../own-runtime.ts';
import { expectAllRejected } from '../rejections.ts';

/** Executes twice and expects the second answer to be the first one, as far as the `paths` go. */
async function expectReplay(
  ctx: CheckContext,
  order: Order,
  paths: readonly string[],
): Promise<{ first: Reply; second: Reply }> {
  const first = needAccepted(ctx, await execute(ctx, order), 'executeMarketOrder');
  const second = expectAccepted(ctx, await execute(ctx, order), 'the order is executed again');
  ctx.expect.status(second, first.status, 'the status of the second answer');
  for (const path of paths) {
    const value = ctx.expect.string(first.at(path), path);
    ctx.expect.equal(second.at(path), value, `${path} of the second answer`);
  }
  return { first, second };
}

const nativeRecords = ['execution.run.id', 'execution.outcome.id', 'order.outcomeId', 'order.status'];
const handoffRecords = ['execution.handoff.url', 'order.taskId', 'order.outcomeId', 'order.status'];

type Close = (order: Order) => Promise<Reply>;

const closings = (ctx: CheckContext): Record<string, Close> => ({
  confirmed: async (order) => {
    needAccepted(ctx, await execute(ctx, order), 'executeMarketOrder');
    return ctx.act(order, 'confirmMarketOrder');
  },
  disputed: (order) => ctx.act(order, 'disputeMarketOrder', { body: { reason: 'It never came.' } }),
  cancelled: async (order) => {
    await ctx.intent(order, { rail: { type: 'offchain-record' }, amount: 1, currency: 'USD' });
    return ctx.act(order, 'refundPayment', { body: {} });
  },
});

/** Orders that are executed already, and orders that are closed. */
export const repeatChecks = [
  defineCheck('execution.replay-delivered', async (ctx) => {
    await expectReplay(ctx, await ctx.order(await ctx.trader()), nativeRecords);
  }),

  defineCheck('execution.replay-handoff', async (ctx) => {
    const order = await ctx.order(await ctx.trader(), { kind: 'handoff' });
    await expectReplay(ctx, order, handoffRecords);
  }),

  defineCheck('execution.replay-calls-nobody', async (ctx) => {
    const runtime = await openRuntime(ctx);
    const order = await runtime.order();
    needAccepted(ctx, await execute(ctx, order), 'executeMarketOrder');
    const again = { input: { max_tokens: 3 } };
    expectAccepted(ctx, await execute(ctx, order, again), 'the order is executed again, with another input');
    ctx.expect.equal(runtime.stub.calls().length, 1, 'calls of the provider');
  }),

  defineCheck('execution.closed', async (ctx) => {
    const trader = await ctx.trader();
    const cases = Object.entries(closings(ctx)).map(([status, close]) => ({
      what: `a ${status} order is not executed`,
      request: async () => {
        const order = await ctx.order(trader);
        needAccepted(ctx, await close(order), `making an order ${status}`);
        return execute(ctx, order);
      },
    }));
    await expectAllRejected(ctx, cases, {
      code: 'ORDER_CLOSED',
      control: async () => execute(ctx, await ctx.order(trader)),
    });
  }),

  defineCheck('execution.closed-failed', async (ctx) => {
    const runtime = await openRuntime(ctx);
    const order = await runtime.order();
    runtime.stub.setFault({ kind: 'status', status: 500 });
    const failed = needAccepted(ctx, await execute(ctx, order), 'executeMarketOrder');
    if (failed.at('order.status') !== 'failed') ctx.untestable('The order did not fail.');
    runtime.stub.setFault(null);
    await ctx.expectRejected({
      what: 'a failed order is not executed again',
      code: 'ORDER_CLOSED',
      request: () => execute(ctx, order),
      control: async () => execute(ctx, await runtime.order()),
    });
    ctx.expect.equal(runtime.stub.calls().length, 2, 'calls of the provider: the failed one and the control');
  }),

  defineCheck('execution.closed-names-status', async (ctx) => {
    const trader = await ctx.trader();
    const order = await ctx.order(trader);
    const { disputed } = closings(ctx);
    if (disputed) needAccepted(ctx, await disputed(order), 'disputeMarketOrder');
    const { rejected } = await ctx.expectRejected({
      what: 'a disputed order is not executed',
      code: 'ORDER_CLOSED',
      request: () => execute(ctx, order),
      control: async () => execute(ctx, await ctx.order(trader)),
    });
    ctx.expect.equal(rejected.at('error.details.status'), 'disputed', 'details.status');
  }),
];
