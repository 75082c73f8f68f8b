import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Answer, ProviderCall } from './call.ts';
import type { ProviderFault } from './call-faults.ts';
import { applyFault, sendProviderReply } from './call-faults.ts';
import { createOpenAiStandIn } from './openai-runtime.ts';
import { createPythStandIn } from './pyth.ts';
import { createWalrusStandIn } from './walrus.ts';
import { createWorldIdStandIn } from './world-id.ts';
import { createX402StandIn } from './x402-seller.ts';

export type { ProviderFault } from './call-faults.ts';

function createAll() {
  return {
    pyth: createPythStandIn(),
    walrus: createWalrusStandIn(),
    'world-id': createWorldIdStandIn(),
    'openai-runtime': createOpenAiStandIn(),
    x402: createX402StandIn(2),
    'x402-v1': createX402StandIn(1),
  };
}

type StandIns = ReturnType<typeof createAll>;
export type ProviderName = keyof StandIns;

/** One request that a stand-in received. */
export interface RecordedCall {
  provider: ProviderName;
  method: string;
  /** As sent, with the query, without the provider's prefix. */
  path: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** Running stand-ins of the service providers, each under its own path of one port. */
export interface ProviderStandIns {
  /** Base URL of each. */
  urls: Readonly<Record<ProviderName, string>>;
  /** What can be set and read at each. */
  providers: StandIns;
  /** Breaks a provider; null repairs it. */
  setFault(provider: ProviderName, fault: ProviderFault | null): void;
  /** Every request since the start or since forgetCalls, oldest first. */
  calls(provider?: ProviderName): RecordedCall[];
  forgetCalls(): void;
  /** Ends every connection, also hanging ones. May be called twice. */
  close(): Promise<void>;
}

const largestBodyBytes = 20_000_000;

/** Starts the stand-ins on `port` (0: any free one) of 127.0.0.1. Rejects when the port cannot be had. */
export async function startProviderStandIns(options: { port?: number } = {}): Promise<ProviderStandIns> {
  const providers = createAll();
  const faults = new Map<ProviderName, ProviderFault>();
  let recorded: RecordedCall[] = [];
  const server = createServer((request, response) => {
    receive(request)
      .then((call) => answer(call, response))
      .catch(() => response.destroy());
  });

  async function answer({ provider, call }: ReceivedCall, response: ServerResponse): Promise<void> {
    if (!isProvider(providers, provider)) return void sendProviderReply(response, { status: 404 });
    const { method, path, query, headers, body } = call;
    const search = query.size > 0 ? `?${query.toString()}` : '';
    recorded.push({ provider, method, path: path + search, headers, body: body.toString('utf8') });
    const fault = faults.get(provider);
    if (fault && (await applyFault(fault, call, response))) return;
    const answerCall: Answer = providers[provider].answer;
    sendProviderReply(response, await answerCall(call));
  }

  const { port } = await listen(server, options.port ?? 0);
  const names = Object.keys(providers) as ProviderName[];
  const urls = Object.fromEntries(names.map((name) => [name, `http://127.0.0.1:${port}/${name}`]));
  return {
    urls: urls as Record<ProviderName, string>,
    providers,
    setFault: (provider, fault) =>
      void (fault === null ? faults.delete(provider) : faults.set(provider, fault)),
    calls: (provider) => recorded.filter((call) => provider === undefined || call.provider === provider),
    forgetCalls: () => void (recorded = []),
    close: () => stop(server),
  };
}

interface ReceivedCall {
  /** The first segment of the path. */
  provider: string;
  call: ProviderCall;
}

function isProvider(providers: StandIns, name: string): name is ProviderName {
  return Object.hasOwn(providers, name);
}

async function receive(request: IncomingMessage): Promise<ReceivedCall> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > largestBodyBytes) throw new Error('The request body is too large');
    chunks.push(chunk);
  }
  const url = new URL(request.url ?? '/', `http://${request.headers.host ?? '127.0.0.1'}`);
  const [, provider = '', path = '/'] = /^\/([^/]*)(\/.*)?$/.exec(url.pathname) ?? [];
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  );
  const { method = 'GET' } = request;
  const call = { method, path, query: url.searchParams, headers, body: Buffer.concat(chunks), url: url.href };
  return { provider, call };
}

function listen(server: Server, port: number): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    // Longer than any client's pool keeps a connection, so that none dies under a request.
    server.keepAliveTimeout = 60_000;
    server.listen(port, '127.0.0.1', () => resolve(server.address() as AddressInfo));
  });
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
