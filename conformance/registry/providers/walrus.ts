import { createHash } from 'node:crypto';
import type { Answer, ProviderCall, ProviderReply } from './call.ts';

export interface WalrusStandIn {
  /** What was stored, by blob id. */
  blobs: Map<string, Buffer>;
  /** Set: storing needs `Authorization: Bearer` with it. */
  publisherToken: string | null;
}

/** Publisher and aggregator in one; an epoch number grows with what is stored. */
export function createWalrusStandIn(): WalrusStandIn & { answer: Answer } {
  const standIn: WalrusStandIn = { blobs: new Map(), publisherToken: null };
  return Object.assign(standIn, { answer: (call: ProviderCall) => route(standIn, call) });
}

function route(standIn: WalrusStandIn, call: ProviderCall): ProviderReply {
  const { method, path } = call;
  if (path === '/v1/blobs' && method === 'PUT') return store(standIn, call);
  if (path === '/v1/api') return { status: 200, body: { openapi: '3.0.3' } };
  const blobId = /^\/v1\/blobs\/([\w-]{43})$/.exec(path)?.[1];
  const blob = blobId === undefined ? undefined : standIn.blobs.get(blobId);
  if (blob === undefined) return toError(404, 'NOT_FOUND', 'the requested blob does not exist on Walrus');
  return { status: 200, headers: { 'content-type': 'application/octet-stream' }, bytes: blob };
}

const firstEpoch = 40;

function store(standIn: WalrusStandIn, { query, headers, body }: ProviderCall): ProviderReply {
  const { blobs, publisherToken } = standIn;
  if (publisherToken !== null && headers['authorization'] !== `Bearer ${publisherToken}`) {
    return toError(401, 'UNAUTHENTICATED', 'the token is missing or not valid');
  }
  const epochs = Number(query.get('epochs') ?? '1');
  if (!Number.isInteger(epochs) || epochs < 1 || epochs > 53) {
    return toError(400, 'INVALID_ARGUMENT', 'the number of epochs is out of range');
  }
  const blobId = createHash('sha256').update(body).digest('base64url');
  const endEpoch = firstEpoch + epochs;
  if (blobs.has(blobId)) {
    const event = { txDigest: '4XQHFa9S324wTzYHF3vsBSwpUZuLpmwTHYMFv9nsttSs', eventSeq: '0' };
    return { status: 200, body: { alreadyCertified: { blobId, event, endEpoch } } };
  }
  blobs.set(blobId, body);
  return { status: 200, body: { newlyCreated: toCreated(blobId, body.byteLength, endEpoch, query) } };
}

function toCreated(blobId: string, size: number, endEpoch: number, query: URLSearchParams): object {
  const encodedLength = 65_023_000;
  const storage = { id: `0x${'1'.repeat(64)}`, startEpoch: firstEpoch, endEpoch, storageSize: encodedLength };
  const blobObject = {
    id: `0x${createHash('sha256').update(`object of ${blobId}`).digest('hex')}`,
    registeredEpoch: firstEpoch,
    blobId,
    size,
    encodingType: 'RS2',
    certifiedEpoch: firstEpoch,
    storage,
    deletable: query.get('permanent') !== 'true',
  };
  const epochsAhead = endEpoch - firstEpoch;
  return {
    blobObject,
    resourceOperation: { registerFromScratch: { encodedLength, epochsAhead } },
    cost: 132_300,
  };
}

function toError(code: number, status: string, message: string): ProviderReply {
  return { status: code, body: { error: { status, code, message, details: [] } } };
}
