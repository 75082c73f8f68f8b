import type { CheckContext, Reply } from '../engine/context.ts';
import { defineCheck } from '../engine/define-check.ts';

/** An indifferent server answers everything like health, so health is only believed when another path differs. */
async function expectUnknownPathDiffers(ctx: CheckContext, health: Reply): Promise<void> {
  const other = await ctx.send({ method: 'GET', path: '/health/no-such-path', apiKey: 'none' });
  const isSame = other.status === health.status && other.text === health.text;
  ctx.expect.ok(!isSame, 'a path that does not exist is not answered like health', {
    expected: 'another answer than health',
    actual: `${other.status} ${other.text}`,
  });
}

async function expectHealthy(ctx: CheckContext, apiKey: string): Promise<void> {
  for (const operationId of ['getHealth', 'getApiHealth'] as const) {
    const reply = await ctx.call(operationId, { apiKey });
    ctx.expect.status(reply, 200, `the status of ${operationId}`);
    ctx.expect.equal(reply.at('ok'), true, `ok of ${operationId}`);
    await expectUnknownPathDiffers(ctx, reply);
  }
}

export const healthChecks = [
  defineCheck('health.root-answers-ok', async (ctx) => {
    const reply = await ctx.call('getHealth');
    ctx.expect.status(reply, 200);
    ctx.expect.equal(reply.at('ok'), true, 'ok');
    await expectUnknownPathDiffers(ctx, reply);
  }),

  defineCheck('health.api-path-answers-ok', async (ctx) => {
    const root = await ctx.call('getHealth');
    const reply = await ctx.call('getApiHealth');
    ctx.expect.status(reply, 200);
    ctx.expect.equal(reply.json, root.json, 'the body at /api/v1/health');
    ctx.expect.equal(reply.at('ok'), true, 'ok');
    await expectUnknownPathDiffers(ctx, reply);
  }),

  defineCheck('health.needs-no-key', (ctx) => expectHealthy(ctx, 'none')),

  defineCheck('health.ignores-a-wrong-key', (ctx) => expectHealthy(ctx, 'not-a-key-of-this-deployment')),

  defineCheck('health.readiness-answers-200', async (ctx) => {
    const reply = await ctx.call('getReadiness');
    ctx.expect.status(reply, 200);
    ctx.expect.includes(['ready', 'not_ready'], reply.at('status'), 'status');
    for (const check of ctx.expect.array(reply.at('checks'), 'checks')) {
      ctx.expect.ok(typeof check === 'object' && check !== null && 'name' in check, 'a check has a name', {
        actual: check,
      });
    }
    ctx.expect.equal(reply.at('item'), undefined, 'an envelope around readiness');
  }),

  defineCheck('health.readiness-agrees-with-its-checks', async (ctx) => {
    const { body } = await ctx.call('getReadiness');
    const hasFailure = body.checks.some((check) => check.status === 'fail');
    ctx.expect.equal(body.status, hasFailure ? 'not_ready' : 'ready', 'status, given the checks');
  }),

  defineCheck('health.readiness-names-its-parts', async (ctx) => {
    const { body } = await ctx.call('getReadiness');
    const names = body.checks.map(({ name }) => name);
    for (const part of ['store', 'catalog', 'auth', 'runtime', 'skills'])
      ctx.expect.includes(names, part, 'the checks of readiness');
  }),

  defineCheck('health.readiness-is-gated', async (ctx) => {
    await ctx.expectRejected({
      what: 'readiness without a key is rejected',
      request: () => ctx.call('getReadiness', { apiKey: 'none' }),
      control: () => ctx.call('getReadiness'),
      code: 'AUTH_REQUIRED',
    });
  }),
];
