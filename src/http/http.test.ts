import { afterEach, describe, expect, it } from 'vitest';
import { DomainError } from '../domain/errors.ts';
import { type RawAnswer, RawConnection, startTestServer, type TestServer } from './api.fixture.ts';
import type { HttpAppOptions } from './http-app.ts';

let server: TestServer;
let connection: RawConnection;

async function start(options: Partial<HttpAppOptions> = {}): Promise<void> {
  server = await startTestServer(options);
  connection = new RawConnection(server.port);
}

afterEach(async () => {
  connection.destroy();
  await server.close();
});

const head = (method: string, path: string, headers = '') =>
  `${method} ${path} HTTP/1.1\r\nhost: x\r\n${headers}\r\n`;
const withBody = (path: string, body: string, headers = '') =>
  `${head('POST', path, `content-type: application/json\r\ncontent-length: ${body.length}\r\n${headers}`)}${body}`;
const codeOf = ({ body }: RawAnswer) => (JSON.parse(body) as { error: { code: string } }).error.code;
const machine = '{"displayName":"a","ownerId":"o","machineType":"m","runtimeProfile":"r"}';

describe('methods', () => {
  it('answers HEAD as GET without the body', async () => {
    await start();
    const got = await connection.send(head('GET', '/api/v1/machines/a', 'x-request-id: same\r\n')).read();
    const answer = await connection
      .send(head('HEAD', '/api/v1/machines/a', 'x-request-id: same\r\n'))
      .read(false);
    expect(answer.status).toBe(200);
    expect(answer.headers).toEqual({ ...got.headers, date: answer.headers['date'] });
    expect(Number(answer.headers['content-length'])).toBe(Buffer.byteLength(got.body));
    // No stray body: the next answer on the connection is whole.
    expect((await connection.send(head('GET', '/health')).read()).status).toBe(200);
  });

  it('answers HEAD of an error with its status and no body', async () => {
    await start();
    expect((await connection.send(head('HEAD', '/nope')).read(false)).status).toBe(404);
    expect((await connection.send(head('HEAD', '/api/v1/machines?limit=0')).read(false)).status).toBe(400);
    const noGet = head('HEAD', '/api/v1/machine-identity/challenges');
    expect(await connection.send(noGet).read(false)).toMatchObject({
      status: 405,
      headers: { allow: 'POST, OPTIONS' },
    });
  });

  it('answers OPTIONS with Allow and no CORS', async () => {
    await start();
    const answer = await connection.send(head('OPTIONS', '/api/v1/machines', 'origin: http://a\r\n')).read();
    expect(answer).toMatchObject({ status: 204, body: '', headers: { allow: 'GET, HEAD, POST, OPTIONS' } });
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(answer.headers).not.toHaveProperty('content-type');
    expect((await connection.send(head('OPTIONS', '/nope')).read()).status).toBe(404);
  });

  it('names the methods of a path with 405', async () => {
    await start();
    const answer = await connection.send(head('POST', '/api/v1/machines/a')).read();
    expect(answer).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD, DELETE, PATCH, OPTIONS' } });
    expect(codeOf(answer)).toBe('METHOD_NOT_ALLOWED');
    const literal = await connection.send(head('GET', '/api/v1/machines/a/agent-pairings/challenges')).read();
    expect(literal).toMatchObject({ status: 405, headers: { allow: 'POST, OPTIONS' } });
  });

  it('answers 204 without body or type', async () => {
    await start({ handlers: await only('archiveMachine', () => ({ status: 204, body: undefined })) });
    const answer = await connection.send(head('DELETE', '/api/v1/machines/a')).read();
    expect(answer.status).toBe(204);
    expect(answer.headers).not.toHaveProperty('content-length');
    expect(answer.headers).not.toHaveProperty('content-type');
    expect((await connection.send(head('GET', '/health')).read()).status).toBe(200);
  });
});

/** The echo handlers with one of them replaced. */
async function only(
  id: string,
  handler: HttpAppOptions['handlers'][string],
): Promise<HttpAppOptions['handlers']> {
  const { echoHandlers } = await import('./api.fixture.ts');
  return { ...echoHandlers, [id]: handler };
}

describe('what a handler gets', () => {
  it('is decoded, typed and only what is declared', async () => {
    await start();
    const path = '/api/v1/machines/m%2F1%20%C3%A9/agent-pairings?limit=7&limit=8&other=x&cursor=a+b%2B';
    const answer = await connection.send(head('GET', path)).read();
    expect(JSON.parse(answer.body)).toMatchObject({
      path: { machineId: 'm/1 é' },
      query: { limit: 8, cursor: 'a b+' },
    });
    expect(JSON.parse(answer.body)).not.toHaveProperty('body');
  });

  it('takes no query from the prototype chain', async () => {
    await start();
    const answer = await connection
      .send(head('GET', '/api/v1/machines?__proto__=a&constructor=b&limit=1'))
      .read();
    expect(JSON.parse(answer.body)).toMatchObject({ query: { limit: 1 } });
    expect(answer.body).not.toContain('constructor');
  });

  it('has each path parameter under its own name', async () => {
    await start();
    const answer = await connection.send(head('GET', '/api/v1/machines/m/agent-pairings/p')).read();
    expect(JSON.parse(answer.body)).toMatchObject({ path: { machineId: 'm', pairingId: 'p' } });
  });
});

