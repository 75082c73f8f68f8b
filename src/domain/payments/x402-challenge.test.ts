import { encodePaymentRequiredHeader } from '@x402/core/http';
import { describe, expect, it } from 'vitest';
import { decodeChallenge, parseChallenge, toAcceptsForDisplay } from './x402-challenge.ts';
import { anOffer, encode, payTo, usdc } from './x402.fixture.ts';

const resource = { url: 'https://seller.example/weather', description: 'Wetter für Köln' };
const offer = anOffer();

const firstVersionOffer = {
  scheme: 'exact',
  network: 'base',
  maxAmountRequired: '20000',
  resource: resource.url,
  description: 'Weather',
  mimeType: 'application/json',
  payTo,
  maxTimeoutSeconds: 60,
  asset: usdc,
  extra: { name: 'USD Coin', version: '2' },
};

describe('decodeChallenge', () => {
  it('reads what the x402 package of sellers writes', async () => {
    const header = encodePaymentRequiredHeader({
      x402Version: 2,
      error: 'Payment required',
      resource,
      accepts: [
        {
          scheme: 'exact',
          network: 'eip155:8453',
          asset: usdc,
          amount: '20000',
          payTo,
          maxTimeoutSeconds: 300,
          extra: { name: 'USD Coin', version: '2' },
        },
      ],
    });
    expect(await decodeChallenge(header)).toEqual({
      x402Version: 2,
      requirements: [offer],
      accepts: [offer],
    });
  });

  it('reads version 1 in the words of version 2, and keeps what the seller wrote', async () => {
    const challenge = { x402Version: 1, error: 'X-PAYMENT header is required', accepts: [firstVersionOffer] };
    expect(await decodeChallenge(encode(challenge))).toEqual({
      x402Version: 1,
      requirements: [{ ...offer, network: 'base', maxTimeoutSeconds: 60 }],
      accepts: [firstVersionOffer],
    });
  });

  it.each([
    ['an empty text', ''],
    ['no base64', 'not base64!'],
    ['base64url', encode({ x402Version: 2, accepts: [offer], more: '???>>>' }).replaceAll('/', '_')],
    ['base64 of no JSON', Buffer.from('{"x402Version":2').toString('base64')],
    ['a text', encode('challenge')],
    ['null', encode(null)],
    ['a list', encode([offer])],
    ['no offer', encode({ x402Version: 2, accepts: [] })],
    ['offers that are no list', encode({ x402Version: 2, accepts: offer })],
    ['no accepts', encode({ x402Version: 2 })],
    ['no version', encode({ accepts: [offer] })],
    ['version 3', encode({ x402Version: 3, accepts: [offer] })],
    ['a version in a text', encode({ x402Version: '2', accepts: [offer] })],
    ['offers of version 2 as version 1', encode({ x402Version: 1, accepts: [offer] })],
    ['offers of version 1 as version 2', encode({ x402Version: 2, accepts: [firstVersionOffer] })],
  ])('is null for %s', async (_case, text) => {
    expect(await decodeChallenge(text)).toBeNull();
  });
});

describe('parseChallenge', () => {
  it('needs no description of the resource and no extra', async () => {
    const { extra: _extra, ...bare } = offer;
    const challenge = await parseChallenge({ x402Version: 2, accepts: [bare, { ...offer, extra: null }] });
    const parsed = { ...offer, extra: {} };
    expect(challenge?.requirements).toEqual([parsed, parsed]);
  });

  it.each(['scheme', 'network', 'asset', 'amount', 'payTo', 'maxTimeoutSeconds'])(
    'leaves out an offer without %s, and keeps its neighbours',
    async (field) => {
      const accepts = [null, 'exact', { ...offer, [field]: undefined }, offer, { ...offer, [field]: true }];
      expect(await parseChallenge({ x402Version: 2, accepts })).toEqual({
        x402Version: 2,
        requirements: [offer],
        accepts: [offer],
      });
    },
  );

  it('keeps offers of other chains and schemes', async () => {
    const others = [anOffer({ network: 'solana:mainnet', asset: 'EPjF' }), anOffer({ scheme: 'upto' })];
    expect((await parseChallenge({ x402Version: 2, accepts: others }))?.requirements).toEqual(others);
  });
});

describe('toAcceptsForDisplay', () => {
  it('copies the offers as the seller wrote them', async () => {
    const entry = { ...offer, outputSchema: { type: 'object' } };
    const challenge = await parseChallenge({ x402Version: 2, accepts: [entry] });
    const accepts = toAcceptsForDisplay(challenge!);
    expect(accepts).toEqual([entry]);
    accepts[0]!['extra'] = {};
    expect(challenge?.accepts).toEqual([entry]);
  });
});
