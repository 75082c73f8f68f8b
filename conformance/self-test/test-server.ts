import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface TestServer {
  url: string;
  close: () => Promise<void>;
}

export type Answer = (request: IncomingMessage & { text: string }, response: ServerResponse) => void;

/** A real HTTP server on a free port of 127.0.0.1, for tests. Bodies are read before the answer. */
export async function startTestServer(answer: Answer): Promise<TestServer> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () =>
      answer(Object.assign(request, { text: Buffer.concat(chunks).toString() }), response),
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Sends JSON with a status. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** The error envelope of the contract. */
export function sendError(response: ServerResponse, status: number, code: string): void {
  sendJson(response, status, { error: { code, message: 'No.' } });
}

/** A server that is right about health and readiness and knows nothing else. */
export const answerHealth: Answer = ({ url }, response) => {
  if (url === '/health' || url === '/api/v1/health') return sendJson(response, 200, { ok: true });
  if (url === '/api/v1/readiness')
    return sendJson(response, 200, { status: 'ready', checks: [{ name: 'store', status: 'pass' }] });
  return sendError(response, 404, 'NOT_FOUND');
};