describe('errors', () => {
  it('of the domain keep code, details and status', async () => {
    const refusals = [
      new DomainError('NOT_FOUND', 'no such machine'),
      new DomainError('PEAQOS_IDENTITY_UNAVAILABLE', 'no such identity', { reason: 'unknown' }, 422),
    ];
    let turn = 0;
    await start({
      handlers: await only('getMachine', () => {
        throw refusals[turn++] ?? new Error();
      }),
    });
    const first = await connection.send(head('GET', '/api/v1/machines/a')).read();
    expect(first.status).toBe(404);
    expect(JSON.parse(first.body)).toEqual({ error: { code: 'NOT_FOUND', message: 'no such machine' } });
    const second = await connection.send(head('GET', '/api/v1/machines/a')).read();
    expect(second.status).toBe(422);
    expect(JSON.parse(second.body)).toMatchObject({ error: { details: { reason: 'unknown' } } });
  });

  it('that are ours say nothing and are logged under the request id', async () => {
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    const mistakes = [
      () => Promise.reject(new Error('SELECT secret')),
      () => {
        throw Object.assign(new Error('SELECT secret'), { status: 418, expose: true });
      },
      () => ({ status: 200, body: cycle }),
      () => ({ status: 200, body: { n: 1n } }),
      () => Promise.reject('SELECT secret' as unknown as Error),
    ];
    let turn = 0;
    await start({
      handlers: await only('getMachine', () => mistakes[turn++]?.() ?? { status: 200, body: {} }),
    });
    for (const _ of mistakes) {
      const answer = await connection.send(head('GET', '/api/v1/machines/a', 'x-request-id: r1\r\n')).read();
      expect(answer.status).toBe(500);
      expect(codeOf(answer)).toBe('INTERNAL_ERROR');
      expect(answer.body).not.toContain('secret');
    }
    const logged = server.log.filter((line) => line['level'] === 50);
    expect(logged.map((line) => line['requestId'])).toEqual(mistakes.map(() => 'r1'));
  });

  it('of validation name the field by its dot path and never the value', async () => {
    await start();
    const body = `${machine.slice(0, -1)},"identityProof":{"challengeId":"c","signature":"0xsecretsecret"}}`;
    const answer = await connection.send(withBody('/api/v1/machines', body)).read();
    const { error } = JSON.parse(answer.body) as { error: { details: { issues: { path: string }[] } } };
    expect(error.details.issues.map(({ path }) => path)).toEqual(['identityProof.signature']);
    expect(answer.body).not.toContain('secretsecret');
    expect(JSON.stringify(server.log)).not.toContain('secretsecret');
  });
});

describe('request ids', () => {
  it('are the own ones of a client when harmless, else new', async () => {
    await start();
    const idOf = async (header: string) => {
      const answer = await connection.send(head('GET', '/health', header)).read();
      return answer.headers['x-request-id'];
    };
    expect(await idOf('x-request-id: a.B_9-c\r\n')).toBe('a.B_9-c');
    for (const bad of ['a b', 'a"b', 'a,b', '{}', 'a'.repeat(65), 'é', '']) {
      expect(await idOf(`x-request-id: ${bad}\r\n`)).toMatch(/^req_[0-9a-f]{12}-[0-9a-z]+$/);
    }
    expect(await idOf('')).not.toBe(await idOf(''));
  });
});

describe('the access log', () => {
  it('has one line per request with the template, and neither query nor ids nor headers', async () => {
    await start();
    await connection
      .send(head('GET', '/api/v1/machines/mach_secret?cursor=private', 'x-api-key: hidden\r\n'))
      .read();
    await connection.send(head('GET', '/nope?cursor=private')).read();
    await connection.send(head('GET', '/health')).read();
    expect(server.log).toMatchObject([
      { level: 30, method: 'GET', route: '/api/v1/machines/{machineId}', status: 200 },
      { level: 30, method: 'GET', route: null, status: 404 },
      { level: 20, method: 'GET', route: '/health', status: 200 },
    ]);
    expect(server.log[0]?.['ms']).toBeGreaterThan(0);
    expect(server.log[0]?.['requestId']).toMatch(/^req_/);
    expect(JSON.stringify(server.log)).not.toMatch(/mach_secret|private|hidden|nope/);
  });
});

describe('headers', () => {
  it('do not tell what serves', async () => {
    await start();
    const { headers } = await connection.send(head('GET', '/health')).read();
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers).not.toHaveProperty('server');
  });
});
