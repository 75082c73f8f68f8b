import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { NoAnswer } from '../engine/outcomes.ts';

export interface WireRequest {
  method: string;
  /** Sent as it is, after the path of the base URL. */
  path: string;
  headers: Readonly<Record<string, string>>;
  body: Uint8Array | undefined;
}

export interface WireAnswer {
  status: number;
  headers: Record<string, string>;
  text: string;
  durationMs: number;
}

/** Answers longer than this are cut off as broken: a target must not be able to fill the kit's memory. */
const largestAnswer = 8 * 1024 * 1024;

/**
 * Sends requests byte for byte as given (node:http, because fetch normalises paths). Raises NoAnswer when nothing
 * usable arrives within `timeoutMs`.
 */
export class HttpClient {
  readonly baseUrl: string;
  readonly #url: URL;
  readonly #agent: HttpAgent | HttpsAgent;
  readonly #timeoutMs: number;

  constructor(baseUrl: string, timeoutMs: number) {
    this.baseUrl = baseUrl;
    this.#url = new URL(baseUrl);
    this.#timeoutMs = timeoutMs;
    const options = { keepAlive: true, maxSockets: 128 };
    this.#agent = this.#url.protocol === 'https:' ? new HttpsAgent(options) : new HttpAgent(options);
  }

  close(): void {
    this.#agent.destroy();
  }

  /** The answer to one request. A request that died on a kept-alive connection is sent once more. */
  async send(request: WireRequest): Promise<WireAnswer> {
    try {
      return await this.#sendOnce(request);
    } catch (error) {
      if (error instanceof StaleConnection) return this.#sendOnce(request);
      throw error;
    }
  }

  #sendOnce(request: WireRequest): Promise<WireAnswer> {
    const started = performance.now();
    return new Promise((resolve, reject) => {
      const outgoing = this.#open(request);
      const timer = setTimeout(() => {
        reject(new NoAnswer(`no answer within ${this.#timeoutMs} ms`));
        outgoing.destroy();
      }, this.#timeoutMs);
      const settle = (action: () => void): void => {
        clearTimeout(timer);
        action();
      };
      outgoing.on('error', (error) => settle(() => reject(toFailure(error, outgoing))));
      outgoing.on('response', (incoming) => {
        readText(incoming)
          .then((text) =>
            settle(() =>
              resolve({
                status: incoming.statusCode ?? 0,
                headers: toHeaders(incoming),
                text,
                durationMs: performance.now() - started,
              }),
            ),
          )
          .catch((error: unknown) => settle(() => reject(toFailure(error))));
      });
      outgoing.end(request.body);
    });
  }

  #open(request: WireRequest): ClientRequest {
    const prefix = this.#url.pathname.replace(/\/$/, '');
    const options: RequestOptions = {
      protocol: this.#url.protocol,
      hostname: this.#url.hostname.replace(/^\[|\]$/g, ''),
      port: this.#url.port,
      method: request.method,
      path: prefix + request.path,
      headers: { ...request.headers },
      agent: this.#agent,
    };
    return this.#url.protocol === 'https:' ? httpsRequest(options) : httpRequest(options);
  }
}

class StaleConnection extends NoAnswer {}

function toFailure(error: unknown, outgoing?: ClientRequest): Error {
  if (error instanceof NoAnswer) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const message = error instanceof Error ? error.message || code : String(error);
  const isStale = outgoing?.reusedSocket === true && (code === 'ECONNRESET' || code === 'EPIPE');
  return isStale ? new StaleConnection(message) : new NoAnswer(message, { cause: error });
}

async function readText(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > largestAnswer) throw new NoAnswer(`the answer is longer than ${largestAnswer} bytes`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function toHeaders(incoming: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}
