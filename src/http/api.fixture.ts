import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { type Logger, pino } from 'pino';
import { operations } from '../../generated/operations.gen.ts';
import { validators } from '../../generated/validators.gen.js';
import { randomIds } from '../ports/ids.ts';
import { createHttpApp, type HttpAppOptions } from './http-app.ts';

/** A server under test: where it listens, what it logged, and the request ids its handlers saw. */
export interface TestServer {
  origin: string;
  port: number;
  server: Server;
  /** Parsed log lines, oldest first. */
  log: Record<string, unknown>[];
  close(): Promise<void>;
}

/** The bundled contract, parsed anew. */
export async function loadDocument(): Promise<HttpAppOptions['document']> {
  const file = new URL('../../generated/openapi.json', import.meta.url);
  return JSON.parse(await readFile(file, 'utf8')) as HttpAppOptions['document'];
}

/** A logger that keeps its lines. */
export function createMemoryLogger(log: Record<string, unknown>[]): Logger {
  return pino(
    { level: 'debug' },
    { write: (line: string) => log.push(JSON.parse(line) as Record<string, unknown>) },
  );
}

/** Handlers that answer with what they were given; answers are not held against the contract. */
export const echoHandlers: HttpAppOptions['handlers'] = Object.fromEntries(
  Object.keys(operations).map((id) => [id, (input) => ({ status: 200, body: input })]),
);

/** Serves the contract's operations on a free port. */
export async function startTestServer(options: Partial<HttpAppOptions> = {}): Promise<TestServer> {
  const log: Record<string, unknown>[] = [];
  const app = await createHttpApp({
    document: await loadDocument(),
    operations,
    validators,
    handlers: echoHandlers,
    verifyPairingToken: () => Promise.reject(new Error('no token expected')),
    ids: randomIds,
    apiKeys: [],
    requireApiAuth: false,
    requireAgentPairingAuth: true,
    responseValidation: 'off',
    logger: createMemoryLogger(log),
    ...options,
  });
  const server = app.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    server,
    log,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** One HTTP answer as it came over a raw socket. */
export interface RawAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Reads answers with a content length off a socket, one after the other. */
export class RawConnection {
  readonly socket: Socket;
  #buffer = Buffer.alloc(0);
  #wake = () => {};
  #isClosed = false;

  constructor(port: number) {
    this.socket = connect(port, '127.0.0.1');
    this.socket.on('data', (chunk) => {
      this.#buffer = Buffer.concat([this.#buffer, chunk]);
      this.#wake();
    });
    // A reset after the answer is the server's right; a test that misses its answer fails by itself.
    this.socket.on('error', () => {});
    this.socket.on('close', () => {
      this.#isClosed = true;
      this.#wake();
    });
  }

  send(data: string | Buffer): this {
    this.socket.write(data);
    return this;
  }

  async #until(isThere: () => boolean): Promise<void> {
    while (!isThere()) {
      if (this.#isClosed) throw new Error(`closed after ${JSON.stringify(String(this.#buffer))}`);
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** The next answer; `hasBody` is false for answers to HEAD. */
  async read(hasBody = true): Promise<RawAnswer> {
    await this.#until(() => this.#buffer.includes('\r\n\r\n'));
    const end = this.#buffer.indexOf('\r\n\r\n');
    const [first = '', ...lines] = this.#buffer.toString('latin1', 0, end).split('\r\n');
    const headers = Object.fromEntries(
      lines.map((line) => [
        line.slice(0, line.indexOf(':')).toLowerCase(),
        line.slice(line.indexOf(':') + 2),
      ]),
    );
    const length = hasBody ? Number(headers['content-length'] ?? 0) : 0;
    await this.#until(() => this.#buffer.length >= end + 4 + length);
    const body = this.#buffer.toString('utf8', end + 4, end + 4 + length);
    this.#buffer = this.#buffer.subarray(end + 4 + length);
    return { status: Number(first.split(' ')[1]), headers, body };
  }

  /** Resolves once the server closed the connection. */
  closed(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#isClosed) resolve();
      else this.socket.once('close', () => resolve());
    });
  }

  destroy(): void {
    this.socket.destroy();
  }
}
