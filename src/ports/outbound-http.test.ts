import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setDefaultAutoSelectFamily } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addressScopes } from './address-scope.ts';
import type { OutboundRequest } from './outbound-http.ts';
import { createOutboundHttp } from './outbound-http.ts';
import { findDeadUrl } from './registry-server.fixture.ts';

interface Received {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
  /** The client's port: the same on a kept connection. */
  port: number | undefined;
}

let server: Server;
let port = 0;
let base = '';
let deadUrl = '';
let received: Received[] = [];
/** Ends with the connection, not before. */
let trickled: Promise<void>;

const answers: Record<string, (response: ServerResponse) => void> = {
  '/ok': (response) =>
    void response.writeHead(201, { 'x-one': '1', 'set-cookie': ['a=1', 'b=2'] }).end('fine'),
  '/silence': () => undefined,
  '/trickle': (response) => {
    response.writeHead(200, { 'x-head': 'came' });
    const timer = setInterval(() => response.write('.'), 5);
    trickled = new Promise((resolve) => {
      response.once('close', () => {
        clearInterval(timer);
        resolve();
      });
    });
  },
  '/large': (response) => void response.writeHead(200, { 'x-head': 'came' }).end('x'.repeat(1_001)),
  '/exact': (response) => void response.end('x'.repeat(1_000)),
  '/redirect': (response) => void response.writeHead(302, { location: `${base}/ok` }).end(),
  '/redirect-without-location': (response) => void response.writeHead(307).end(),
  '/cut': (response) => void response.socket?.resetAndDestroy(),
  '/half': (response) => {
    response.writeHead(200, { 'content-length': '100', 'x-head': 'came' });
    response.write('half', () => response.destroy());
  },
  '/garbage': (response) => void response.socket?.end('this is no HTTP\r\n\r\n'),
  '/big-head': (response) => void response.writeHead(402, { 'payment-required': 'a'.repeat(40_000) }).end(),
  '/gzip': (response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end('not really'),
};

beforeAll(async () => {
  server = createServer({ maxHeaderSize: 65_536 }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const body = Buffer.concat(chunks).toString();
      received.push({ method, url, headers, body, port: request.socket.remotePort });
      answers[url]?.(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);
  base = `http://127.0.0.1:${port}`;
  deadUrl = await findDeadUrl();
});
afterAll(async () => {
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
});
beforeEach(() => {
  received = [];
});

const everywhere = createOutboundHttp({ allowedScopes: addressScopes });
const publicOnly = createOutboundHttp({ allowedScopes: ['public'] });
const loopbackOnly = createOutboundHttp({ allowedScopes: ['loopback'] });

function request(url: string, changes: Partial<OutboundRequest> = {}): OutboundRequest {
  return {
    url: url.startsWith('/') ? base + url : url,
    method: 'GET',
    headers: {},
    timeoutMs: 5_000,
    maxBytes: 1_000,
    origin: 'operator',
    retries: 0,
    ...changes,
  };
}

describe('an answer', () => {
  it('comes with status, headers in lower case and the bytes', async () => {
    expect(await everywhere.send(request('/ok', { headers: { 'X-Mine': 'yes' } }))).toEqual({
      status: 201,
      headers: expect.objectContaining({ 'x-one': '1', 'set-cookie': 'a=1, b=2' }),
      body: Buffer.from('fine'),
    });
    expect(received[0]?.headers).toMatchObject({ 'x-mine': 'yes', 'accept-encoding': 'identity' });
  });

  it.each(['POST', 'PUT'] as const)('of a %s follows its body', async (method) => {
    const body = Buffer.from([0x68, 0x69]);
    expect(await everywhere.send(request('/ok', { method, body }))).toMatchObject({ status: 201 });
    expect(received[0]).toMatchObject({ method, body: 'hi', headers: { 'content-length': '2' } });
  });

  it('of a HEAD has no body', async () => {
    expect(await everywhere.send(request('/ok', { method: 'HEAD' }))).toMatchObject({
      status: 201,
      body: Buffer.alloc(0),
    });
  });

  it('may have a head of 40 kB, as challenges of sellers do', async () => {
    expect(await everywhere.send(request('/big-head'))).toMatchObject({ status: 402 });
  });

  it('is not decompressed', async () => {
    expect(await everywhere.send(request('/gzip'))).toMatchObject({ body: Buffer.from('not really') });
  });
});

describe('no answer', () => {
  it.each([
    ['/silence', 'timeout'],
    ['/trickle', 'timeout'],
  ])('of %s in time is a %s', async (path, failure) => {
    const start = performance.now();
    expect(await everywhere.send(request(path, { timeoutMs: 150 }))).toMatchObject({ failure });
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  it('in time ends the connection', async () => {
    const reply = await everywhere.send(request('/trickle', { timeoutMs: 100, maxBytes: 1_000_000 }));
    expect(reply).toEqual({ failure: 'timeout', headers: expect.objectContaining({ 'x-head': 'came' }) });
    await trickled;
  });

  it('is larger than it may be', async () => {
    expect(await everywhere.send(request('/large'))).toEqual({
      failure: 'too-large',
      headers: expect.objectContaining({ 'x-head': 'came' }),
    });
    expect(await everywhere.send(request('/exact'))).toMatchObject({ status: 200 });
  });

  it('that never ends is larger too, and the connection is closed', async () => {
    expect(await everywhere.send(request('/trickle', { maxBytes: 3 }))).toMatchObject({
      failure: 'too-large',
    });
    await trickled;
  });

  it.each(['/redirect', '/redirect-without-location'])(
    'of %s is a redirect, and it is not followed',
    async (path) => {
      expect(await everywhere.send(request(path))).toMatchObject({ failure: 'redirect' });
      expect(received.map(({ url }) => url)).toEqual([path]);
    },
  );

  it.each(['/cut', '/half', '/garbage'])('of %s is a network failure', async (path) => {
    expect(await everywhere.send(request(path))).toMatchObject({ failure: 'network' });
  });

  it('where nobody listens or nobody has the name is a network failure', async () => {
    expect(await everywhere.send(request(deadUrl))).toEqual({ failure: 'network' });
    expect(await everywhere.send(request('http://nobody.invalid/'))).toEqual({ failure: 'network' });
  });

  it('over TLS from a server that speaks none is a network failure', async () => {
    expect(await everywhere.send(request(`https://127.0.0.1:${port}/ok`))).toEqual({ failure: 'network' });
  });

  it('to a header that cannot be sent is a network failure', async () => {
    expect(await everywhere.send(request('/ok', { headers: { 'x-bad': 'a\r\nb: c' } }))).toEqual({
      failure: 'network',
    });
    expect(received).toEqual([]);
  });
});

describe('a second attempt', () => {
  it.each([
    ['GET', 1, 2],
    ['HEAD', 1, 2],
    ['GET', 0, 1],
    ['POST', 1, 1],
    ['PUT', 1, 1],
  ] as const)(
    'after a network error of a %s with retries %i: %i requests',
    async (method, retries, requests) => {
      await everywhere.send(request('/cut', { method, retries }));
      expect(received).toHaveLength(requests);
    },
  );

  it('is made for no other failure', async () => {
    await everywhere.send(request('/large', { retries: 1 }));
    await everywhere.send(request('/silence', { retries: 1, timeoutMs: 100 }));
    expect(received.map(({ url }) => url)).toEqual(['/large', '/silence']);
  });
});

describe('a connection', () => {
  it('is kept for what can be sent again only', async () => {
    const http = createOutboundHttp({ allowedScopes: [] });
    for (const method of ['GET', 'GET', 'POST', 'POST'] as const) await http.send(request('/ok', { method }));
    const [first, second, third, fourth] = received.map((each) => each.port);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
    expect(fourth).not.toBe(third);
  });

  it("of the operator's calls carries no call of a request", async () => {
    const url = `http://localhost:${port}/ok`;
    expect(await publicOnly.send(request(url))).toMatchObject({ status: 201 });
    expect(await publicOnly.send(request(url, { origin: 'request' }))).toEqual({
      failure: 'forbidden-address',
    });
  });
});

/** Every one of these is this machine. */
const ourselves = [
  '127.0.0.1',
  '127.1',
  '0x7f.1',
  '0x7f000001',
  '2130706433',
  '017700000001',
  '127.0.0.1.',
  '１２７.0.0.1',
  '[::1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  'localhost',
  'LOCALHOST',
];

describe('the address of a request', () => {
  it.each(ourselves)('%s is refused where loopback is not allowed', async (host) => {
    const reply = await publicOnly.send(request(`http://${host}:${port}/ok`, { origin: 'request' }));
    expect(reply).toEqual({ failure: 'forbidden-address' });
    expect(received).toEqual([]);
  });

  it.each(ourselves.filter((host) => host !== '[::1]' && !host.includes('ffff')))(
    '%s is reached where loopback is allowed',
    async (host) => {
      const reply = await loopbackOnly.send(request(`http://${host}:${port}/ok`, { origin: 'request' }));
      expect(reply).toMatchObject({ status: 201 });
    },
  );

  it.each([
    '169.254.169.254',
    '[fd00:ec2::254]',
    '[fe80::1]',
    '0.0.0.0',
    '0',
    '[::]',
    '255.255.255.255',
    '224.0.0.1',
  ])('%s is refused whatever is allowed', async (host) => {
    const reply = await everywhere.send(request(`http://${host}:${port}/ok`, { origin: 'request' }));
    expect(reply).toEqual({ failure: 'forbidden-address' });
  });

  it('is decided for a name also where only its first address is tried', async () => {
    setDefaultAutoSelectFamily(false);
    try {
      const sent = request(`http://localhost:${port}/ok`, { origin: 'request', method: 'POST' });
      expect(await publicOnly.send(sent)).toEqual({ failure: 'forbidden-address' });
      expect(await loopbackOnly.send(sent)).not.toEqual({ failure: 'forbidden-address' });
    } finally {
      setDefaultAutoSelectFamily(true);
    }
  });

  it('may be anything when the operator configured it', async () => {
    expect(await publicOnly.send(request('/ok'))).toMatchObject({ status: 201 });
  });
});

describe('no URL', () => {
  it.each([
    'ftp://127.0.0.1/',
    'file:///etc/passwd',
    'data:text/plain,hi',
    'not a URL',
    '',
    'http://user@127.0.0.1/ok',
    'http://:pass@127.0.0.1/ok',
  ])('that can be called: "%s"', async (url) => {
    expect(await everywhere.send({ ...request('/ok'), url })).toEqual({ failure: 'forbidden-address' });
  });
});
