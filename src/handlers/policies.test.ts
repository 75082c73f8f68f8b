import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestServer } from '../http/api.fixture.ts';
import { echoHandlers, startTestServer } from '../http/api.fixture.ts';
import type { HttpAppOptions } from '../http/http-app.ts';
import type { Workbench } from '../services/services.fixture.ts';
import { openWorkbench } from '../services/services.fixture.ts';
import { createPolicyHandlers } from './policies.ts';

let bench: Workbench;
let server: TestServer;
beforeAll(async () => {
  bench = await openWorkbench();
  const handlers = createPolicyHandlers(bench.deps) as unknown as HttpAppOptions['handlers'];
  server = await startTestServer({
    handlers: { ...echoHandlers, ...handlers },
    responseValidation: 'all',
  });
});
afterAll(async () => {
  await server.close();
  await bench.close();
});

interface Answer {
  status: number;
  body: { item?: Record<string, unknown>; items?: unknown[]; error?: Record<string, unknown> };
}

async function ask(method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(`${server.origin}/api/v1/policies${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}

describe('policies over HTTP', () => {
  it('get the defaults of what is left out or null', async () => {
    const defaults = {
      allowedSkillKeys: [],
      deniedSkillKeys: [],
      regionRules: [],
      requiredCapabilities: [],
      nativeOnly: false,
      handoffAllowed: true,
      budgetCap: null,
    };
    const nulls = Object.fromEntries(Object.keys(defaults).map((key) => [key, null]));
    for (const rest of [{}, nulls]) {
      const { status, body } = await ask('POST', '', { name: 'Everything', ...rest, unknown: 1 });
      expect(status).toBe(201);
      expect(body.item).toEqual({
        ...defaults,
        name: 'Everything',
        id: expect.any(String),
        createdAt: expect.any(String),
        updatedAt: expect.any(String),
      });
    }
  });

  it('are read, changed and listed', async () => {
    const cap = { currency: 'USDT', amount: 20 };
    const sent = { name: 'a', regionRules: ['eu'], nativeOnly: true, handoffAllowed: false, budgetCap: cap };
    const { body } = await ask('POST', '', { ...sent, budgetCap: { ...cap, unknown: 1 } });
    expect(body.item).toMatchObject(sent);
    const path = `/${String(body.item?.['id'])}`;
    expect(await ask('GET', path)).toEqual({ status: 200, body });
    expect((await ask('PATCH', path, {})).body.item).toMatchObject(sent);
    const nulls = { name: null, regionRules: null, nativeOnly: null, handoffAllowed: null };
    expect((await ask('PATCH', path, nulls)).body.item).toMatchObject(sent);
    const { status, body: changed } = await ask('PATCH', path, { regionRules: [], budgetCap: null });
    expect(status).toBe(200);
    expect(changed.item).toMatchObject({ ...sent, regionRules: [], budgetCap: null });
    const list = await ask('GET', '?limit=500');
    expect(list).toMatchObject({ status: 200, body: { items: expect.arrayContaining([changed.item]) } });
    expect(await ask('GET', '/pol_000000000000')).toMatchObject({ status: 404 });
  });

  it.each([
    ['no name', {}],
    ['a blank name', { name: ' ' }],
    ['a list of numbers', { name: 'a', regionRules: [1] }],
    ['a boolean as text', { name: 'a', nativeOnly: 'true' }],
    ['a cap without currency', { name: 'a', budgetCap: { amount: 1 } }],
    ['a cap below zero', { name: 'a', budgetCap: { currency: 'USDT', amount: -1 } }],
  ])('are refused with %s', async (_, body) => {
    expect(await ask('POST', '', body)).toMatchObject({
      status: 400,
      body: { error: { code: 'VALIDATION_ERROR' } },
    });
  });
});
