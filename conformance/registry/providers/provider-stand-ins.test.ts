import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { btcUsdFeedId } from './pyth.ts';
import type { ProviderFault, ProviderName, ProviderStandIns } from './provider-stand-ins.ts';
import { startProviderStandIns } from './provider-stand-ins.ts';

let standIns: ProviderStandIns;
beforeAll(async () => {
  standIns = await startProviderStandIns();
});
afterAll(() => standIns.close());
beforeEach(() => {
  standIns.forgetCalls();
  for (const name of Object.keys(standIns.urls) as ProviderName[]) standIns.setFault(name, null);
});

async function call(provider: ProviderName, path: string, init: RequestInit = {}) {
  const response = await fetch(standIns.urls[provider] + path, { redirect: 'manual', ...init });
  const text = await response.text();
  let body: unknown = text;
  try {
    body = JSON.parse(text);
  } catch {
    // Blobs and garbage are no JSON.
  }
  return { status: response.status, headers: response.headers, body };
}

const post = (body: unknown, headers = {}) => ({ method: 'POST', body: JSON.stringify(body), headers });

describe('pyth', () => {
  const path = (ids: string) => `/v2/updates/price/latest?${ids}`;

  it('gives the price of a feed as integer and exponent', async () => {
    const { body } = await call('pyth', path(`ids[]=0x${btcUsdFeedId}`));
    expect(body).toMatchObject({
      binary: { encoding: 'hex' },
      parsed: [
        { id: btcUsdFeedId, price: { price: '6754312345678', expo: -8, publish_time: 1_790_000_000 } },
      ],
    });
  });

  it.each([
    ['', 400],
    ['ids[]=12', 400],
    [`ids[]=${'0'.repeat(64)}`, 404],
  ])('refuses "%s" with %i', async (ids, status) => {
    expect((await call('pyth', path(ids))).status).toBe(status);
  });

  it('asks for a key once there is one', async () => {
    standIns.providers.pyth.apiKey = 'key';
    const ids = path(`ids[]=${btcUsdFeedId}`);
    expect((await call('pyth', ids)).status).toBe(401);
    expect((await call('pyth', ids, { headers: { authorization: 'Bearer key' } })).status).toBe(200);
    standIns.providers.pyth.apiKey = null;
  });
});

describe('walrus', () => {
  it('stores a blob once and gives it back', async () => {
    const stored = await call('walrus', '/v1/blobs?epochs=3', { method: 'PUT', body: 'some string' });
    expect(stored.body).toMatchObject({
      newlyCreated: { blobObject: { size: 11, storage: { startEpoch: 40, endEpoch: 43 }, deletable: true } },
    });
    const [blobId] = standIns.providers.walrus.blobs.keys();
    expect(blobId).toMatch(/^[\w-]{43}$/);
    expect((await call('walrus', '/v1/blobs', { method: 'PUT', body: 'some string' })).body).toMatchObject({
      alreadyCertified: { blobId, endEpoch: 41 },
    });
    expect((await call('walrus', `/v1/blobs/${blobId}`)).body).toBe('some string');
    expect((await call('walrus', `/v1/blobs/${'a'.repeat(43)}`)).status).toBe(404);
  });

  it('refuses a number of epochs that is none, and calls without the token it asks for', async () => {
    const store = (query: string, headers = {}) =>
      call('walrus', `/v1/blobs?${query}`, { method: 'PUT', body: 'x', headers });
    expect((await store('epochs=54')).status).toBe(400);
    standIns.providers.walrus.publisherToken = 'token';
    expect((await store('epochs=1')).status).toBe(401);
    expect((await store('epochs=1', { authorization: 'Bearer token' })).status).toBe(200);
    standIns.providers.walrus.publisherToken = null;
  });
});

describe('world-id', () => {
  const path = '/api/v4/verify/rp_1';
  const proof = (text: string) => ({ identifier: 'orb', nullifier: '0x2b', proof: text });
  const request = {
    protocol_version: '4.0',
    nonce: '0x1',
    action: 'a',
    responses: [proof('0x1'), proof('0x2')],
  };

  it('verifies when one proof holds, and not when none does', async () => {
    const { invalidProofs } = standIns.providers['world-id'];
    invalidProofs.add('0x1');
    expect(await call('world-id', path, post(request))).toMatchObject({
      status: 200,
      body: { success: true, nullifier: '0x2b', results: [{ success: false }, { success: true }] },
    });
    invalidProofs.add('0x2');
    expect(await call('world-id', path, post(request))).toMatchObject({
      status: 400,
      body: { success: false, code: 'all_verifications_failed' },
    });
  });

  it.each([
    ['/api/v4/verify/x_1', request, 404],
    [path, { ...request, protocol_version: '5.0' }, 400],
    [path, { ...request, nonce: 1 }, 400],
    [path, [], 400],
  ])('refuses a call of %s', async (where, body, status) => {
    expect((await call('world-id', where, post(body))).status).toBe(status);
  });
});

