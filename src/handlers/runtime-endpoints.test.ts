import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestServer } from '../http/api.fixture.ts';
import { echoHandlers, startTestServer } from '../http/api.fixture.ts';
import type { HttpAppOptions } from '../http/http-app.ts';
import { withKeys } from '../services/runtime-endpoints/endpoints.fixture.ts';
import type { Workbench } from '../services/services.fixture.ts';
import { mint, onboard, openWorkbench } from '../services/services.fixture.ts';
import { createRuntimeEndpointHandlers } from './runtime-endpoints.ts';

let bench: Workbench;
let server: TestServer;
let machineId: string;
beforeAll(async () => {
  bench = await openWorkbench();
  const deps = withKeys(bench.deps, 1);
  const handlers = createRuntimeEndpointHandlers(deps) as unknown as HttpAppOptions['handlers'];
  server = await startTestServer({
    handlers: { ...echoHandlers, ...handlers },
    responseValidation: 'all',
  });
  machineId = await onboard(deps, mint(bench));
});
afterAll(async () => {
  await server.close();
  await bench.close();
});

const endpointBaseUrl = 'http://127.0.0.1:11434/v1?key=1';

async function ask(method: string, path: string, body?: unknown): Promise<{ status: number; text: string }> {
  const response = await fetch(`${server.origin}/api/v1/machines/${machineId}/runtime-endpoints${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  return { status: response.status, text: await response.text() };
}

const itemOf = ({ text }: { text: string }) => (JSON.parse(text) as { item: Record<string, unknown> }).item;

describe('runtime endpoints over HTTP', () => {
  it('are registered with 201, replaced with 200, read, listed, and removed with 204', async () => {
    const registered = await ask('PUT', '/QVAC', { endpointBaseUrl });
    expect(registered.status).toBe(201);
    expect(itemOf(registered)).toEqual({
      id: expect.any(String),
      machineId,
      providerKey: 'qvac',
      source: 'manual',
      agentId: null,
      label: 'QVAC runtime',
      endpointBaseUrl: 'http://127.0.0.1:11434',
      authType: 'none',
      hasAuthToken: false,
      modelAlias: null,
      networkScope: 'loopback',
      probePath: '/v1/models',
      status: 'active',
      leaseExpiresAt: null,
      lastCheckedAt: null,
      lastHealthyAt: null,
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    });
    const replaced = await ask('PUT', '/qvac', { endpointBaseUrl, status: 'degraded', label: 'GPU' });
    expect(replaced.status).toBe(200);
    expect(itemOf(replaced)).toMatchObject({
      id: itemOf(registered)['id'],
      status: 'degraded',
      label: 'GPU',
      lastCheckedAt: expect.any(String),
      lastHealthyAt: null,
    });
    expect(await ask('GET', '/Qvac')).toEqual({ status: 200, text: replaced.text });
    expect(JSON.parse((await ask('GET', '')).text)).toEqual({ items: [itemOf(replaced)] });
    expect(await ask('DELETE', '/qvac')).toEqual({ status: 204, text: '' });
    expect((await ask('GET', '/qvac')).status).toBe(404);
    expect((await ask('DELETE', '/qvac')).status).toBe(404);
  });

  it('never show a token', async () => {
    const authToken = 'token-of-the-runtime';
    const sent = { endpointBaseUrl, authType: 'bearer', authToken };
    const answers = [
      await ask('PUT', '/a:b.c-d_e', sent),
      await ask('PUT', '/a%3Ab.c-d_e', { endpointBaseUrl, authType: 'bearer', authToken: null }),
      await ask('GET', '/a:b.c-d_e'),
      await ask('GET', ''),
    ];
    expect(answers.map(({ status }) => status)).toEqual([201, 200, 200, 200]);
    for (const { text } of answers) {
      expect(text).toContain('"hasAuthToken":true');
      expect(text).not.toMatch(/token-of-the-runtime|authToken|sealed/);
    }
    const bad = await ask('PUT', '/a:b.c-d_e', { ...sent, authToken: `${authToken}\n` });
    expect(bad.status).toBe(400);
    expect(bad.text).not.toContain(authToken);
    expect(JSON.stringify(server.log)).not.toContain(authToken);
  });

  it('are unreachable once their lease is past, in every answer', async () => {
    const leaseExpiresAt = new Date(bench.clock.time + 1_000).toISOString();
    const live = await ask('PUT', '/leased', { endpointBaseUrl, leaseExpiresAt, status: 'active' });
    expect(itemOf(live)).toMatchObject({ status: 'active', leaseExpiresAt });
    bench.clock.time += 1_000;
    expect(itemOf(await ask('GET', '/leased'))).toEqual({ ...itemOf(live), status: 'unreachable' });
    const { items } = JSON.parse((await ask('GET', '')).text) as { items: Record<string, unknown>[] };
    expect(items.find(({ providerKey }) => providerKey === 'leased')).toMatchObject({
      status: 'unreachable',
    });
    expect(itemOf(await ask('PUT', '/leased', { endpointBaseUrl, leaseExpiresAt }))).toMatchObject({
      status: 'unreachable',
    });
    expect(itemOf(await ask('PUT', '/leased', { endpointBaseUrl }))).toMatchObject({ status: 'active' });
  });

  it('get the default of what is null', async () => {
    const names = ['label', 'authType', 'authToken', 'modelAlias', 'networkScope', 'probePath', 'status'];
    const nulls = Object.fromEntries([...names, 'leaseExpiresAt'].map((name) => [name, null]));
    expect(itemOf(await ask('PUT', '/nulls', { endpointBaseUrl, ...nulls }))).toMatchObject({
      label: 'NULLS runtime',
      probePath: '/health',
      status: 'active',
      lastCheckedAt: null,
    });
  });

  it.each([
    ['no URL', '/bad', {}],
    ['another scheme', '/bad', { endpointBaseUrl: 'ftp://127.0.0.1' }],
    ['a user in the URL', '/bad', { endpointBaseUrl: 'http://user:secret-word@127.0.0.1' }],
    ['an address that nobody may be sent to', '/bad', { endpointBaseUrl: 'http://169.254.169.254' }],
    ['a probe path without slash', '/bad', { endpointBaseUrl, probePath: 'health' }],
    ['an unknown scope', '/bad', { endpointBaseUrl, networkScope: 'world' }],
    ['an unknown status', '/bad', { endpointBaseUrl, status: 'fine' }],
    ['an empty token', '/bad', { endpointBaseUrl, authType: 'bearer', authToken: '' }],
    ['a lease that is no time', '/bad', { endpointBaseUrl, leaseExpiresAt: 'tomorrow' }],
    ['a provider key with a space', '/b%20ad', { endpointBaseUrl }],
    ['a provider key that only looks like one', '/qvac%E2%84%AA', { endpointBaseUrl }],
  ])('are refused with %s', async (_, path, body) => {
    const { status, text } = await ask('PUT', path, body);
    expect(status).toBe(400);
    expect(text).toContain('VALIDATION_ERROR');
    expect(text).not.toContain('secret-word');
    expect((await ask('GET', '/bad')).status).toBe(404);
  });
});
