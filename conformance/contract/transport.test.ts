import { afterEach, expect, test } from 'vitest';
import { answerHealth, sendJson, startTestServer } from '../self-test/test-server.ts';
import type { Answer, TestServer } from '../self-test/test-server.ts';
import type { Exchange } from './exchange.ts';
import { HttpClient } from './http-client.ts';
import { operations } from './operations.ts';
import { mask, Redactor } from './redactor.ts';
import { Transport } from './transport.ts';

let server: TestServer | undefined;
let client: HttpClient | undefined;
afterEach(async () => {
  client?.close();
  await server?.close();
});

async function open(
  answer: Answer,
  path = '',
): Promise<{ transport: Transport; exchanges: Exchange[]; redactor: Redactor }> {
  server = await startTestServer(answer);
  client = new HttpClient(server.url + path, 500);
  const exchanges: Exchange[] = [];
  const redactor = new Redactor();
  const transport = new Transport({
    client,
    redactor,
    apiKeys: ['the-right-key'],
    isReadOnly: false,
    unknownPathAnswer: undefined,
    record: (exchange) => void exchanges.push(exchange),
  });
  return { transport, exchanges, redactor };
}

const get = { method: 'GET', path: '/health', headers: {}, body: undefined };

test('A path is sent byte for byte, after the path of the base URL', async () => {
  const seen: (string | undefined)[] = [];
  const { transport } = await open((request, response) => {
    seen.push(request.url);
    sendJson(response, 200, {});
  }, '/base');
  for (const path of ['/a/../b', '/%zz', '//x', '/a?b=%00&b=2'])
    await transport.send({ ...get, path }, undefined);
  expect(seen).toEqual(['/base/a/../b', '/base/%zz', '/base//x', '/base/a?b=%00&b=2']);
});

test('What is recorded holds no secret, and the check still gets the real values', async () => {
  const { transport, exchanges, redactor } = await open((_request, response) =>
    sendJson(response, 201, { item: { pairingToken: 'opaque-token-1234' } }),
  );
  const body = Buffer.from('{"signature":"0xabc123"}');
  const headers = { 'x-api-key': 'the-right-key', 'content-type': 'application/json' };
  const reply = await transport.send({ method: 'POST', path: '/x', headers, body }, undefined);
  expect(reply.at('item.pairingToken')).toBe('opaque-token-1234');
  const text = JSON.stringify(exchanges);
  for (const secret of ['opaque-token-1234', '0xabc123', 'the-right-key']) expect(text).not.toContain(secret);
  expect(exchanges[0]).toMatchObject({ usedKnownKey: true, requestHeaders: { 'x-api-key': mask } });
  expect(redactor.text('later: opaque-token-1234')).toBe(`later: ${mask}`);
});

test('Credentials and signatures that a check sends are hidden wherever they come back', async () => {
  const { transport, exchanges } = await open((request, response) =>
    sendJson(response, 200, { item: { note: `got ${request.text}` } }),
  );
  const sent = {
    providerCredentials: { walrus: { publisherUrl: 'http://127.0.0.1:1', publisherToken: 'planted-one' } },
    credentials: { apiToken: 'planted-two' },
    payment: { paymentSignature: 'planted-three' },
  };
  const body = Buffer.from(JSON.stringify(sent));
  const reply = await transport.send({ method: 'POST', path: '/x', headers: {}, body }, undefined);
  expect(reply.text).toContain('planted-three');
  expect(JSON.stringify(exchanges)).not.toContain('planted');
  expect(JSON.stringify(exchanges)).toContain('http://127.0.0.1:1');
});

test('A long body is cut in the evidence only', async () => {
  const { transport, exchanges } = await open((_request, response) =>
    sendJson(response, 200, 'x'.repeat(40_000)),
  );
  const reply = await transport.send(get, undefined);
  expect(reply.text).toHaveLength(40_002);
  expect(exchanges[0]?.responseBody?.length).toBeLessThan(16_500);
});

test('An answer is accepted when it is 2xx and conforms', async () => {
  const { transport } = await open(answerHealth);
  expect((await transport.send(get, operations.getHealth)).isAccepted).toBe(true);
  expect((await transport.send({ ...get, path: '/nothing' }, undefined)).isAccepted).toBe(false);
});

test('An answer that breaks the contract is recorded with the violation and not accepted', async () => {
  const { transport, exchanges } = await open((_request, response) => sendJson(response, 200, { ok: 'yes' }));
  expect((await transport.send(get, operations.getHealth)).isAccepted).toBe(false);
  expect(exchanges[0]?.violations).toMatchObject(
    [{ pointer: '/ok' }, {}].slice(0, exchanges[0]?.violations.length),
  );
  expect(exchanges[0]?.violations.length).toBeGreaterThan(0);
});

test('A request that died on a kept-alive connection is sent once more', async () => {
  let count = 0;
  const { transport } = await open((request, response) => {
    count += 1;
    if (count === 2) request.socket.destroy();
    else sendJson(response, 200, { ok: true });
  });
  await transport.send(get, operations.getHealth);
  expect((await transport.send(get, operations.getHealth)).status).toBe(200);
});
