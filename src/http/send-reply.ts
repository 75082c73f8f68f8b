import type { ServerResponse } from 'node:http';
import type { Reply } from './reply.ts';

const jsonType = 'application/json; charset=utf-8';

/** Headers of every answer as a flat list; `length` is the body's in bytes, null when there is none. */
export function headersOf(requestId: string, length: number | null, extra: readonly string[] = []): string[] {
  const headers = [
    'x-request-id',
    requestId,
    'cache-control',
    'no-store',
    'x-content-type-options',
    'nosniff',
    ...extra,
  ];
  if (length !== null) headers.push('content-type', jsonType, 'content-length', String(length));
  return headers;
}

/**
 * Writes an answer; for HEAD node leaves the body out and keeps its length. A reply that drains stays open after its last
 * byte: the caller ends it once the client has stopped sending. Raises, with nothing written, when the body is no JSON.
 */
export function sendReply(response: ServerResponse, requestId: string, reply: Reply): void {
  const text = reply.body === undefined ? null : JSON.stringify(reply.body);
  if (response.destroyed) return;
  const length = text === null ? null : Buffer.byteLength(text);
  response.writeHead(reply.status, headersOf(requestId, length, reply.headers));
  if (reply.drain && text !== null) response.write(text);
  else response.end(text ?? undefined);
}
