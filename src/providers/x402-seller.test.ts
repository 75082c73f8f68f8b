import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ProviderStandIns } from '../../conformance/registry/providers/provider-stand-ins.ts';
import { startProviderStandIns } from '../../conformance/registry/providers/provider-stand-ins.ts';
import { payer, signX402 } from '../../conformance/registry/providers/sign-x402.fixture.ts';
import { encodeHeader } from '../../conformance/registry/providers/x402-payment.ts';
import { refusal } from '../domain/refusal.fixture.ts';
import type { CallChanges } from './provider-call.fixture.ts';
import { createCall, execute } from './provider-call.fixture.ts';

const second = 'pay-sh:quicknode-rpc:query';
const first = 'agentic-market:exa-search:query';
const versions = [
  { version: 2, service: second, label: 'pay.sh', standIn: 'x402', header: 'payment-signature' },
  { version: 1, service: first, label: 'Agentic Market', standIn: 'x402-v1', header: 'x-payment' },
] as const;

let standIns: ProviderStandIns;
beforeAll(async () => {
  standIns = await startProviderStandIns();
});
afterAll(() => standIns.close());
beforeEach(() => {
  standIns.forgetCalls();
  for (const standIn of ['x402', 'x402-v1'] as const) {
    standIns.setFault(standIn, null);
    standIns.providers[standIn].settlementFailure = null;
  }
  standIns.providers.x402.placement = 'header';
});

async function challenge(service: string, changes: CallChanges = {}) {
  const { adapter, call } = createCall(standIns, service, changes);
  return adapter.challenge!(call);
}

const sign = async (service: string) => signX402((await challenge(service)).paymentRequired!);
const decode = (text: string) =>
  JSON.parse(Buffer.from(text, 'base64').toString()) as Record<string, unknown>;

describe('a challenge', () => {
  it('of version 2 is the header, exactly as the seller sent it', async () => {
    const found = await challenge(second);
    const paymentUrl = `${standIns.urls.x402}/base-mainnet`;
    expect(found).toEqual({
      paymentRequired: expect.any(String),
      statusCode: 402,
      paymentUrl,
      bodyError: null,
      accepts: [expect.objectContaining({ network: 'eip155:84532', amount: '10000' })],
    });
    expect(decode(found.paymentRequired!)).toMatchObject({
      x402Version: 2,
      resource: { url: paymentUrl },
      accepts: found.accepts,
    });
    const [call] = standIns.calls();
    expect(call).toMatchObject({ method: 'POST', path: '/base-mainnet' });
    expect(JSON.parse(call!.body)).toMatchObject({ method: 'eth_blockNumber' });
    expect(call!.headers).not.toHaveProperty('payment-signature');
  });

  it.each([
    ['version 1', first, 1],
    ['version 2 of a seller that writes it there', second, 2],
  ])('of %s is the body', async (_what, service, x402Version) => {
    standIns.providers.x402.placement = 'body';
    const found = await challenge(service);
    expect(found).toMatchObject({ statusCode: 402, bodyError: null, accepts: [{ scheme: 'exact' }] });
    expect(decode(found.paymentRequired!)).toMatchObject({ x402Version, accepts: found.accepts });
  });

  it.each([
    ['another status', { kind: 'status', status: 400, body: { error: 'bad method' } }, 400, 'bad method'],
    ['another status without a reason', { kind: 'status', status: 204 }, 204, 'HTTP 204 in place of 402'],
    [
      'goods for nothing',
      { kind: 'status', status: 200, body: { data: 1 } },
      200,
      'HTTP 200 in place of 402',
    ],
    ['a 402 that is none of x402', { kind: 'status', status: 402, body: { message: 'Pay.' } }, 402, 'Pay'],
    ['a bare 402', { kind: 'status', status: 402 }, 402, 'HTTP 402 without a challenge that can be read'],
    [
      'a header that is none',
      { kind: 'status', status: 402, headers: { 'payment-required': 'e30=' } },
      402,
      'HTTP 402 without a challenge that can be read',
    ],
    ['a cut connection', { kind: 'reset' }, null, 'pay.sh cannot be reached.'],
    ['too much', { kind: 'huge', bytes: 300_000 }, null, 'pay.sh answered with more than 256 KiB.'],
    [
      'a redirection',
      { kind: 'redirect', location: 'http://127.0.0.1/' },
      null,
      'pay.sh answered with a redirection, which is not followed.',
    ],
  ] as const)('is none for %s', async (_what, fault, statusCode, bodyError) => {
    standIns.setFault('x402', fault);
    const paymentUrl = `${standIns.urls.x402}/base-mainnet`;
    expect(await challenge(second)).toEqual({ statusCode, paymentUrl, bodyError });
  });

  it('is none for a seller that keeps silent', async () => {
    standIns.setFault('x402', { kind: 'hang' });
    expect(await challenge(second, { limits: { challengeMs: 60 } })).toMatchObject({
      statusCode: null,
      bodyError: 'pay.sh gave no answer in 0.06 s.',
    });
  });

  it.each([
    [{ operation: 'nothing' }, 'pay.sh has no such operation here.'],
    [{ input: {} }, 'input.jsonrpc is required'],
  ])('is none for the call %j', async (changes, bodyError) => {
    expect(await challenge(second, changes)).toMatchObject({ statusCode: null, bodyError });
    expect(standIns.calls()).toEqual([]);
  });
});

