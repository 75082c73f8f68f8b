import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { btcUsdFeedId } from '../../conformance/registry/providers/pyth.ts';
import type { ProviderStandIns } from '../../conformance/registry/providers/provider-stand-ins.ts';
import { startProviderStandIns } from '../../conformance/registry/providers/provider-stand-ins.ts';
import { refusal } from '../domain/refusal.fixture.ts';
import { createCall, execute, secrets } from './provider-call.fixture.ts';
import { scaleExactly } from './pyth.ts';

const service = 'pyth:price-feed';
const publishTime = '2026-09-21T14:13:20.000Z';

let standIns: ProviderStandIns;
beforeAll(async () => {
  standIns = await startProviderStandIns();
  standIns.providers.pyth.apiKey = secrets.PEAQOS_PYTH_API_KEY;
});
afterAll(() => standIns.close());
beforeEach(() => standIns.forgetCalls());

describe('a price', () => {
  it('is asked for by symbol, with the API key', async () => {
    expect(await execute(standIns, service, { input: { symbol: 'BTC/USD' } })).toEqual({
      status: 'completed',
      result: {
        symbol: 'BTC/USD',
        feedId: btcUsdFeedId,
        price: '67543.12345678',
        confidence: '21.5',
        publishTime,
      },
      externalRef: null,
      settlement: null,
    });
    expect(standIns.calls()).toEqual([
      expect.objectContaining({
        method: 'GET',
        path: `/v2/updates/price/latest?ids%5B%5D=${btcUsdFeedId}&parsed=true`,
        headers: expect.objectContaining({ authorization: `Bearer ${secrets.PEAQOS_PYTH_API_KEY}` }),
      }),
    ]);
  });

  it.each([btcUsdFeedId, `0x${btcUsdFeedId}`, btcUsdFeedId.toUpperCase()])(
    'is asked for by id %s',
    async (feedId) => {
      const result = await execute(standIns, service, { input: { feedId } });
      expect(result).toMatchObject({ status: 'completed', result: { feedId: btcUsdFeedId } });
      expect(result).not.toHaveProperty('result.symbol');
    },
  );

  it('of a feed that Pyth does not have fails with its reason', async () => {
    const feedId = 'ab'.repeat(32);
    expect(await execute(standIns, service, { input: { feedId } })).toEqual({
      status: 'failed',
      errorMessage: `Pyth Network answered HTTP 404: Price ids not found: 0x${feedId}.`,
      errorCode: null,
      settlement: null,
    });
  });

  it.each([
    ['no feed', []],
    ['another feed', [{ id: 'cd'.repeat(32), price: { price: '1', conf: '1', expo: 0, publish_time: 1 } }]],
    ['no price', [{ id: btcUsdFeedId, price: { conf: '1', expo: 0, publish_time: 1 } }]],
    ['a fraction', [{ id: btcUsdFeedId, price: { price: '1.5', conf: '1', expo: 0, publish_time: 1 } }]],
    ['no time', [{ id: btcUsdFeedId, price: { price: '1', conf: '1', expo: 0 } }]],
    ['a huge exponent', [{ id: btcUsdFeedId, price: { price: '1', conf: '1', expo: 1e9, publish_time: 1 } }]],
  ])('is not made up from an answer with %s', async (_what, parsed) => {
    standIns.setFault('pyth', { kind: 'status', status: 200, body: { parsed } });
    const result = await execute(standIns, service);
    standIns.setFault('pyth', null);
    expect(result).toMatchObject({
      status: 'failed',
      errorMessage: 'Pyth Network gave an answer that is not understood.',
    });
  });
});

describe('a call that is refused before it is made', () => {
  it.each([
    [{}, 'feedId'],
    [{ feedId: 'ab' }, 'feedId'],
    [{ feedId: `${btcUsdFeedId}&x=1` }, 'feedId'],
    [{ feedId: 7 }, 'feedId'],
    [{ symbol: 'NOPE/USD' }, 'symbol'],
    [{ symbol: 'constructor' }, 'symbol'],
    [{ symbol: 1 }, 'symbol'],
    [{ symbol: 'ETH/USD', feedId: btcUsdFeedId }, 'symbol'],
  ])('for the input %j', (input, field) => {
    const { adapter, call } = createCall(standIns, service, { input });
    const issues = [{ path: `input.${field}`, message: expect.any(String) }];
    expect(() => adapter.prepare(call)).toThrow(refusal('VALIDATION_ERROR', { details: { issues } }));
  });

  it('for want of the key', () => {
    const { adapter, call } = createCall(standIns, service, { environment: { PEAQOS_PYTH_API_KEY: null } });
    const details = { missing: ['apiKey'] };
    expect(() => adapter.prepare(call)).toThrow(refusal('EXECUTION_UNSUPPORTED', { details }));
  });

  it('for an operation it does not have', () => {
    const { adapter, call } = createCall(standIns, service, { operation: 'toString' });
    expect(() => adapter.prepare(call)).toThrow(refusal('EXECUTION_UNSUPPORTED'));
  });
});

describe('a price in decimal digits', () => {
  it.each([
    ['6754312345678', -8, '67543.12345678'],
    ['100000000', -8, '1'],
    ['1', -8, '0.00000001'],
    ['0', -8, '0'],
    ['-150', -2, '-1.5'],
    ['-0', -2, '0'],
    ['12', 3, '12000'],
    ['0', 3, '0'],
    ['007', 0, '7'],
    ['123456789012345678901234567890', -10, '12345678901234567890.123456789'],
    ['', 0, null],
    ['1e5', 0, null],
    ['1', 0.5, null],
    ['1', 41, null],
    [5, 0, null],
  ])('%s × 10^%s is %s', (digits, expo, text) => {
    expect(scaleExactly(digits, expo)).toBe(text);
  });
});
