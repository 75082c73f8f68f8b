import { randomBytes } from 'node:crypto';
import type { CheckContext, Reply } from '../engine/context.ts';
import { defineCheck } from '../engine/define-check.ts';
import { expectAccepted, needAccepted } from './acceptance.ts';
import { expectAllRejected } from './rejections.ts';

const listPath = '/api/v1/machines?limit=1';
const oneMachine = (ctx: CheckContext): Promise<Reply> => ctx.call('listMachines', { query: { limit: 1 } });
const get = (ctx: CheckContext, path: string): Promise<Reply> => ctx.send({ method: 'GET', path });
const needList = async (ctx: CheckContext): Promise<Reply> =>
  needAccepted(ctx, await oneMachine(ctx), 'listMachines');

const methodsOf = (reply: Reply): string[] => (reply.headers['allow'] ?? '').toUpperCase().split(/\s*,\s*/);

function expectMethods(ctx: CheckContext, reply: Reply): void {
  ctx.expect.includes(methodsOf(reply), 'GET', 'the methods in Allow');
  ctx.expect.includes(methodsOf(reply), 'POST', 'the methods in Allow');
}

export const transportChecks = [
  defineCheck('transport.no-redirects', async (ctx) => {
    await needList(ctx);
    for (const path of ['/api/v1/machines/', '/api/v1//machines', '/api/v1', '/health/']) {
      const reply = await get(ctx, path);
      const isRedirect = reply.status >= 300 && reply.status < 400;
      ctx.expect.ok(!isRedirect, `GET ${path} is no redirect`, {
        expected: 'any status but 3xx',
        actual: reply.status,
      });
    }
  }),

  defineCheck('transport.unknown-route', async (ctx) => {
    await ctx.expectRejected({
      what: 'an unknown route is rejected',
      request: () => get(ctx, `/api/v1/no-such-route-${randomBytes(4).toString('hex')}`),
      control: () => oneMachine(ctx),
      code: 'NOT_FOUND',
    });
  }),

  defineCheck('transport.wrong-method', async (ctx) => {
    const { rejected } = await ctx.expectRejected({
      what: 'PUT on the list of machines is rejected',
      request: () => ctx.send({ method: 'PUT', path: '/api/v1/machines' }),
      control: () => oneMachine(ctx),
      code: 'METHOD_NOT_ALLOWED',
      status: 405,
    });
    expectMethods(ctx, rejected);
  }),

  defineCheck('transport.head', async (ctx) => {
    for (const path of [listPath, '/health']) {
      const read = needAccepted(ctx, await get(ctx, path), `GET ${path}`);
      const head = await ctx.send({ method: 'HEAD', path });
      ctx.expect.status(head, read.status, `the status of HEAD ${path}`);
      ctx.expect.equal(head.text, '', `the body of HEAD ${path}`);
      ctx.expect.equal(
        head.headers['content-type'],
        read.headers['content-type'],
        `the content type of HEAD ${path}`,
      );
    }
  }),

  defineCheck('transport.options', async (ctx) => {
    await needList(ctx);
    const reply = await ctx.send({ method: 'OPTIONS', path: '/api/v1/machines' });
    ctx.expect.status(reply, 204);
    expectMethods(ctx, reply);
  }),

  defineCheck('transport.percent-encoded-path', async (ctx) => {
    const { id } = await ctx.machine();
    needAccepted(ctx, await ctx.call('getMachine', { path: { machineId: id } }), 'getMachine');
    const encoded = Buffer.from(id).toString('hex').replace(/../g, '%$&');
    const reply = await get(ctx, `/api/v1/machines/${encoded}`);
    ctx.expect.status(reply, 200);
    ctx.expect.equal(reply.at('item.id'), id, 'the id of the machine');
  }),

  defineCheck('transport.broken-percent-encoding', async (ctx) => {
    const paths = [
      'machines/%zz',
      'machines/%ff%fe',
      'machines/%',
      'machines?cursor=%zz',
      'machines?limit=%ff',
    ];
    const cases = paths.map((path) => ({
      what: `GET /api/v1/${path} is rejected`,
      request: () => get(ctx, `/api/v1/${path}`),
    }));
    await expectAllRejected(ctx, cases, {
      control: () => oneMachine(ctx),
      code: ['VALIDATION_ERROR', 'NOT_FOUND'],
    });
  }),

  defineCheck('transport.user-agent', async (ctx) => {
    await needList(ctx);
    for (const agent of ['peaqos-sdk-py/0.12.1', 'peaq-os-sdk-js/9.9.9', 'Mozilla/5.0', '']) {
      const reply = await ctx.call('listMachines', { query: { limit: 1 }, headers: { 'user-agent': agent } });
      expectAccepted(ctx, reply, `a request by «${agent}» succeeds`);
    }
  }),

  defineCheck('transport.no-cors', async (ctx) => {
    const headers = { origin: 'https://web.example', 'access-control-request-method': 'POST' };
    const read = needAccepted(
      ctx,
      await ctx.call('listMachines', { query: { limit: 1 }, headers }),
      'listMachines',
    );
    const preflight = await ctx.send({ method: 'OPTIONS', path: '/api/v1/machines', headers });
    for (const reply of [read, preflight]) {
      ctx.expect.equal(
        reply.headers['access-control-allow-origin'],
        undefined,
        'access-control-allow-origin',
      );
    }
  }),

  defineCheck('transport.request-id', async (ctx) => {
    const replies = [await needList(ctx), await needList(ctx), await get(ctx, '/api/v1/no-such-route')];
    const ids = replies.map((reply) => ctx.expect.string(reply.headers['x-request-id'], 'x-request-id'));
    ctx.expect.equal(new Set(ids).size, ids.length, 'the number of different request ids');
  }),

  defineCheck('transport.no-powered-by', async (ctx) => {
    const replies = [
      needAccepted(ctx, await ctx.call('getHealth'), 'getHealth'),
      await get(ctx, '/api/v1/no-such-route'),
    ];
    for (const reply of replies) ctx.expect.equal(reply.headers['x-powered-by'], undefined, 'x-powered-by');
  }),
];