describe.each(versions)('a payment of version $version', ({ service, label, standIn, header }) => {
  it('goes out once, brings the goods and says how it was settled', async () => {
    const paymentSignature = await sign(service);
    standIns.forgetCalls();
    const before = standIns.providers[standIn].executions;
    const result = await execute(standIns, service, { paymentSignature });
    expect(result).toEqual({
      status: 'completed',
      result: expect.objectContaining({ paid: true, method: 'POST' }),
      externalRef: expect.stringMatching(/^0x[0-9a-f]{64}$/),
      settlement: {
        status: 'settled',
        response: expect.objectContaining({ success: true, payer: payer.address }),
        payerAddress: payer.address,
      },
    });
    expect(standIns.calls().map(({ headers }) => headers[header])).toEqual([paymentSignature]);
    expect(standIns.providers[standIn].executions).toBe(before + 1);
  });

  it('is not taken twice', async () => {
    const paymentSignature = await sign(service);
    await execute(standIns, service, { paymentSignature });
    expect(await execute(standIns, service, { paymentSignature })).toEqual({
      status: 'failed',
      errorMessage: `${label} did not take the payment (HTTP 402): invalid_transaction_state.`,
      errorCode: null,
      settlement: { status: 'failed', response: null, payerAddress: null },
    });
  });

  it('that cannot be settled fails with what the seller says', async () => {
    const paymentSignature = await sign(service);
    standIns.providers[standIn].settlementFailure = 'insufficient_funds';
    expect(await execute(standIns, service, { paymentSignature })).toMatchObject({
      status: 'failed',
      errorMessage: `${label} did not take the payment (HTTP 402): insufficient_funds.`,
      settlement: {
        status: 'failed',
        response: { errorReason: 'insufficient_funds' },
        payerAddress: payer.address,
      },
    });
  });

  it.each([
    ['reset', { kind: 'reset' }, 'cannot be reached'],
    ['half', { kind: 'half' }, 'cannot be reached'],
    ['hang', { kind: 'hang' }, 'gave no answer in 0.08 s'],
    ['status', { kind: 'status', status: 503, body: {} }, 'answered HTTP 503'],
    ['redirect', { kind: 'redirect', location: 'http://127.0.0.1/' }, 'answered with a redirection'],
  ] as const)('is not sent again after a %s', async (_what, fault, message) => {
    const paymentSignature = await sign(service);
    standIns.forgetCalls();
    standIns.setFault(standIn, fault);
    const result = await execute(standIns, service, { paymentSignature, limits: { executeMs: 80 } });
    expect(result).toMatchObject({
      status: 'failed',
      errorMessage: expect.stringContaining(`${label} ${message}`),
      settlement: { status: 'unknown', response: null, payerAddress: null },
    });
    expect(standIns.calls()).toHaveLength(1);
  });

  it('does not come back, whatever the seller answers', async () => {
    const paymentSignature = await sign(service);
    const { payload } = decode(paymentSignature) as { payload: { signature: string } };
    const says = { success: true, transaction: '0x1', network: 'x', payer: '0x2', echo: paymentSignature };
    const headers = { 'payment-response': encodeHeader(says) };
    const body = {
      error: `got ${paymentSignature}`,
      [paymentSignature]: 1,
      list: [payload.signature.toUpperCase()],
    };
    for (const status of [200, 402, 500]) {
      standIns.setFault(standIn, { kind: 'status', status, headers, body });
      const text = JSON.stringify(await execute(standIns, service, { paymentSignature }));
      expect(text).not.toContain(paymentSignature);
      expect(text.toLowerCase()).not.toContain(payload.signature.slice(2).toLowerCase());
      expect(text).toContain('[REDACTED]');
    }
  });
});

describe('a paid GET', () => {
  it('is not sent again either, although it could be', async () => {
    const { adapter, call } = createCall(standIns, second, { paymentSignature: 'e30=' });
    const endpoints = call.service.endpoints.map((endpoint) => ({ ...endpoint, method: 'GET' }));
    const prepared = adapter.prepare({
      ...call,
      input: { jsonrpc: '2.0', id: 1, method: 'eth_blockNumber', params: [] },
      service: { ...call.service, endpoints },
    });
    standIns.setFault('x402', { kind: 'reset' });
    expect(await prepared.run()).toMatchObject({ status: 'failed', settlement: { status: 'unknown' } });
    expect(standIns.calls().map(({ method }) => method)).toEqual(['GET']);
  });
});

