import type { OutboundAnswer } from '../ports/outbound-http.ts';
import type { AdapterDeps } from './adapter-deps.ts';
import { largestResultBytes } from './adapter-deps.ts';
import { describeFailure, describeMisfit, describeStatus, failed } from './answer-failure.ts';
import { assertConfigured, bearerHeader, readHeaderValue, readTarget } from './configured-values.ts';
import { discoverByAddress } from './discover-address.ts';
import { anyText, flag, isObject, oneOf, OperationInput, textLike, wholeNumber } from './operation-input.ts';
import type { Execute } from './prepare-execution.ts';
import { prepareOperation } from './prepare-execution.ts';
import type { ProviderAdapter, ProviderCall, ProviderResult } from './provider-adapter.ts';
import { decodeUtf8, parseJson } from './result-body.ts';

/** Public publishers take no larger blob. */
const largestBlobBytes = 10_485_760;

/** Stores blobs through a publisher and reads them through an aggregator, over Walrus' HTTP API. */
export function createWalrusAdapter(deps: AdapterDeps): ProviderAdapter {
  return {
    providerKey: deps.entry.key,
    prepare: (call) =>
      prepareOperation(call, {
        'store-blob': () => prepareStore(deps, call),
        'read-blob': () => prepareRead(deps, call),
      }),
    discover: (services, access) =>
      discoverByAddress(deps, services, access, { key: 'aggregatorUrl', path: '/v1/api', who: 'aggregator' }),
  };
}

function prepareStore({ entry, http, limits }: AdapterDeps, call: ProviderCall): Execute {
  const { access, service } = call;
  assertConfigured(entry, access, ['publisherUrl', 'publisherToken']);
  const { baseUrl, origin } = readTarget(access, 'publisherUrl');
  const headers = {
    accept: 'application/json',
    'content-type': 'application/octet-stream',
    ...bearerHeader(readHeaderValue(access, 'publisherToken')),
  };
  const { body, query } = readBlob(call.input);
  const url = `${baseUrl}/v1/blobs?${query.toString()}`;
  const label = `${service.providerLabel} publisher`;
  return async () => {
    const timeoutMs = limits.executeMs;
    const sent = { url, method: 'PUT', headers, body, timeoutMs, origin, retries: 0 } as const;
    const reply = await http.send({ ...sent, maxBytes: largestResultBytes });
    if ('failure' in reply) return failed(describeFailure(label, reply.failure, timeoutMs));
    if (reply.status !== 200) return failed(describeStatus(label, reply));
    return toStored(label, reply, body.byteLength);
  };
}

function readBlob(input: Readonly<Record<string, unknown>>): { body: Buffer; query: URLSearchParams } {
  const fields = new OperationInput(input);
  const data = fields.read('data', anyText, 'required') ?? '';
  const encoding = fields.read('encoding', oneOf('utf8', 'base64')) ?? 'utf8';
  const query = new URLSearchParams({ epochs: String(fields.read('epochs', wholeNumber(1, 53)) ?? 1) });
  const deletable = fields.read('deletable', flag);
  if (deletable !== undefined) query.set(deletable ? 'deletable' : 'permanent', 'true');
  const owner = fields.read('sendObjectTo', textLike(/^0x[0-9a-fA-F]{1,64}$/, 'a Sui address'));
  if (owner !== undefined) query.set('send_object_to', owner);
  if (encoding === 'base64' && !isBase64(data)) fields.refuse('data', 'must be base64, as `encoding` says');
  const body = Buffer.from(data, encoding);
  if (body.byteLength > largestBlobBytes) fields.refuse('data', 'must be at most 10 MiB');
  fields.assertValid();
  return { body, query };
}

function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
}

function toStored(label: string, { body }: OutboundAnswer, size: number): ProviderResult {
  const answer = parseJson(body.toString('utf8'));
  const stored = isObject(answer) ? (readCreated(answer) ?? readCertified(answer)) : null;
  if (!stored) return failed(describeMisfit(label));
  const result = { ...stored, size };
  return { status: 'completed', result, externalRef: stored.blobId, settlement: null };
}

interface StoredBlob {
  blobId: string;
  objectId: string | null;
  endEpoch: number | null;
  alreadyStored: boolean;
}

function readCreated({ newlyCreated }: Record<string, unknown>): StoredBlob | null {
  const blob = isObject(newlyCreated) ? newlyCreated['blobObject'] : undefined;
  if (!isObject(blob)) return null;
  const storage = isObject(blob['storage']) ? blob['storage'] : {};
  return toStoredBlob(blob['blobId'], blob['id'], storage['endEpoch'], false);
}

function readCertified({ alreadyCertified }: Record<string, unknown>): StoredBlob | null {
  if (!isObject(alreadyCertified)) return null;
  return toStoredBlob(
    alreadyCertified['blobId'],
    alreadyCertified['object'],
    alreadyCertified['endEpoch'],
    true,
  );
}

function toStoredBlob(
  blobId: unknown,
  objectId: unknown,
  endEpoch: unknown,
  alreadyStored: boolean,
): StoredBlob | null {
  if (typeof blobId !== 'string' || blobId === '') return null;
  return {
    blobId,
    objectId: typeof objectId === 'string' ? objectId : null,
    endEpoch: typeof endEpoch === 'number' ? endEpoch : null,
    alreadyStored,
  };
}

function prepareRead({ entry, http, limits }: AdapterDeps, call: ProviderCall): Execute {
  const { access, service } = call;
  assertConfigured(entry, access, ['aggregatorUrl']);
  const { baseUrl, origin } = readTarget(access, 'aggregatorUrl');
  const fields = new OperationInput(call.input);
  const blobId =
    fields.read('blobId', textLike(/^[\w-]{43}$/, 'a blob id of 43 characters'), 'required') ?? '';
  const encoding = fields.read('encoding', oneOf('utf8', 'base64')) ?? 'base64';
  fields.assertValid();
  const label = `${service.providerLabel} aggregator`;
  return async () => {
    const timeoutMs = limits.readMs;
    const url = `${baseUrl}/v1/blobs/${blobId}`;
    const sent = { url, method: 'GET', headers: {}, timeoutMs, origin, retries: 1 } as const;
    const reply = await http.send({ ...sent, maxBytes: largestResultBytes });
    if ('failure' in reply) return failed(describeFailure(label, reply.failure, timeoutMs));
    if (reply.status !== 200) return failed(describeStatus(label, reply));
    const result = { blobId, ...encode(reply.body, encoding), size: reply.body.byteLength };
    return { status: 'completed', result, externalRef: blobId, settlement: null };
  };
}

/** As text only when the bytes are one: replacement characters would pass for what was stored. */
function encode(bytes: Buffer, encoding: 'utf8' | 'base64'): { data: string; encoding: string } {
  const text = encoding === 'utf8' ? decodeUtf8(bytes) : null;
  return text === null
    ? { data: bytes.toString('base64'), encoding: 'base64' }
    : { data: text, encoding: 'utf8' };
}
