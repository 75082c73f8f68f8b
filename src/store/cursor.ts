import { createHmac, timingSafeEqual } from 'node:crypto';
import { DomainError } from '../domain/errors.ts';
import type { PageKey } from './store.ts';

export type CursorFilters = Record<string, string | undefined>;

export interface CursorCodec {
  /** The cursor that continues a list after `key`. Filters that are undefined count as absent. */
  encode(list: string, filters: CursorFilters, key: PageKey): string;
  /** The key inside a cursor. Raises VALIDATION_ERROR unless this list with these filters gave it out (contract A.7). */
  decode(list: string, filters: CursorFilters, cursor: string): PageKey;
}

const PURPOSE = 'machine-markets cursor v1';
const MAC_BYTES = 32;
const MAX_LENGTH = 1024;
const MIN_KEY_BYTES = 16;

/**
 * Makes opaque cursors that only the holders of `key` can produce, so that nobody can alter one or move it to another list.
 * Replicas behind one address need the same key. Raises an Error for a key under 16 bytes.
 */
export function createCursorCodec(key: Uint8Array): CursorCodec {
  if (key.length < MIN_KEY_BYTES) throw new Error(`The cursor key needs at least ${MIN_KEY_BYTES} bytes.`);
  const sign = (list: string, filters: CursorFilters, payload: string): Buffer =>
    createHmac('sha256', key)
      .update(JSON.stringify([PURPOSE, list, canonical(filters), payload]))
      .digest();
  return {
    encode(list, filters, { createdAt, id }) {
      const payload = JSON.stringify([createdAt, id]);
      return Buffer.concat([sign(list, filters, payload), Buffer.from(payload)]).toString('base64url');
    },
    decode(list, filters, cursor) {
      const bytes = toBytes(cursor);
      const payload = bytes.toString('utf8', MAC_BYTES);
      if (!timingSafeEqual(bytes.subarray(0, MAC_BYTES), sign(list, filters, payload))) {
        throw cursorError('was not given out for this list with these filters');
      }
      const [createdAt, id] = JSON.parse(payload) as [string, string];
      return { createdAt, id };
    },
  };
}

function toBytes(cursor: string): Buffer {
  if (cursor.length > MAX_LENGTH) throw cursorError('is malformed');
  const bytes = Buffer.from(cursor, 'base64url');
  // Decoding skips foreign characters and spare bits; only the one spelling that encode makes is accepted.
  if (bytes.length <= MAC_BYTES || bytes.toString('base64url') !== cursor) throw cursorError('is malformed');
  return bytes;
}

function canonical(filters: CursorFilters): [string, string][] {
  return Object.entries(filters)
    .filter((entry): entry is [string, string] => entry[1] !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function cursorError(message: string): DomainError {
  return new DomainError('VALIDATION_ERROR', `The cursor ${message}.`, {
    issues: [{ path: 'cursor', message }],
  });
}
