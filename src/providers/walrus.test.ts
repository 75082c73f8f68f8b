import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ProviderStandIns } from '../../conformance/registry/providers/provider-stand-ins.ts';
import { startProviderStandIns } from '../../conformance/registry/providers/provider-stand-ins.ts';
import { refusal } from '../domain/refusal.fixture.ts';
import { createCall, execute, secrets } from './provider-call.fixture.ts';

const store = 'walrus:store-blob';
const read = 'walrus:read-blob';

let standIns: ProviderStandIns;
beforeAll(async () => {
  standIns = await startProviderStandIns();
  standIns.providers.walrus.publisherToken = secrets.PEAQOS_WALRUS_PUBLISHER_TOKEN;
});
afterAll(() => standIns.close());
beforeEach(() => {
  standIns.forgetCalls();
  standIns.setFault('walrus', null);
  standIns.providers.walrus.blobs.clear();
});

async function storeBlob(data: string | Buffer): Promise<string> {
  const input = { data: data.toString('base64'), encoding: 'base64' };
  const text = { data };
  const result = await execute(standIns, store, { input: typeof data === 'string' ? text : input });
  return (result as unknown as { result: { blobId: string } }).result.blobId;
}

describe('store-blob', () => {
  it('stores text with the token, and says what was stored', async () => {
    const result = await execute(standIns, store, { input: { data: 'temperature=21.4 °C', epochs: 5 } });
    const [blobId] = standIns.providers.walrus.blobs.keys();
    expect(result).toEqual({
      status: 'completed',
      result: {
        blobId,
        objectId: expect.stringMatching(/^0x/),
        size: 20,
        endEpoch: 45,
        alreadyStored: false,
      },
      externalRef: blobId,
      settlement: null,
    });
    expect(standIns.calls()).toEqual([
      expect.objectContaining({
        method: 'PUT',
        path: '/v1/blobs?epochs=5',
        body: 'temperature=21.4 °C',
        headers: expect.objectContaining({
          authorization: `Bearer ${secrets.PEAQOS_WALRUS_PUBLISHER_TOKEN}`,
        }),
      }),
    ]);
  });

  it('stores bytes given as base64', async () => {
    const blobId = await storeBlob(Buffer.from([0, 255, 128]));
    expect(standIns.providers.walrus.blobs.get(blobId)).toEqual(Buffer.from([0, 255, 128]));
  });

  it('says that a blob was there already', async () => {
    const blobId = await storeBlob('twice');
    expect(await execute(standIns, store, { input: { data: 'twice' } })).toMatchObject({
      status: 'completed',
      result: { blobId, objectId: null, endEpoch: 41, alreadyStored: true, size: 5 },
    });
  });

  it.each([
    [{ deletable: true }, 'epochs=1&deletable=true'],
    [{ deletable: false }, 'epochs=1&permanent=true'],
    [{ epochs: null, sendObjectTo: '0xAb1' }, 'epochs=1&send_object_to=0xAb1'],
  ])('with %j asks for %s', async (options, query) => {
    await execute(standIns, store, { input: { data: 'x', ...options } });
    expect(standIns.calls()[0]?.path).toBe(`/v1/blobs?${query}`);
  });

  it.each([
    [{}, 'data'],
    [{ data: 5 }, 'data'],
    [{ data: 'a', encoding: 'hex' }, 'encoding'],
    [{ data: 'not base64!', encoding: 'base64' }, 'data'],
    [{ data: 'x'.repeat(10_485_761) }, 'data'],
    [{ data: 'a', epochs: 0 }, 'epochs'],
    [{ data: 'a', epochs: 54 }, 'epochs'],
    [{ data: 'a', epochs: 1.5 }, 'epochs'],
    [{ data: 'a', epochs: '5' }, 'epochs'],
    [{ data: 'a', deletable: 'yes' }, 'deletable'],
    [{ data: 'a', sendObjectTo: '0x1&epochs=53' }, 'sendObjectTo'],
  ])('refuses an input whose %#. fault is in its field', (input, field) => {
    const { adapter, call } = createCall(standIns, store, { input });
    const issues = [{ path: `input.${field}`, message: expect.any(String) }];
    expect(() => adapter.prepare(call)).toThrow(refusal('VALIDATION_ERROR', { details: { issues } }));
  });

  it('is not possible without a publisher', () => {
    const environment = { PEAQOS_WALRUS_PUBLISHER_URL: null };
    const { adapter, call } = createCall(standIns, store, { environment });
    const details = { missing: ['publisherUrl'] };
    expect(() => adapter.prepare(call)).toThrow(refusal('EXECUTION_UNSUPPORTED', { details }));
  });

  it.each(['ftp://127.0.0.1', 'http://user:pass@127.0.0.1', 'http://127.0.0.1?x=1', 'nonsense'])(
    'is not possible with the publisher %s',
    (publisherUrl) => {
      const { adapter, call } = createCall(standIns, store, { request: { publisherUrl } });
      const details = { missing: [], invalid: ['publisherUrl'] };
      expect(() => adapter.prepare(call)).toThrow(refusal('EXECUTION_UNSUPPORTED', { details }));
    },
  );

  it('is not possible with a token that cannot stand in a header', () => {
    const request = { publisherToken: 'a\r\nx: y' };
    const { adapter, call } = createCall(standIns, store, { request });
    const details = { missing: [], invalid: ['publisherToken'] };
    expect(() => adapter.prepare(call)).toThrow(refusal('EXECUTION_UNSUPPORTED', { details }));
  });

  it('fails with a wrong token', async () => {
    const result = await execute(standIns, store, { request: { publisherToken: 'another' } });
    expect(result).toMatchObject({
      status: 'failed',
      errorMessage: 'Walrus publisher answered HTTP 401: the token is missing or not valid.',
    });
  });

  it.each([
    {},
    [],
    { newlyCreated: {} },
    { newlyCreated: { blobObject: {} } },
    { alreadyCertified: { blobId: 7 } },
  ])('fails for the answer %j', async (body) => {
    standIns.setFault('walrus', { kind: 'status', status: 200, body });
    expect(await execute(standIns, store)).toMatchObject({
      status: 'failed',
      errorMessage: 'Walrus publisher gave an answer that is not understood.',
    });
  });
});

