// What the orders of the bench buy: a provider that answers at once with 32 bytes, in the load process.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const blob = Buffer.alloc(32, 7);

/** Starts the provider on a free port; returns its address. */
export async function startSeller(): Promise<string> {
  const server = createServer((_request, response) => {
    response
      .writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': blob.length })
      .end(blob);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
