import { defineCheck } from '../../engine/define-check.ts';
import type { CheckContext } from '../../engine/context.ts';
import { expectAccepted, needAccepted } from '../acceptance.ts';
import { execute } from '../execution-calls.ts';
import { openRuntime } from '../own-runtime.ts';

async function orderHandoff(ctx: CheckContext) {
  const service = await ctx.service('handoff');
  return ctx.order(await ctx.trader(), { service });
}

const recordIds = ['task', 'route', 'run', 'outcome'] as const;

/** What an execution answers when all goes well. */
export const resultChecks = [
  defineCheck('execution.native-answer', async (ctx) => {
    const reply = await execute(ctx, await ctx.order(await ctx.trader()));
    ctx.expect.status(reply, 200, 'the status of an execution by a native provider');
    ctx.expect.equal(reply.at('execution.statusCode'), 200, 'execution.statusCode');
    ctx.expect.equal(reply.at('execution.run.status'), 'completed', 'execution.run.status');
    ctx.expect.equal(reply.at('execution.outcome.status'), 'completed', 'execution.outcome.status');
    ctx.expect.equal(reply.at('order.status'), 'delivered', 'order.status');
  }),

  defineCheck('execution.ids-on-order', async (ctx) => {
    const order = await ctx.order(await ctx.trader());
    const reply = needAccepted(ctx, await execute(ctx, order), 'executeMarketOrder');
    const read = await ctx.readOrder(order);
    for (const name of recordIds) {
      const id = ctx.expect.string(reply.at(`order.${name}Id`), `order.${name}Id`);
      const shown = reply.at(`execution.${name}.id`);
      // Task and route are optional in the answer.
      if (shown !== undefined) ctx.expect.equal(shown, id, `execution.${name}.id is order.${name}Id`);
      ctx.expect.equal(read[`${name}Id`], id, `${name}Id of the order when it is read`);
    }
  }),

  defineCheck('execution.result-of-provider', async (ctx) => {
    const runtime = await openRuntime(ctx);
    const said = ctx.freshHash();
    const order = await runtime.order({ input: { messages: [{ role: 'user', content: said }] } });
    const reply = needAccepted(ctx, await execute(ctx, order), 'executeMarketOrder');
    const result = JSON.stringify(reply.at('execution.outcome.result') ?? null);
    ctx.expect.ok(result.includes(`You said: ${said}`), 'outcome.result is what the provider answered', {
      expected: `You said: ${said}`,
      actual: result,
    });
  }),

  defineCheck('execution.empty-body', async (ctx) => {
    const trader = await ctx.trader();
    const [bare, empty] = [await ctx.order(trader), await ctx.order(trader)];
    expectAccepted(ctx, await execute(ctx, empty, {}), 'an execution with an empty object');
    expectAccepted(ctx, await ctx.act(bare, 'executeMarketOrder'), 'an execution without a body');
  }),

  defineCheck('execution.handoff-answer', async (ctx) => {
    const order = await orderHandoff(ctx);
    const reply = await execute(ctx, order);
    ctx.expect.status(reply, 202, 'the status of a hand-off');
    ctx.expect.equal(reply.at('execution.statusCode'), 202, 'execution.statusCode');
    ctx.expect.string(reply.at('execution.handoff.label'), 'execution.handoff.label');
    ctx.expect.match(reply.at('execution.handoff.url'), /^https?:\/\//, 'execution.handoff.url');
    ctx.expect.equal(reply.at('order.status'), 'handoff', 'order.status');
  }),

  defineCheck('execution.handoff-on-order', async (ctx) => {
    const order = await orderHandoff(ctx);
    const wanted = order.service.json.handoff ?? ctx.untestable('The service shows no hand-off.');
    const reply = needAccepted(ctx, await execute(ctx, order), 'executeMarketOrder');
    const read = await ctx.readOrder(order);
    for (const [place, handoff] of Object.entries({
      'the answer': reply.at('execution.handoff'),
      'its order': reply.at('order.handoff'),
      'the order when it is read': read.handoff,
    }))
      ctx.expect.equal(handoff, wanted, `the hand-off in ${place} is the service's`);
  }),

  defineCheck('execution.handoff-records', async (ctx) => {
    const reply = needAccepted(ctx, await execute(ctx, await orderHandoff(ctx)), 'executeMarketOrder');
    for (const name of recordIds) ctx.expect.string(reply.at(`order.${name}Id`), `order.${name}Id`);
  }),
];
