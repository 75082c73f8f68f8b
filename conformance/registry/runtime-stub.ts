import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ProviderFault } from './providers/call-faults.ts';
import { applyFault, sendProviderReply } from './providers/call-faults.ts';
import type { ProviderCall } from './providers/call.ts';
import { createOpenAiStandIn } from './providers/openai-runtime.ts';

/** One request for a completion, as the runtime received it. */
export interface RuntimeCall {
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** A machine's own runtime: an OpenAI-compatible server at the root of its address, of one check alone. */
export interface RuntimeStub {
  /** Without a path: a machine's endpoint is an origin. */
  url: string;
  /** The model it serves. */
  model: string;
  /** Requests for a completion until now, oldest first. */
  calls(): readonly RuntimeCall[];
  /** Answers no completion until `release`. */
  hold(): void;
  release(): void;
  /** Breaks every answer; null repairs. */
  setFault(fault: ProviderFault | null): void;
  /** Ends every connection, also held ones, and frees the port. May be called twice. */
  close(): Promise<void>;
}

/** Starts a runtime on a free port of 127.0.0.1. */
export async function startRuntimeStub(): Promise<RuntimeStub> {
  const runtime = createOpenAiStandIn();
  const calls: RuntimeCall[] = [];
  let fault: ProviderFault | null = null;
  let gate = Promise.withResolvers<void>();
  gate.resolve();

  async function answer(call: ProviderCall, response: ServerResponse): Promise<void> {
    if (call.method === 'POST') {
      calls.push({ headers: call.headers, body: call.body.toString('utf8') });
      await gate.promise;
    }
    if (fault !== null && (await applyFault(fault, call, response))) return;
    sendProviderReply(response, await runtime.answer(call));
  }

  const server = createServer((request, response) => {
    receive(request)
      .then((call) => answer(call, response))
      .catch(() => response.destroy());
  });
  const { port } = await listen(server);
  return {
    url: `http://127.0.0.1:${port}`,
    model: runtime.models[0] ?? '',
    calls: () => [...calls],
    hold: () => void (gate = Promise.withResolvers<void>()),
    release: () => gate.resolve(),
    setFault: (wanted) => void (fault = wanted),
    close: () => stop(server, gate.resolve),
  };
}

async function receive(request: IncomingMessage): Promise<ProviderCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const url = new URL(request.url ?? '/', `http://${request.headers.host ?? '127.0.0.1'}`);
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  );
  const { method = 'GET' } = request;
  const body = Buffer.concat(chunks);
  return { method, path: url.pathname, query: url.searchParams, headers, body, url: url.href };
}

function listen(server: Server): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server.address() as AddressInfo));
  });
}

function stop(server: Server, release: () => void): Promise<void> {
  release();
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
