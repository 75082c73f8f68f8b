import { defineCheck } from '../../engine/define-check.ts';
import type { CheckContext } from '../../engine/context.ts';
import type { Order } from '../../engine/market.ts';
import { expectAccepted } from '../acceptance.ts';
import { execute } from '../execution-calls.ts';
import { openRuntime } from '../own-runtime.ts';
import type { OwnRuntime } from '../own-runtime.ts';

/** The headers of the one call that executing an order makes. */
async function headersOfCall(ctx: CheckContext, runtime: OwnRuntime): Promise<Record<string, string>> {
  const reply = await execute(ctx, await runtime.order());
  expectAccepted(ctx, reply, 'an order of the skill that runs on the machine is executed');
  const [call] = runtime.stub.calls();
  ctx.expect.ok(call !== undefined, "the machine's own runtime is called");
  return { ...call?.headers };
}

/** Refuses an order under an endpoint, and executes another one when it is registered anew without fields. */
function expectUnsupported(
  ctx: CheckContext,
  runtime: OwnRuntime,
  { order, what }: { order: Order; what: string },
) {
  return ctx.expectRejected({
    what,
    code: 'EXECUTION_UNSUPPORTED',
    request: () => execute(ctx, order),
    control: async () => {
      await runtime.register({ leaseExpiresAt: null, status: 'active' });
      return execute(ctx, await runtime.order());
    },
  });
}

/** Skills that run on the machine itself. */
export const ownRuntimeChecks = [
  defineCheck('execution.own-runtime', async (ctx) => {
    const runtime = await openRuntime(ctx, { modelAlias: undefined });
    const neighbour = await openRuntime(ctx);
    const { model } = runtime.stub;
    const messages = [{ role: 'user', content: 'ping' }];
    const reply = await execute(ctx, await runtime.order({ input: { model, messages } }));
    expectAccepted(ctx, reply, 'an order of the skill that runs on the machine is executed');
    ctx.expect.equal(runtime.stub.calls().length, 1, "calls of the machine's own runtime");
    ctx.expect.equal(neighbour.stub.calls().length, 0, "calls of another machine's runtime");
  }),

  defineCheck('execution.own-runtime-bearer', async (ctx) => {
    const authToken = ctx.freshSecret();
    const headers = await headersOfCall(ctx, await openRuntime(ctx, { authType: 'bearer', authToken }));
    ctx.expect.ok(
      headers['authorization'] === `Bearer ${authToken}`,
      'authorization is Bearer and the token',
    );
    ctx.expect.equal('x-api-key' in headers, false, 'an x-api-key is sent');
  }),

  defineCheck('execution.own-runtime-api-key', async (ctx) => {
    const authToken = ctx.freshSecret();
    const headers = await headersOfCall(ctx, await openRuntime(ctx, { authType: 'api-key', authToken }));
    ctx.expect.ok(headers['x-api-key'] === authToken, 'x-api-key is the token');
    ctx.expect.equal('authorization' in headers, false, 'an authorization is sent');
  }),

  defineCheck('execution.own-runtime-no-auth', async (ctx) => {
    const headers = await headersOfCall(ctx, await openRuntime(ctx, { authType: 'none' }));
    for (const name of ['authorization', 'x-api-key'])
      ctx.expect.equal(name in headers, false, `${name} is sent`);
  }),

  defineCheck('execution.own-runtime-unreachable', async (ctx) => {
    const runtime = await openRuntime(ctx, { status: 'unreachable' });
    const order = await runtime.order();
    await expectUnsupported(ctx, runtime, { order, what: 'a runtime that is unreachable is not called' });
  }),

  defineCheck('execution.own-runtime-lease-past', async (ctx) => {
    const runtime = await openRuntime(ctx, { leaseExpiresAt: new Date(Date.now() - 60_000).toISOString() });
    const order = await runtime.order();
    await expectUnsupported(ctx, runtime, { order, what: 'a runtime whose lease is past is not called' });
  }),
];
