import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Answer, ProviderCall } from '../conformance/registry/providers/call.ts';
import { createOpenAiStandIn } from '../conformance/registry/providers/openai-runtime.ts';
import type { OpenAiStandIn } from '../conformance/registry/providers/openai-runtime.ts';

/** A machine's own runtime, at an origin of its own as a runtime endpoint names it. */
export interface RuntimeServer {
  url: string;
  standIn: OpenAiStandIn & { answer: Answer };
  /** What came, oldest first. */
  calls: ProviderCall[];
  stop(): Promise<void>;
}

export async function startRuntimeServer(): Promise<RuntimeServer> {
  const standIn = createOpenAiStandIn();
  const calls: ProviderCall[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = 'GET', url = '/', headers } = request;
      const { pathname, searchParams, href } = new URL(url, 'http://127.0.0.1');
      const call: ProviderCall = {
        method,
        path: pathname,
        query: searchParams,
        headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
        body: Buffer.concat(chunks),
        url: href,
      };
      calls.push(call);
      void Promise.resolve(standIn.answer(call)).then(({ status, body }) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    standIn,
    calls,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
