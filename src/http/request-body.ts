import type { IncomingMessage } from 'node:http';
import { DomainError } from '../domain/errors.ts';
import type { ApiRequest } from './api-request.ts';
import { parseJson } from './json-guard.ts';
import { createValidationError } from './validation-error.ts';

/** Largest accepted body in bytes (contract A.8). */
export const maxBodyBytes = 1024 * 1024;

/** The body is over the limit: 413, and the rest of it is still on its way. */
export class BodyTooLarge extends DomainError {
  constructor() {
    const issues = [{ path: '', message: 'the body is larger than 1 MiB' }];
    super('VALIDATION_ERROR', 'The request is not valid.', { issues }, 413);
  }
}

/** The client went away before its request was complete; there is nobody to answer. */
export class RequestAborted extends Error {}

/** True when a request says that a body follows. */
export function announcesBody(source: IncomingMessage): boolean {
  const length = source.headers['content-length'];
  return (length !== undefined && length !== '0') || source.headers['transfer-encoding'] !== undefined;
}

/** The whole body of a request. Raises BodyTooLarge over the limit and RequestAborted when the client goes away. */
export function readBody(source: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    if (Number(source.headers['content-length']) > maxBodyBytes) {
      reject(new BodyTooLarge());
      return;
    }
    const chunks: Buffer[] = [];
    let size = 0;
    source.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBodyBytes) chunks.push(chunk);
      else reject(new BodyTooLarge());
    });
    source.on('end', () => {
      const [first] = chunks;
      resolve(first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks));
    });
    source.on('error', () => reject(new RequestAborted()));
  });
}

const maxDrainBytes = 16 * 1024 * 1024;
const maxDrainMs = 1_000;

/** Reads and forgets what a refused client still sends, so that it gets to read the answer; bounded in bytes and time. */
export function drainRest(source: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, maxDrainMs);
    const stop = () => {
      clearTimeout(timer);
      resolve();
    };
    let size = 0;
    source.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxDrainBytes) stop();
    });
    source.once('end', stop);
    source.once('close', stop);
    source.on('error', stop);
    if (source.readableEnded || source.destroyed) stop();
  });
}

const jsonType = /^application\/json[ \t]*(?:;|$)/i;
const otherCharset = /;[ \t]*charset[ \t]*=(?![ \t]*"?utf-?8"?[ \t]*(?:;|$))/i;

/** True for `application/json` in UTF-8, the only media type the API takes. */
export function isJsonType(contentType: string): boolean {
  if (contentType === 'application/json') return true;
  return jsonType.test(contentType) && !otherCharset.test(contentType);
}

/** Raises VALIDATION_ERROR for a body of another type, and for a JSON type without a body (contract A.8). */
export function assertContentType(contentType: string | undefined, isEmpty: boolean): void {
  const isJson = contentType !== undefined && isJsonType(contentType);
  if (isEmpty && isJson) {
    throw createValidationError([{ path: '', message: 'the content type says JSON and there is no body' }]);
  }
  if (!isEmpty && !isJson) {
    throw createValidationError([
      { path: '', message: 'the content type must be application/json in UTF-8' },
    ]);
  }
}

/**
 * Reads the body (contract E.1 step 1): its JSON value where the operation wants one, else undefined. What nobody wants is
 * still read under the same limit. Raises VALIDATION_ERROR, BodyTooLarge or RequestAborted.
 */
export async function takeBody({ source, method }: ApiRequest, isWanted: boolean): Promise<unknown> {
  const bytes = announcesBody(source) ? await readBody(source) : null;
  if (method === 'GET' || method === 'HEAD') return undefined;
  const isEmpty = bytes === null || bytes.length === 0;
  if (isEmpty || isWanted) assertContentType(source.headers['content-type'], isEmpty);
  return isEmpty || !isWanted ? undefined : parseJson(bytes);
}
