import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { RawConnection } from './api.fixture.ts';
import { attachClientErrors } from './server.ts';

it('answers a request that never ends with 408 and an envelope', async () => {
  const server = http.createServer({
    headersTimeout: 100,
    requestTimeout: 200,
    connectionsCheckingInterval: 50,
  });
  attachClientErrors(server, () => 'req_1');
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const connection = new RawConnection((server.address() as AddressInfo).port);
  try {
    connection.send('GET /health HTTP/1.1\r\nhost: x\r\nx-slow: ');
    const answer = await connection.read();
    expect(answer).toMatchObject({ status: 408, headers: { 'x-request-id': 'req_1', connection: 'close' } });
    expect(JSON.parse(answer.body)).toMatchObject({ error: { code: 'VALIDATION_ERROR' } });
    await connection.closed();
  } finally {
    connection.destroy();
    server.close();
  }
});
