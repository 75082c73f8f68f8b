import { afterEach, describe, expect, it } from 'vitest';
import { DomainError } from '../domain/errors.ts';
import { echoHandlers, startTestServer, type TestServer } from './api.fixture.ts';
import type { PairingAuthorisation } from './handler.ts';
import type { HttpAppOptions } from './http-app.ts';

let server: TestServer | undefined;
afterEach(() => server?.close());

const pairing: PairingAuthorisation = {
  machineId: 'mach_1',
  pairingId: 'pair_1',
  sessionId: 'sess_1',
  agentAddress: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
  delegationPolicy: {
    allowedSkillKeys: [],
    deniedSkillKeys: [],
    allowedServiceIds: [],
    deniedServiceIds: [],
    perTransactionLimit: null,
    dailySpendLimit: null,
    currency: null,
  },
};

async function call(
  options: Partial<HttpAppOptions>,
  path: string,
  init: RequestInit = {},
): Promise<{ status: number; code: string | undefined; body: unknown }> {
  await server?.close();
  server = await startTestServer(options);
  const response = await fetch(`${server.origin}${path}`, init);
  const text = await response.text();
  const body = (text === '' ? null : JSON.parse(text)) as { error?: { code?: string } } | null;
  return { status: response.status, code: body?.error?.code, body };
}

const withKey = (key: string) => ({ headers: { 'x-api-key': key } });
const gated = { requireApiAuth: true, apiKeys: ['first-key', 'second-key'] };

describe('the deployment key', () => {
  it.each<[string, Partial<HttpAppOptions>, RequestInit, string | undefined]>([
    ['no key', gated, {}, 'AUTH_REQUIRED'],
    ['an empty key', gated, withKey(''), 'AUTH_REQUIRED'],
    ['the first key', gated, withKey('first-key'), undefined],
    ['the second key', gated, withKey('second-key'), undefined],
    ['an unknown key', gated, withKey('third-key'), 'AUTH_INVALID'],
    ['the start of a key', gated, withKey('first-ke'), 'AUTH_INVALID'],
    ['a key in other case', gated, withKey('First-Key'), 'AUTH_INVALID'],
    ['the keys joined by a comma', gated, withKey('first-key,second-key'), 'AUTH_INVALID'],
    ['the keys joined by node', gated, withKey('first-key, second-key'), 'AUTH_INVALID'],
    ['no key where none is configured', { requireApiAuth: true }, {}, 'AUTH_REQUIRED'],
    ['a key where none is configured', { requireApiAuth: true }, withKey('any'), 'AUTH_INVALID'],
    ['an empty configured key', { requireApiAuth: true, apiKeys: [''] }, withKey(' '), 'AUTH_REQUIRED'],
    ['no key with the gate off', { apiKeys: ['first-key'] }, {}, undefined],
    ['a wrong key with the gate off', { apiKeys: ['first-key'] }, withKey('any'), undefined],
  ])('with %s', async (_case, options, init, code) => {
    const answer = await call(options, '/api/v1/machines', init);
    expect(answer.code).toBe(code);
    expect(answer.status).toBe(code === undefined ? 200 : 401);
  });

  it.each([
    ['GET', '/health', 200],
    ['GET', '/api/v1/health', 200],
    ['HEAD', '/api/v1/health', 200],
    ['OPTIONS', '/api/v1/health', 204],
    ['POST', '/api/v1/health', 405],
    ['GET', '/elsewhere', 404],
    ['GET', '/api/v1', 401],
    ['GET', '/api/v1/nope', 401],
    ['GET', '/api/v1/machines/', 401],
    ['GET', '/api/v1/%zz', 401],
    ['PUT', '/api/v1/machines', 401],
    ['OPTIONS', '/api/v1/machines', 401],
    ['HEAD', '/api/v1/machines', 401],
    ['GET', '/api/v1/m%61chines', 401],
    ['GET', '/api/v1/Health', 401],
    ['GET', '/%61pi/v1/machines', 401],
    ['GET', '/api/v1/readiness', 401],
    ['GET', '/%61pi/v1/nope', 401],
  ])('a gated server answers %s %s without a key with %i', async (method, path, status) => {
    const answer = await call(gated, path, { method });
    const isReadable = status === 401 && method !== 'HEAD';
    expect(answer).toMatchObject(isReadable ? { status, code: 'AUTH_REQUIRED' } : { status });
  });

  it('shows no key in the log', async () => {
    await call(gated, '/api/v1/machines', withKey('a-key-of-mine'));
    await fetch(`${server?.origin}/api/v1/machines`, withKey('first-key'));
    expect(server?.log.length).toBeGreaterThan(0);
    expect(JSON.stringify(server?.log)).not.toMatch(/a-key-of-mine|first-key/);
  });
});

