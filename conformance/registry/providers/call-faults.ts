import type { ServerResponse } from 'node:http';
import type { ProviderCall, ProviderReply } from './call.ts';

/** A way in which a provider can be broken on purpose. */
export type ProviderFault =
  /** `text` stands in place of a JSON `body`. */
  | {
      kind: 'status';
      status: number;
      body?: unknown;
      text?: string | Buffer;
      headers?: Readonly<Record<string, string>>;
    }
  /** The right answer, `delayMs` ms late. */
  | { kind: 'slow'; delayMs: number }
  /** The head at once, then one byte every 10 ms, without end. */
  | { kind: 'trickle' }
  /** The head and a part of the announced body, then the connection is cut. */
  | { kind: 'half' }
  /** The connection is cut without an answer. */
  | { kind: 'reset' }
  /** No answer until the stand-in closes. */
  | { kind: 'hang' }
  /** 200 with a body that is no JSON, or one that says nothing. */
  | { kind: 'garbage'; text?: string }
  /** 200 with a JSON text of `bytes` bytes. */
  | { kind: 'huge'; bytes: number }
  | { kind: 'redirect'; location: string }
  /** 200, or `status`, with the headers and the body of the request in the answer: nothing of it may be passed on. */
  | { kind: 'echo'; status?: number };

const json = { 'content-type': 'application/json' };

/** Breaks the answer to one call; false when the usual answer is to follow. */
export async function applyFault(
  fault: ProviderFault,
  call: ProviderCall,
  response: ServerResponse,
): Promise<boolean> {
  const reply = toFaultReply(fault, call);
  if (reply !== undefined) return sendProviderReply(response, reply);
  if (fault.kind === 'slow') return !(await waitWhileOpen(response, fault.delayMs));
  if (fault.kind === 'reset') response.socket?.resetAndDestroy();
  if (fault.kind === 'trickle') trickle(response);
  if (fault.kind === 'half') {
    response.writeHead(200, { ...json, 'content-length': '1000' });
    response.write('{"half":', () => response.destroy());
  }
  return true;
}

function toFaultReply(fault: ProviderFault, { headers, body }: ProviderCall): ProviderReply | undefined {
  if (fault.kind === 'status') {
    const { status, text, headers: own = {} } = fault;
    return {
      status,
      headers: own,
      body: fault.body,
      ...(text === undefined ? {} : { bytes: Buffer.from(text) }),
    };
  }
  if (fault.kind === 'garbage')
    return { status: 200, headers: json, bytes: Buffer.from(fault.text ?? '{"gar') };
  if (fault.kind === 'huge') {
    const text = `{"filler":"${'x'.repeat(Math.max(0, fault.bytes - 13))}"}`;
    return { status: 200, headers: json, bytes: Buffer.from(text) };
  }
  if (fault.kind === 'redirect') return { status: 302, headers: { location: fault.location } };
  if (fault.kind === 'echo') {
    const text = body.toString('utf8');
    return { status: fault.status ?? 200, body: { error: JSON.stringify(headers), headers, body: text } };
  }
  return undefined;
}

/** Writes a reply; always true. */
export function sendProviderReply(response: ServerResponse, reply: ProviderReply): true {
  if (response.destroyed || response.headersSent) return true;
  const hasJson = reply.bytes === undefined && reply.body !== undefined;
  const bytes = hasJson ? Buffer.from(JSON.stringify(reply.body)) : reply.bytes;
  response.writeHead(reply.status, {
    ...(hasJson ? json : {}),
    ...reply.headers,
    'content-length': bytes?.byteLength ?? 0,
  });
  response.end(bytes);
  return true;
}

/** Waits, but no longer than the connection lives; false when the client or the stand-in has gone. */
function waitWhileOpen(response: ServerResponse, delayMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(true), delayMs);
    response.once('close', () => {
      clearTimeout(timer);
      resolve(false);
    });
  });
}

function trickle(response: ServerResponse): void {
  response.writeHead(200, json);
  const timer = setInterval(() => response.write(' '), 10);
  response.once('close', () => clearInterval(timer));
}