describe('goods', () => {
  const deliver = async (fault: Parameters<ProviderStandIns['setFault']>[1]) => {
    standIns.setFault('x402', fault);
    return execute(standIns, second, { paymentSignature: 'e30=' });
  };

  it('that are too large still tell what became of the payment', async () => {
    const says = { success: true, transaction: '0x1', network: 'eip155:84532', payer: '0x2' };
    const headers = { 'payment-response': encodeHeader(says) };
    const body = 'x'.repeat(300_000);
    expect(await deliver({ kind: 'status', status: 200, headers, body })).toEqual({
      status: 'failed',
      errorMessage: 'pay.sh answered with more than 256 KiB.',
      errorCode: null,
      settlement: { status: 'settled', response: says, payerAddress: '0x2' },
    });
  });

  it.each([
    ['text/html', '<p>hi</p>', { contentType: 'text/html', text: '<p>hi</p>' }],
    ['application/json', '{"no', { contentType: 'application/json', text: '{"no' }],
    ['application/json', 'null', null],
    ['application/problem+json', '{"a":1}', { a: 1 }],
    ['text/plain', '{"a":1}', { contentType: 'text/plain', text: '{"a":1}' }],
    [
      'application/json',
      `${'['.repeat(200)}${']'.repeat(200)}`,
      expect.objectContaining({ text: expect.any(String) }),
    ],
    ['application/json', '['.repeat(200_000), expect.objectContaining({ text: expect.any(String) })],
  ])('of type %s are kept as they are', async (contentType, text, result) => {
    const headers = { 'content-type': contentType };
    const found = await deliver({ kind: 'status', status: 200, headers, text });
    expect(found).toEqual(expect.objectContaining({ status: 'completed', result }));
  });

  it('in bytes are kept as base64', async () => {
    const headers = { 'content-type': 'image/png' };
    const fault = { kind: 'status', status: 200, headers, text: Buffer.from([0x89, 0x50, 0xff]) } as const;
    expect(await deliver(fault)).toMatchObject({ result: { contentType: 'image/png', base64: 'iVD/' } });
  });

  it('without word of the payment leave it unknown', async () => {
    for (const headers of [
      {},
      { 'payment-response': 'no base64!' },
      { 'payment-response': encodeHeader({}) },
    ]) {
      expect(await deliver({ kind: 'status', status: 200, headers, body: {} })).toMatchObject({
        status: 'completed',
        externalRef: null,
        settlement: { status: 'unknown', payerAddress: null },
      });
    }
  });
});

describe('a call without payment', () => {
  it('fails where the seller asks for one', async () => {
    expect(await execute(standIns, second)).toEqual({
      status: 'failed',
      errorMessage: 'pay.sh asks for a payment (HTTP 402): PAYMENT-SIGNATURE header is required.',
      errorCode: null,
      settlement: null,
    });
  });

  it('brings the goods where it asks for none', async () => {
    standIns.setFault('x402', { kind: 'status', status: 200, body: { free: true } });
    expect(await execute(standIns, second)).toMatchObject({ result: { free: true }, settlement: null });
  });
});

describe('a payment signature', () => {
  it('that cannot stand in a header is refused', () => {
    const { adapter, call } = createCall(standIns, second, { paymentSignature: 'a\nb: c' });
    const issues = [{ path: 'payment.paymentSignature', message: 'must be base64' }];
    expect(() => adapter.prepare(call)).toThrow(refusal('VALIDATION_ERROR', { details: { issues } }));
  });

  it('is not held back where nothing was sent', async () => {
    const request = { sellerUrl: standIns.urls.x402 };
    const changes = { request, scopes: ['public'], paymentSignature: 'e30=' } as const;
    expect(await execute(standIns, second, changes)).toEqual({
      status: 'failed',
      errorMessage: 'The address of pay.sh is none that this server may call.',
      errorCode: null,
      settlement: null,
    });
  });
});

describe('discovery', () => {
  it('says whether the seller answers', async () => {
    const { adapter, call } = createCall(standIns, second);
    const discover = () => adapter.discover!([call.service], call.access);
    const offer = { serviceId: second, isAvailable: true, reasons: ['seller answers'] };
    expect(await discover()).toEqual([offer]);
    standIns.setFault('x402', { kind: 'redirect', location: '/elsewhere' });
    expect(await discover()).toEqual([offer]);
    standIns.setFault('x402', { kind: 'reset' });
    expect(await discover()).toBeUndefined();
  });
});
