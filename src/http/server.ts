import http, {
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import type { Duplex } from 'node:stream';
import type { ErrorCode } from '../../generated/errors.gen.ts';
import { toEnvelope } from './error-response.ts';
import { maxBodyBytes } from './request-body.ts';
import { headersOf } from './send-reply.ts';

const requestTimeoutMs = 60_000;
const headersTimeoutMs = 20_000;
/** Longer than the idle timeout of common load balancers, so that they are the ones to close. */
const keepAliveTimeoutMs = 65_000;
const checkIntervalMs = 5_000;
const lingerMs = 1_000;
const allMethods = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS';

interface RawAnswer {
  status: number;
  code: ErrorCode;
  message: string;
  headers?: readonly string[];
}

const noMethod: RawAnswer = {
  status: 405,
  code: 'METHOD_NOT_ALLOWED',
  message: 'The path does not have this method.',
  headers: ['allow', allMethods],
};

/** Answers by the code of node's parser error; anything else is a malformed request. */
const parserAnswers: Readonly<Record<string, RawAnswer>> = {
  HPE_HEADER_OVERFLOW: { status: 431, code: 'VALIDATION_ERROR', message: 'The headers are too large.' },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { status: 413, code: 'VALIDATION_ERROR', message: 'The body is too large.' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, code: 'VALIDATION_ERROR', message: 'The request took too long.' },
};
const malformed: RawAnswer = {
  status: 400,
  code: 'VALIDATION_ERROR',
  message: 'The request is not valid HTTP.',
};

interface ParserError extends Error {
  code?: string;
  rawPacket?: Buffer;
  /** Where in the packet the parser gave up. */
  bytesParsed?: number;
}

/** Node's parser knows a fixed list of methods; a well-formed request line with another one is a 405. */
function isUnknownMethod({ code, rawPacket, bytesParsed = 0 }: ParserError): boolean {
  const [, method] = /^([A-Z-]+) \/\S* HTTP\/1\.[01]\r?\n/.exec(String(rawPacket?.subarray(0, 4096))) ?? [];
  // Further on in the packet it is what follows a whole request, and no request line.
  return code === 'HPE_INVALID_METHOD' && method !== undefined && bytesParsed <= method.length;
}

function writeRaw(
  socket: Duplex,
  { status, code, message, headers = [] }: RawAnswer,
  requestId: string,
): void {
  const body = JSON.stringify(toEnvelope(code, message));
  const all = headersOf(requestId, Buffer.byteLength(body), ['connection', 'close', ...headers]);
  let head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n`;
  for (let at = 0; at < all.length; at += 2) head += `${all[at]}: ${all[at + 1]}\r\n`;
  socket.end(`${head}\r\n${body}`);
  // Closing at once, with bytes still on their way, would reset the answer away.
  setTimeout(() => socket.destroy(), lingerMs).unref();
}

/** Makes what node answers by itself (bad request lines, huge headers, CONNECT, time-outs) an error envelope too. */
export function attachClientErrors(server: Server, createRequestId: () => string): void {
  server.on('clientError', (error: ParserError, socket: Duplex) => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const answer = isUnknownMethod(error) ? noMethod : (parserAnswers[error.code ?? ''] ?? malformed);
    writeRaw(socket, answer, createRequestId());
  });
  server.on('connect', (_request: IncomingMessage, socket: Duplex) => {
    socket.on('error', () => socket.destroy());
    writeRaw(socket, noMethod, createRequestId());
  });
}

/** An HTTP server for the API, not yet listening: bounded in time, with an error envelope for whatever goes wrong. */
export function createHttpServer(listener: RequestListener, createRequestId: () => string): Server {
  const server = http.createServer(
    {
      requestTimeout: requestTimeoutMs,
      headersTimeout: headersTimeoutMs,
      keepAliveTimeout: keepAliveTimeoutMs,
      connectionsCheckingInterval: checkIntervalMs,
      // A missing Host header is refused with an envelope by the request path.
      requireHostHeader: false,
    },
    listener,
  );
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    if (!(Number(request.headers['content-length']) > maxBodyBytes)) response.writeContinue();
    listener(request, response);
  });
  server.on('checkExpectation', listener);
  attachClientErrors(server, createRequestId);
  return server;
}
