import { defineCheck } from '../../engine/define-check.ts';
import { expectAccepted } from '../acceptance.ts';
import { expectAllRejected } from '../rejections.ts';
import { activeMachine, get, put, read, readAll, register, remove } from './calls.ts';

const values = {
  label: 'On the robot',
  authType: 'bearer',
  authToken: 'visible-nowhere',
  modelAlias: 'small',
  networkScope: 'lan',
  probePath: '/ready',
  status: 'degraded',
};

export const endpointResourceChecks = [
  defineCheck('runtime-endpoints.created-201', async (ctx) => {
    const reply = await put(ctx, await activeMachine(ctx), 'qvac');
    ctx.expect.status(reply, 201, 'the status of the first PUT');
  }),

  defineCheck('runtime-endpoints.updated-200', async (ctx) => {
    const machine = await activeMachine(ctx);
    const first = await register(ctx, machine, 'qvac');
    const reply = await put(ctx, machine, 'qvac', { label: 'Changed' });
    ctx.expect.status(reply, 200, 'the status of the second PUT');
    ctx.expect.equal(reply.at('item.id'), first.id, 'its id');
    ctx.expect.equal(reply.at('item.label'), 'Changed', 'its label');
  }),

  defineCheck('runtime-endpoints.keeps-values', async (ctx) => {
    const machine = await activeMachine(ctx);
    await register(ctx, machine, 'qvac', values);
    const endpoint: Record<string, unknown> = { ...(await read(ctx, machine, 'qvac')) };
    const { authToken: _secret, ...shown } = values;
    for (const [name, value] of Object.entries(shown)) ctx.expect.equal(endpoint[name], value, name);
    ctx.expect.equal(endpoint['machineId'], machine.id, 'machineId');
  }),

  defineCheck('runtime-endpoints.key-lower-case', async (ctx) => {
    const machine = await activeMachine(ctx);
    const { id, providerKey } = await register(ctx, machine, 'QVac');
    ctx.expect.equal(providerKey, 'qvac', 'providerKey');
    ctx.expect.equal((await read(ctx, machine, 'qvaC')).id, id, 'the endpoint read by another spelling');
  }),

  defineCheck('runtime-endpoints.one-per-key', async (ctx) => {
    const machine = await activeMachine(ctx);
    const { id } = await register(ctx, machine, 'qvac');
    await register(ctx, machine, 'Qvac');
    const ids = (await readAll(ctx, machine)).map((endpoint) => endpoint.id);
    ctx.expect.equal(ids, [id], 'the endpoints of the machine');
  }),

  defineCheck('runtime-endpoints.origin-only', async (ctx) => {
    const machine = await activeMachine(ctx);
    const sent = 'https://runtime.example.com:8443/v1/models?key=1#top';
    const endpoint = await register(ctx, machine, 'qvac', { endpointBaseUrl: sent });
    ctx.expect.equal(endpoint.endpointBaseUrl, 'https://runtime.example.com:8443', 'endpointBaseUrl');
  }),

  defineCheck('runtime-endpoints.url-valid', async (ctx) => {
    const machine = await activeMachine(ctx);
    const urls = ['not a url', '/v1', 'ftp://127.0.0.1/', 'ws://127.0.0.1:1', 'http://', ''];
    const cases = urls.map((endpointBaseUrl) => ({
      what: `the URL «${endpointBaseUrl}» is refused`,
      request: () => put(ctx, machine, 'qvac', { endpointBaseUrl }),
    }));
    const control = () => put(ctx, machine, 'qvac');
    await expectAllRejected(ctx, cases, { code: 'VALIDATION_ERROR', control });
  }),

  defineCheck('runtime-endpoints.default-label', async (ctx) => {
    const { label } = await register(ctx, await activeMachine(ctx), 'my-runtime');
    ctx.expect.equal(label, 'MY-RUNTIME runtime', 'label');
  }),

  defineCheck('runtime-endpoints.default-probe-path', async (ctx) => {
    const machine = await activeMachine(ctx);
    for (const [key, probePath] of Object.entries({ qvac: '/v1/models', other: '/health' }))
      ctx.expect.equal((await register(ctx, machine, key)).probePath, probePath, `probePath of ${key}`);
  }),

  defineCheck('runtime-endpoints.defaults', async (ctx) => {
    const endpoint: Record<string, unknown> = {
      ...(await register(ctx, await activeMachine(ctx), 'qvac')),
    };
    const expected = { authType: 'none', networkScope: 'loopback', status: 'active' };
    for (const [name, value] of Object.entries(expected)) ctx.expect.equal(endpoint[name], value, name);
    for (const name of ['modelAlias', 'leaseExpiresAt']) ctx.expect.equal(endpoint[name] ?? null, null, name);
  }),

  defineCheck('runtime-endpoints.null-is-absent', async (ctx) => {
    const names = [...Object.keys(values), 'leaseExpiresAt'];
    const nulls = Object.fromEntries(names.map((name) => [name, null]));
    const reply = await put(ctx, await activeMachine(ctx), 'qvac', nulls);
    expectAccepted(ctx, reply, 'null is accepted for every optional field');
    ctx.expect.equal(reply.at('item.authType'), 'none', 'authType');
    ctx.expect.equal(reply.at('item.hasAuthToken'), false, 'hasAuthToken');
  }),

  defineCheck('runtime-endpoints.manual', async (ctx) => {
    const endpoint = await register(ctx, await activeMachine(ctx), 'qvac');
    ctx.expect.equal(endpoint.source, 'manual', 'source');
    ctx.expect.equal(endpoint.agentId ?? null, null, 'agentId');
  }),

  defineCheck('runtime-endpoints.delete', async (ctx) => {
    const machine = await activeMachine(ctx);
    await register(ctx, machine, 'qvac');
    await register(ctx, machine, 'other');
    ctx.expect.status(await remove(ctx, machine, 'qvac'), 204, 'the status of the DELETE');
    const keys = (await readAll(ctx, machine)).map(({ providerKey }) => providerKey);
    ctx.expect.equal(keys, ['other'], 'the endpoints that are left');
  }),

  defineCheck('runtime-endpoints.unknown', async (ctx) => {
    const machine = await activeMachine(ctx);
    await register(ctx, machine, 'other');
    await remove(ctx, machine, 'other');
    await register(ctx, machine, 'qvac');
    const cases = [
      { what: 'a read of an endpoint that there is not', request: () => get(ctx, machine, 'none') },
      { what: 'a read of one that was deleted', request: () => get(ctx, machine, 'other') },
      { what: 'a DELETE of one that was deleted', request: () => remove(ctx, machine, 'other') },
    ].map(({ what, request }) => ({ what: `${what} is refused`, request }));
    await expectAllRejected(ctx, cases, { code: 'NOT_FOUND', control: () => remove(ctx, machine, 'qvac') });
  }),

  defineCheck('runtime-endpoints.list', async (ctx) => {
    const [machine, other] = [await activeMachine(ctx), await activeMachine(ctx)];
    await register(ctx, other, 'qvac');
    for (const key of ['second', 'first', 'third']) await register(ctx, machine, key);
    const keys = (await readAll(ctx, machine)).map(({ providerKey }) => providerKey);
    ctx.expect.equal(keys, ['second', 'first', 'third'], 'the endpoints of the machine, oldest first');
  }),
];
