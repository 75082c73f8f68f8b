import { defineCheck } from '../../engine/define-check.ts';
import type { CheckContext } from '../../engine/context.ts';
import type { Service } from '../../engine/market.ts';
import { expectAccepted } from '../acceptance.ts';
import { execute, expectStatus } from '../execution-calls.ts';
import { openRuntime } from '../own-runtime.ts';

const broken = { kind: 'status', status: 500 } as const;

/** A text field that the operation's contract requires, of a free service that reads. */
async function findTextField(ctx: CheckContext): Promise<{ service: Service; key: string }> {
  const fieldOf = ({ operationContracts }: Service['json']): string | undefined =>
    operationContracts?.[0]?.inputFields.find(({ type, required }) => type === 'string' && required === true)
      ?.key;
  const service = await ctx.service('free-read', (found) => fieldOf(found) !== undefined);
  return { service, key: fieldOf(service.json) ?? '' };
}

/** Providers that fail, and calls that cannot be made. */
export const failureChecks = [
  defineCheck('execution.failure-answer', async (ctx) => {
    const runtime = await openRuntime(ctx);
    runtime.stub.setFault(broken);
    const reply = await execute(ctx, await runtime.order());
    ctx.expect.status(reply, 200, 'the status when the provider fails');
    ctx.expect.equal(reply.at('execution.statusCode'), 200, 'execution.statusCode');
    ctx.expect.equal(reply.at('execution.outcome.status'), 'failed', 'execution.outcome.status');
    ctx.expect.equal(reply.at('order.status'), 'failed', 'order.status');
  }),

  defineCheck('execution.failure-message', async (ctx) => {
    const runtime = await openRuntime(ctx);
    runtime.stub.setFault(broken);
    const order = await runtime.order();
    const reply = expectAccepted(ctx, await execute(ctx, order), 'the provider fails');
    const message = ctx.expect.string(reply.at('execution.outcome.errorMessage'), 'outcome.errorMessage');
    ctx.expect.equal(reply.at('order.errorMessage'), message, 'order.errorMessage');
    ctx.expect.equal((await ctx.readOrder(order)).errorMessage, message, 'errorMessage when it is read');
  }),

  defineCheck('execution.provider-unreachable', async (ctx) => {
    const runtime = await openRuntime(ctx);
    const order = await runtime.order();
    await runtime.stub.close();
    const reply = expectAccepted(ctx, await execute(ctx, order), 'nothing listens at the provider');
    ctx.expect.equal(reply.at('order.status'), 'failed', 'order.status');
  }),

  defineCheck('execution.unsupported-keeps-status', async (ctx) => {
    const runtime = await openRuntime(ctx, { status: 'unreachable' });
    const order = await runtime.order();
    await ctx.expectRejected({
      what: 'an order that nobody can carry out now is refused',
      code: 'EXECUTION_UNSUPPORTED',
      request: () => execute(ctx, order),
      control: async () => {
        await expectStatus(ctx, order, 'the status of the order after the refusal');
        await runtime.register({});
        return execute(ctx, await runtime.order());
      },
    });
  }),

  defineCheck('execution.unconfigured', async (ctx) => {
    const wants = ({ integrationStatus }: Service['json']): boolean =>
      integrationStatus === 'credentials-required';
    const service = await ctx.service('free-read', wants);
    const server = await ctx.spawn({ PEAQOS_PYTH_API_KEY: undefined });
    const talk = ctx.on(server);
    const order = await talk.order(await talk.trader(), { service });
    const { rejected } = await ctx.expectRejected({
      what: 'an order of a provider that is not configured is refused',
      code: 'EXECUTION_UNSUPPORTED',
      request: () => talk.act(order, 'executeMarketOrder', { body: {} }),
      control: async () => execute(ctx, await ctx.order(await ctx.trader(), { service })),
    });
    const missing = ctx.expect.array(rejected.at('error.details.missing'), 'details.missing');
    ctx.expect.ok(missing.length > 0, 'details.missing names what is not configured', { actual: missing });
  }),

  defineCheck('execution.bad-input', async (ctx) => {
    const { service, key } = await findTextField(ctx);
    const trader = await ctx.trader();
    const order = await ctx.order(trader, { service });
    await ctx.expectRejected({
      what: `a number in the text field ${key} is refused`,
      code: 'VALIDATION_ERROR',
      request: () => execute(ctx, order, { input: { [key]: 7 } }),
      control: async () =>
        execute(ctx, await ctx.order(trader, { service }), { input: service.exampleInput }),
    });
  }),

  defineCheck('execution.bad-input-keeps-status', async (ctx) => {
    const { service, key } = await findTextField(ctx);
    const order = await ctx.order(await ctx.trader(), { service });
    await ctx.expectRejected({
      what: 'an execution with a bad input is refused',
      code: 'VALIDATION_ERROR',
      request: () => execute(ctx, order, { input: { [key]: 7 } }),
      control: async () => {
        await expectStatus(ctx, order, 'the status of the order after the refusal');
        return execute(ctx, order);
      },
    });
  }),

  defineCheck('execution.input-merged', async (ctx) => {
    const runtime = await openRuntime(ctx);
    const messages = [{ role: 'user', content: ctx.freshHash() }];
    const order = await runtime.order({ input: { messages, max_tokens: 5 } });
    const reply = await execute(ctx, order, { input: { max_tokens: 7 } });
    expectAccepted(ctx, reply, 'an execution with a part of the input');
    const sent: unknown = JSON.parse(runtime.stub.calls()[0]?.body ?? '{}');
    const got = typeof sent === 'object' && sent !== null ? { ...sent } : {};
    const { messages: sentMessages, max_tokens: limit }: Record<string, unknown> = got;
    ctx.expect.equal(sentMessages, messages, 'the field of the order that the execution left out');
    ctx.expect.equal(limit, 7, 'the field that the execution gave');
  }),

  defineCheck('execution.input-for-one-attempt', async (ctx) => {
    const runtime = await openRuntime(ctx);
    const order = await runtime.order({ input: { ...runtime.service.exampleInput, max_tokens: 5 } });
    const reply = await execute(ctx, order, { input: { max_tokens: 7 } });
    expectAccepted(ctx, reply, 'an execution with a part of the input');
    ctx.expect.equal(reply.at('order.input.max_tokens'), 5, 'the input of the order in the answer');
    ctx.expect.equal((await ctx.readOrder(order)).input['max_tokens'], 5, 'the input when it is read');
  }),
];