const pairingPath = '/api/v1/machines/mach_1/agent-pairings/pair_1';
const withToken = (token: string) => ({ headers: { 'x-agent-pairing-token': token } });
const tokens: Partial<HttpAppOptions> = {
  verifyPairingToken: (token) =>
    token === 'good'
      ? Promise.resolve(pairing)
      : Promise.reject(new DomainError('AGENT_AUTH_INVALID', 'The token is not valid.')),
};

/** The generated row with another rule: this stage has no operation that must have a token. */
async function withMandatoryToken(): Promise<Partial<HttpAppOptions>> {
  const { operations } = await import('../../generated/operations.gen.ts');
  const row = { ...operations.getAgentPairing, auth: 'platform+pairing' as const };
  return { ...tokens, operations: { ...operations, getAgentPairing: row } };
}

describe('the pairing token', () => {
  it('is optional where the operation says so', async () => {
    expect(await call(tokens, pairingPath)).toMatchObject({
      status: 200,
      body: { context: { pairing: null } },
    });
  });

  it('reaches the handler as what it proves', async () => {
    const answer = await call(tokens, pairingPath, withToken('good'));
    expect(answer).toMatchObject({ status: 200, body: { context: { pairing } } });
  });

  it('is refused when it is bad, never ignored', async () => {
    expect(await call(tokens, pairingPath, withToken('bad'))).toMatchObject({
      status: 401,
      code: 'AGENT_AUTH_INVALID',
    });
  });

  it('counts as absent when it is empty', async () => {
    const options = await withMandatoryToken();
    expect(await call(options, pairingPath, withToken(''))).toMatchObject({ code: 'AGENT_AUTH_REQUIRED' });
    expect(await call(options, pairingPath, withToken('good'))).toMatchObject({ status: 200 });
  });

  it('is not looked at by operations that do not take it', async () => {
    expect(await call(tokens, '/api/v1/machines', withToken('bad'))).toMatchObject({ status: 200 });
  });

  it('fails with 500 and no detail when its check breaks', async () => {
    const verifyPairingToken = () => Promise.reject(new Error('secret detail'));
    const answer = await call({ verifyPairingToken }, pairingPath, withToken('good'));
    expect(answer).toMatchObject({ status: 500, code: 'INTERNAL_ERROR' });
    expect(JSON.stringify(answer.body)).not.toContain('secret');
  });
});

describe('the order of checks (contract E.1)', () => {
  const all = { ...gated, ...tokens };
  const post = (headers: Record<string, string>, body: string) => ({
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });

  it('is body size, JSON syntax, key, token, shape, handler', async () => {
    const key = { 'x-api-key': 'first-key' };
    const path = '/api/v1/machines';
    expect(await call(all, path, post({}, 'x'.repeat(1_100_000)))).toMatchObject({ status: 413 });
    expect(await call(all, path, post({}, '{'))).toMatchObject({ status: 400 });
    expect(await call(all, path, post({}, '{}'))).toMatchObject({ status: 401, code: 'AUTH_REQUIRED' });
    expect(await call(all, path, post(key, '{}'))).toMatchObject({ status: 400 });
  });

  it('asks for the key before the token and for the token before the shape', async () => {
    const options = { ...gated, ...(await withMandatoryToken()) };
    const bad = `${pairingPath}?%zz`;
    expect(await call(options, bad, withToken('bad'))).toMatchObject({ code: 'AUTH_REQUIRED' });
    const headers = { 'x-api-key': 'first-key', 'x-agent-pairing-token': 'bad' };
    expect(await call(options, bad, { headers })).toMatchObject({ code: 'AGENT_AUTH_INVALID' });
    headers['x-agent-pairing-token'] = 'good';
    expect(await call(options, bad, { headers })).toMatchObject({ code: 'VALIDATION_ERROR' });
    expect(await call(options, pairingPath, { headers })).toMatchObject({ status: 200 });
  });

  it('runs no handler for a refused request', async () => {
    const seen: string[] = [];
    const handlers = Object.fromEntries(
      Object.entries(echoHandlers).map(([id, handler]) => [
        id,
        (input: Parameters<typeof handler>[0]) => {
          seen.push(id);
          return handler(input);
        },
      ]),
    );
    await call({ ...all, handlers }, '/api/v1/machines', {});
    await fetch(`${server?.origin}/api/v1/machines?limit=abc`, withKey('first-key'));
    expect(seen).toEqual([]);
    await fetch(`${server?.origin}/api/v1/machines`, withKey('first-key'));
    expect(seen).toEqual(['listMachines']);
  });
});