describe('openai-runtime', () => {
  const messages = [{ role: 'user', content: 'Hi' }];
  const path = '/v1/chat/completions';

  it('names its models and repeats what was said', async () => {
    expect((await call('openai-runtime', '/v1/models')).body).toMatchObject({
      data: [{ id: 'stand-in-small' }],
    });
    const { body } = await call('openai-runtime', path, post({ model: 'stand-in-small', messages }));
    expect(body).toMatchObject({ choices: [{ message: { content: 'You said: Hi' } }] });
  });

  it('refuses other models, no messages, and calls without the key it asks for', async () => {
    expect((await call('openai-runtime', path, post({ model: 'x', messages }))).status).toBe(404);
    expect((await call('openai-runtime', path, post({ model: 'stand-in-small' }))).status).toBe(400);
    expect((await call('openai-runtime', '/v1/nothing')).status).toBe(404);
    standIns.providers['openai-runtime'].apiKey = 'key';
    expect((await call('openai-runtime', '/v1/models')).status).toBe(401);
    const withKey = { headers: { 'x-api-key': 'key' } };
    expect((await call('openai-runtime', '/v1/models', withKey)).status).toBe(200);
    standIns.providers['openai-runtime'].apiKey = null;
  });
});

describe('a fault', () => {
  const path = `/v2/updates/price/latest?ids[]=${btcUsdFeedId}`;
  const withFault = (fault: ProviderFault, init: RequestInit = {}) => {
    standIns.setFault('pyth', fault);
    return call('pyth', path, init);
  };

  it('answers with a status, a body and headers', async () => {
    const fault = { kind: 'status', status: 418, body: { a: 1 }, headers: { 'x-a': 'b' } } as const;
    const { status, body, headers } = await withFault(fault);
    expect([status, body, headers.get('x-a')]).toEqual([418, { a: 1 }, 'b']);
    expect((await withFault({ kind: 'status', status: 200, text: 'plain' })).body).toBe('plain');
  });

  it('answers with garbage, too much, a redirection or an echo', async () => {
    expect((await withFault({ kind: 'garbage' })).body).toBe('{"gar');
    expect(JSON.stringify((await withFault({ kind: 'huge', bytes: 5_000 })).body)).toHaveLength(5_000);
    const redirected = await withFault({ kind: 'redirect', location: '/x' });
    expect([redirected.status, redirected.headers.get('location')]).toEqual([302, '/x']);
    expect(await withFault({ kind: 'echo', status: 500 }, { headers: { 'x-mine': 'yes' } })).toMatchObject({
      status: 500,
      body: { headers: { 'x-mine': 'yes' }, error: expect.stringContaining('yes') },
    });
  });

  it.each(['reset', 'half'] as const)('cuts the connection: %s', async (kind) => {
    await expect(withFault({ kind })).rejects.toThrow(/fetch failed|terminated/);
  });

  it.each(['hang', 'trickle'] as const)('keeps the client waiting: %s', async (kind) => {
    const impatient = { signal: AbortSignal.timeout(60) };
    await expect(withFault({ kind }, impatient)).rejects.toThrow(/timeout/);
  });

  it('delays the right answer', async () => {
    const start = performance.now();
    expect((await withFault({ kind: 'slow', delayMs: 80 })).status).toBe(200);
    expect(performance.now() - start).toBeGreaterThanOrEqual(75);
  });

  it('breaks one provider and not the others, until it is repaired', async () => {
    standIns.setFault('pyth', { kind: 'status', status: 503 });
    expect((await call('pyth', path)).status).toBe(503);
    expect((await call('openai-runtime', '/v1/models')).status).toBe(200);
    standIns.setFault('pyth', null);
    expect((await call('pyth', path)).status).toBe(200);
  });
});

describe('the stand-ins', () => {
  it('record every call with its headers and body, also broken ones', async () => {
    standIns.setFault('world-id', { kind: 'status', status: 500 });
    await call('world-id', '/api/v4/verify/rp_1?x=1', post({ a: 1 }, { 'x-mine': 'yes' }));
    await call('pyth', '/nothing');
    expect(standIns.calls('world-id')).toEqual([
      {
        provider: 'world-id',
        method: 'POST',
        path: '/api/v4/verify/rp_1?x=1',
        headers: expect.objectContaining({ 'x-mine': 'yes' }),
        body: '{"a":1}',
      },
    ]);
    expect(standIns.calls().map(({ provider }) => provider)).toEqual(['world-id', 'pyth']);
  });

  it('are no provider under any other path', async () => {
    expect((await fetch(new URL('/toString/x', standIns.urls.pyth))).status).toBe(404);
    expect(standIns.calls()).toEqual([]);
  });

  it('close twice, also with hanging connections, and free their port', async () => {
    const own = await startProviderStandIns();
    const port = Number(new URL(own.urls.pyth).port);
    own.setFault('pyth', { kind: 'hang' });
    const hanging = fetch(`${own.urls.pyth}/x`).catch((error: unknown) => String(error));
    await expect(startProviderStandIns({ port })).rejects.toThrow('EADDRINUSE');
    await own.close();
    await own.close();
    expect(await hanging).toContain('fetch failed');
    await (await startProviderStandIns({ port })).close();
  });
});
