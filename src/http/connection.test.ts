import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RawConnection, startTestServer, type TestServer } from './api.fixture.ts';

let server: TestServer;
let connection: RawConnection;

beforeEach(async () => {
  server = await startTestServer();
  connection = new RawConnection(server.port);
});

afterEach(async () => {
  connection.destroy();
  await server.close();
});

const json = 'content-type: application/json\r\n';
const head = (method: string, path: string, headers = '') =>
  `${method} ${path} HTTP/1.1\r\nhost: x\r\n${headers}\r\n`;
const withBody = (path: string, body: string) =>
  `${head('POST', path, `${json}content-length: ${Buffer.byteLength(body)}\r\n`)}${body}`;
const health = head('GET', '/health');
const machine = '{"displayName":"a","ownerId":"o","machineType":"m","runtimeProfile":"r"}';
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function isServing(): Promise<boolean> {
  const other = new RawConnection(server.port).send(health);
  const { status } = await other.read();
  other.destroy();
  return status === 200;
}

describe('a connection', () => {
  it('stays usable after refusals', async () => {
    const refused = [
      withBody('/api/v1/machines', '{'),
      withBody('/api/v1/machines', '{}'),
      withBody('/nope', machine),
      withBody('/health', machine),
      head('GET', '/api/v1/machines?limit=0'),
      head('GET', '/api/v1/machines/%zz'),
      head('DELETE', '/api/v1/machines/a', json),
      `${head('DELETE', '/nope', 'content-length: 5\r\n')}12345`,
    ];
    for (const bytes of refused) {
      expect((await connection.send(bytes).read()).status).toBeGreaterThanOrEqual(400);
      expect((await connection.send(health).read()).status).toBe(200);
    }
  });

  it('answers pipelined requests in order', async () => {
    connection.send(withBody('/api/v1/machines', machine) + withBody('/api/v1/machines', '{') + health);
    const statuses = [await connection.read(), await connection.read(), await connection.read()];
    expect(statuses.map(({ status }) => status)).toEqual([200, 400, 200]);
  });

  it('takes a body that comes byte by byte', async () => {
    for (const byte of withBody('/api/v1/machines', machine)) {
      connection.send(byte);
      await pause(0);
    }
    expect((await connection.read()).status).toBe(200);
  });
});

describe('a body over the limit', () => {
  it('is refused before it has arrived, and the connection closes', async () => {
    connection.send(head('POST', '/api/v1/machines', `${json}content-length: 50000000\r\n`));
    const answer = await connection.read();
    expect(answer).toMatchObject({ status: 413, headers: { connection: 'close' } });
    await connection.closed();
  });

  it('is refused while its chunks go on', async () => {
    connection.send(head('POST', '/api/v1/machines', `${json}transfer-encoding: chunked\r\n`));
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    for (let n = 0; n < 17; n++) connection.send(chunk);
    expect((await connection.read()).status).toBe(413);
    const endless = setInterval(() => connection.send(chunk), 5);
    await connection.closed();
    clearInterval(endless);
    expect(await isServing()).toBe(true);
  });

  it('lets a client that sends everything first read the answer', async () => {
    const response = await fetch(`${server.origin}/api/v1/machines`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: 'x'.repeat(8_000_000),
    });
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ error: { code: 'VALIDATION_ERROR' } });
  });

  it('is read to its end, so that a client that is slow to listen is not reset', async () => {
    connection.socket.pause();
    connection.send(head('POST', '/api/v1/machines', `${json}content-length: 4000000\r\n`));
    for (let n = 0; n < 20; n++) {
      await pause(10);
      connection.send('x'.repeat(200_000));
    }
    connection.socket.resume();
    expect((await connection.read()).status).toBe(413);
    await connection.closed();
    expect(connection.socket.errored).toBeNull();
  });

  it('is refused in place of «100 Continue»', async () => {
    const headers = `${json}content-length: 2000000\r\nexpect: 100-continue\r\n`;
    expect((await connection.send(head('POST', '/api/v1/machines', headers)).read()).status).toBe(413);
  });
});

describe('an expectation', () => {
  it('of «100 Continue» is met', async () => {
    const headers = `${json}content-length: ${machine.length}\r\nexpect: 100-continue\r\n`;
    expect((await connection.send(head('POST', '/api/v1/machines', headers)).read()).status).toBe(100);
    expect((await connection.send(machine).read()).status).toBe(200);
  });

  it('of anything else is ignored', async () => {
    expect((await connection.send(head('GET', '/health', 'expect: tea\r\n')).read()).status).toBe(200);
  });
});

describe('a client that goes away', () => {
  it('in the middle of its body leaves the server serving and one log line', async () => {
    connection.send(`${head('POST', '/api/v1/machines', `${json}content-length: 100\r\n`)}{"a":`);
    await pause(50);
    connection.destroy();
    await expect
      .poll(() => server.log)
      .toMatchObject([{ msg: 'request aborted', route: '/api/v1/machines' }]);
    expect(await isServing()).toBe(true);
  });

  it('with half a body and a closed sending side gets an envelope or a closed connection', async () => {
    connection.send(`${head('POST', '/api/v1/machines', `${json}content-length: 100\r\n`)}{"a":`);
    connection.socket.end();
    expect((await connection.read()).status).toBe(400);
    await connection.closed();
    expect(await isServing()).toBe(true);
  });

  it('in the middle of an oversized body leaves the server serving', async () => {
    connection.send(
      `${head('POST', '/api/v1/machines', `${json}content-length: 5000000\r\n`)}${'x'.repeat(100_000)}`,
    );
    expect((await connection.read()).status).toBe(413);
    connection.destroy();
    expect(await isServing()).toBe(true);
  });

  it('before the answer is made harms nobody', async () => {
    await server.close();
    let finish = () => {};
    const { echoHandlers } = await import('./api.fixture.ts');
    const handlers = {
      ...echoHandlers,
      getMachine: () =>
        new Promise<{ status: number; body: unknown }>((resolve) => {
          finish = () => resolve({ status: 200, body: {} });
        }),
    };
    server = await startTestServer({ handlers });
    connection = new RawConnection(server.port).send(head('GET', '/api/v1/machines/a'));
    await pause(50);
    connection.destroy();
    await pause(50);
    finish();
    expect(await isServing()).toBe(true);
    expect(server.log.filter((line) => Number(line['level']) >= 50)).toEqual([]);
  });
});

describe('a request longer than its length', () => {
  it('is a malformed request', async () => {
    connection.send(`${head('POST', '/api/v1/machines', `${json}content-length: 2\r\n`)}{}garbage\r\n\r\n`);
    expect((await connection.read()).status).toBe(400);
    await connection.closed();
  });
});
