import type { ServerResponse } from 'node:http';

/** What the registry answers: a JSON body, raw text (for deliberate garbage), or no body at all. */
export interface Reply {
  status: number;
  body?: unknown;
  text?: string;
  headers?: Record<string, string>;
}

/** An error in the registry's own envelope (contract E.3): `{detail: string}`. */
export function toErrorReply(status: number, detail: string, headers: Record<string, string> = {}): Reply {
  return { status, body: { detail }, headers };
}

/** Writes a reply. Nothing may be cached: clients of the verify route insist on both headers. */
export function sendReply(response: ServerResponse, reply: Reply): void {
  if (response.destroyed || response.headersSent) return;
  const text = reply.text ?? (reply.body === undefined ? undefined : JSON.stringify(reply.body));
  const headers: Record<string, string | number> = {
    'cache-control': 'no-store',
    pragma: 'no-cache',
    ...reply.headers,
  };
  if (text !== undefined) {
    headers['content-type'] = 'application/json; charset=utf-8';
    headers['content-length'] = Buffer.byteLength(text);
  }
  response.writeHead(reply.status, headers);
  response.end(text);
}