describe('read-blob', () => {
  it.each([
    ['utf8', 'grüße', { data: 'grüße', encoding: 'utf8', size: 7 }],
    [undefined, 'grüße', { data: Buffer.from('grüße').toString('base64'), encoding: 'base64', size: 7 }],
    ['utf8', Buffer.from([0xff, 0xfe]), { data: '//4=', encoding: 'base64', size: 2 }],
    ['utf8', Buffer.alloc(0), { data: '', encoding: 'utf8', size: 0 }],
  ])('as %s gives the bytes back', async (encoding, data, result) => {
    const blobId = await storeBlob(data);
    expect(await execute(standIns, read, { input: { blobId, encoding } })).toEqual({
      status: 'completed',
      result: { blobId, ...result },
      externalRef: blobId,
      settlement: null,
    });
  });

  it('sends no token', async () => {
    const blobId = await storeBlob('open');
    standIns.forgetCalls();
    await execute(standIns, read, { input: { blobId } });
    expect(standIns.calls()[0]?.headers).not.toHaveProperty('authorization');
  });

  it('fails for a blob that is not there', async () => {
    expect(await execute(standIns, read, { input: { blobId: 'A'.repeat(43) } })).toMatchObject({
      status: 'failed',
      errorMessage: 'Walrus aggregator answered HTTP 404: the requested blob does not exist on Walrus.',
    });
  });

  it('may be of 200 kB', async () => {
    const blobId = await storeBlob('x'.repeat(200_000));
    const result = await execute(standIns, read, { input: { blobId, encoding: 'utf8' } });
    expect(result).toMatchObject({ status: 'completed', result: { size: 200_000 } });
  });

  it.each([
    ['as base64', 'base64', 200_000, 'Walrus'],
    ['on its way', 'utf8', 262_145, 'Walrus aggregator'],
    ['as JSON', 'utf8', 262_144, 'Walrus'],
  ])('fails for what has more than 256 KiB %s', async (_what, encoding, size, who) => {
    const blobId = await storeBlob('x'.repeat(size));
    expect(await execute(standIns, read, { input: { blobId, encoding } })).toMatchObject({
      status: 'failed',
      errorMessage: `${who} answered with more than 256 KiB.`,
    });
  });

  it.each(['', 'A'.repeat(42), `${'A'.repeat(40)}/..`, 7])('refuses the id %s', (blobId) => {
    const { adapter, call } = createCall(standIns, read, { input: { blobId } });
    const issues = [{ path: 'input.blobId', message: expect.any(String) }];
    expect(() => adapter.prepare(call)).toThrow(refusal('VALIDATION_ERROR', { details: { issues } }));
  });
});

describe('discovery', () => {
  const discover = (changes = {}) => {
    const { adapter, call } = createCall(standIns, read, changes);
    return adapter.discover!([call.service], call.access);
  };

  it('says that the aggregator answers', async () => {
    expect(await discover()).toEqual([
      { serviceId: read, isAvailable: true, reasons: ['aggregator answers'] },
    ]);
  });

  it('says that it is out of order', async () => {
    standIns.setFault('walrus', { kind: 'status', status: 503 });
    expect(await discover()).toEqual([
      { serviceId: read, isAvailable: false, reasons: ['aggregator reports an error'] },
    ]);
  });

  it('says nothing when there is no answer, in time', async () => {
    standIns.setFault('walrus', { kind: 'hang' });
    expect(await discover({ limits: { discoverMs: 50 } })).toBeUndefined();
    standIns.setFault('walrus', { kind: 'reset' });
    expect(await discover()).toBeUndefined();
    expect(await discover({ request: { aggregatorUrl: 'nonsense' } })).toBeUndefined();
  });
});
