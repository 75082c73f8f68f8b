import { x402Client } from '@x402/core/client';
import { encodePaymentSignatureHeader } from '@x402/core/http';
import { ExactEvmScheme } from '@x402/evm/exact/client';
import { ExactEvmSchemeV1 } from '@x402/evm/v1';
import { beforeAll, describe, expect, it } from 'vitest';
import { refusal } from '../refusal.fixture.ts';
import { decodeChallenge } from './x402-challenge.ts';
import type { X402Requirement } from './x402-challenge.ts';
import { assertSignatureFits } from './x402-signature.ts';
import { sdkPayment } from './x402-sdk-vector.fixture.ts';
import type { Authorization } from './x402.fixture.ts';
import {
  aChallenge,
  anAuthorization,
  anOffer,
  encode,
  now,
  payer,
  payTo,
  sign,
  usdc,
} from './x402.fixture.ts';

const offer = anOffer();
const challenge = aChallenge();
const paid = {
  network: 'eip155:8453',
  payerAddress: payer.address,
  headerName: 'PAYMENT-SIGNATURE',
  amount: '20000',
  payTo,
};

const undecodable = 'must be the base64 text of an x402 payment';
const otherOffer = 'must pay what the payment request offers: network, asset, payTo and value';
const notSigned = 'must be signed by its payer for the token of the offer';
const expired = 'must not be expired';
const refused = (message: string) =>
  refusal('VALIDATION_ERROR', { details: { issues: [{ path: 'payment.paymentSignature', message }] } });

/** A signed payment, altered after it was signed where `payload` and `accepted` say so. */
async function pay(
  changes: Partial<Authorization> = {},
  { accepted = offer, signed = anAuthorization(changes), chainId = 8453 } = {},
): Promise<string> {
  const signature = await sign(signed, accepted, chainId);
  return encode({
    x402Version: 2,
    payload: { authorization: anAuthorization(changes), signature },
    accepted,
  });
}

const payload = async (signature?: string) => ({
  authorization: anAuthorization(),
  signature: signature ?? (await sign(anAuthorization())),
});

describe('a payment by a real client', () => {
  it('of the Python SDK fits the challenge it was made from', async () => {
    const stored = await decodeChallenge(sdkPayment.paymentRequired);
    expect(await assertSignatureFits(sdkPayment.paymentSignature, stored, now)).toEqual({
      network: sdkPayment.network,
      payerAddress: sdkPayment.payerAddress,
      headerName: sdkPayment.headerName,
      amount: sdkPayment.amount,
      payTo,
    });
  });

  it('of the x402 package fits, in version 2', async () => {
    const client = new x402Client().register('eip155:*', new ExactEvmScheme(payer));
    const required = { x402Version: 2, resource: { url: 'https://seller.example/' }, accepts: [offer] };
    const payment = await client.createPaymentPayload(required as never);
    expect(await assertSignatureFits(encodePaymentSignatureHeader(payment), challenge, Date.now())).toEqual(
      paid,
    );
  });

  it('of the x402 package fits, in version 1 with the header of version 1', async () => {
    const client = new x402Client().registerV1('base', new ExactEvmSchemeV1(payer));
    const { amount, ...rest } = anOffer({ network: 'base' });
    const entry = {
      ...rest,
      maxAmountRequired: amount,
      resource: 'https://seller.example/',
      description: '',
    };
    const payment = await client.createPaymentPayload({ x402Version: 1, accepts: [entry] } as never);
    const stored = await decodeChallenge(encode({ x402Version: 1, accepts: [entry] }));
    expect(await assertSignatureFits(encodePaymentSignatureHeader(payment), stored, Date.now())).toEqual({
      ...paid,
      network: 'base',
      headerName: 'X-PAYMENT',
    });
  });
});

describe('a payment that fits', () => {
  it.each([
    ['addresses in lower case', { from: payer.address.toLowerCase(), to: payTo.toLowerCase() }],
    ['addresses in upper case', { to: `0x${payTo.slice(2).toUpperCase()}` }],
  ])('may write %s', async (_case, changes) => {
    const text = encode({
      x402Version: 2,
      accepted: { ...offer, asset: usdc.toLowerCase(), payTo: payTo.toLowerCase() },
      payload: { authorization: anAuthorization(changes), signature: await sign(anAuthorization()) },
    });
    expect(await assertSignatureFits(text, challenge, now)).toEqual(paid);
  });

  it('may pay any of the offers', async () => {
    const others = [anOffer({ network: 'eip155:1' }), anOffer({ amount: '1' }), offer];
    expect(await assertSignatureFits(await pay(), aChallenge(others), now)).toEqual(paid);
  });

  it('may have a signature of a smart wallet, which only the seller can check', async () => {
    const long = `${await sign(anAuthorization())}${'00'.repeat(64)}`;
    const text = encode({ x402Version: 2, accepted: offer, payload: await payload(long) });
    expect(await assertSignatureFits(text, challenge, now)).toEqual(paid);
  });

  it.each([{}, { name: 'USD Coin' }, { version: '2' }])(
    'cannot be told from a wrong signature where the domain is only %j',
    async (extra) => {
      const accepted = anOffer({ extra });
      const text = encode({ x402Version: 2, accepted, payload: await payload(`0x${'11'.repeat(64)}1b`) });
      expect(await assertSignatureFits(text, aChallenge([accepted]), now)).toEqual(paid);
    },
  );

  it.each<[string, X402Requirement]>([
    ['another chain', anOffer({ network: 'solana:mainnet', asset: 'EPjFWdd5', payTo: 'Seller111' })],
    ['another scheme', anOffer({ scheme: 'upto' })],
    ['another transfer method', anOffer({ extra: { assetTransferMethod: 'permit2' } })],
  ])('of %s counts by the offer that it names', async (_case, accepted) => {
    const text = encode({ x402Version: 2, accepted, payload: { transaction: 'AQID' } });
    expect(await assertSignatureFits(text, aChallenge([accepted]), now)).toEqual({
      ...paid,
      network: accepted.network,
      payerAddress: null,
      payTo: accepted.payTo,
    });
    const other = aChallenge([{ ...accepted, payTo: 'Seller222' }]);
    await expect(assertSignatureFits(text, other, now)).rejects.toThrow(refused(otherOffer));
  });
});

describe('a payment that does not fit', () => {
  it.each([
    ['an empty text', ''],
    ['no base64', '%%%'],
    ['base64 of no JSON', 'bm90IGpzb24='],
    ['a list', encode([])],
    ['no payload', encode({ x402Version: 2, accepted: offer })],
    ['a text as payload', encode({ x402Version: 2, accepted: offer, payload: 'x' })],
    ['no offer', encode({ x402Version: 2, payload: {} })],
    ['an offer without amount', encode({ x402Version: 2, accepted: { ...offer, amount: '' }, payload: {} })],
    ['no network in version 1', encode({ x402Version: 1, scheme: 'exact', payload: {} })],
    ['no scheme in version 1', encode({ x402Version: 1, network: 'base', payload: {} })],
    ['version 3', encode({ x402Version: 3, scheme: 'exact', network: 'base', payload: {} })],
  ])('because it is %s', async (_case, text) => {
    await expect(assertSignatureFits(text, challenge, now)).rejects.toThrow(refused(undecodable));
  });

  it.each<[string, Partial<X402Requirement>]>([
    ['network', { network: 'eip155:84532' }],
    ['asset', { asset: payTo }],
    ['payTo', { payTo: usdc }],
    ['amount', { amount: '20001' }],
    ['scheme', { scheme: 'upto' }],
  ])('because the offer has another %s', async (_case, changes) => {
    await expect(assertSignatureFits(await pay(), aChallenge([anOffer(changes)]), now)).rejects.toThrow(
      refused(otherOffer),
    );
  });

  it.each<[string, Partial<Authorization>]>([
    ['more', { value: '20001' }],
    ['less', { value: '19999' }],
    ['somebody else', { to: usdc }],
  ])('because %s is authorized than the accepted offer says', async (_case, changes) => {
    await expect(assertSignatureFits(await pay(changes), challenge, now)).rejects.toThrow(
      refused(otherOffer),
    );
  });

  it('because it is of another version of x402', async () => {
    const first = aChallenge([offer], 1);
    await expect(assertSignatureFits(await pay(), first, now)).rejects.toThrow(refused(otherOffer));
  });

  it.each<[string, Record<string, unknown>]>([
    ['no authorization', { authorization: undefined }],
    ['no signature', { signature: undefined }],
    ['an authorization in a text', { authorization: 'x' }],
    ['a value that is a number', { authorization: { ...anAuthorization(), value: 20_000 } }],
    ['a negative value', { authorization: anAuthorization({ value: '-20000' }) }],
    ['a value in hex', { authorization: anAuthorization({ value: '0x4e20' }) }],
    ['a short nonce', { authorization: anAuthorization({ nonce: '0x5a' }) }],
    ['no address as payer', { authorization: anAuthorization({ from: 'payer' }) }],
    ['no end', { authorization: anAuthorization({ validBefore: '' }) }],
    ['no start', { authorization: anAuthorization({ validAfter: 'now' }) }],
  ])('because it has %s', async (_case, changes) => {
    const text = encode({ x402Version: 2, accepted: offer, payload: { ...(await payload()), ...changes } });
    await expect(assertSignatureFits(text, challenge, now)).rejects.toThrow(refused(otherOffer));
  });

  it('because it ends now, and not a second before', async () => {
    const end = { validBefore: String(now / 1000) };
    const text = await pay(end);
    await expect(assertSignatureFits(text, challenge, now)).rejects.toThrow(refused(expired));
    await expect(assertSignatureFits(text, null, now)).rejects.toThrow(refused(expired));
    expect(await assertSignatureFits(text, challenge, now - 1)).toEqual(paid);
  });
});

describe('a signature that is not of the payer', () => {
  let good = '';
  beforeAll(async () => (good = await sign(anAuthorization())));

  it.each<[string, Partial<Authorization>]>([
    ['payer', { from: payTo }],
    ['start', { validAfter: '1' }],
    ['end', { validBefore: String(now / 1000 + 3_601) }],
    ['nonce', { nonce: `0x${'5b'.repeat(32)}` }],
    ['end beyond all numbers', { validBefore: '9'.repeat(78) }],
  ])('is refused when another %s was signed', async (_case, changes) => {
    const text = await pay(changes, { signed: anAuthorization() });
    await expect(assertSignatureFits(text, challenge, now)).rejects.toThrow(refused(notSigned));
    await expect(assertSignatureFits(text, null, now)).rejects.toThrow(refused(notSigned));
  });

  it('is refused when it was signed for another chain', async () => {
    const text = await pay({}, { chainId: 1 });
    await expect(assertSignatureFits(text, challenge, now)).rejects.toThrow(refused(notSigned));
  });

  it.each([
    { name: 'Other Coin', version: '2' },
    { name: 'USD Coin', version: '1' },
  ])('is refused when the seller has told the domain %j, whatever the payer says of it', async (extra) => {
    const stored = aChallenge([anOffer({ extra })]);
    await expect(assertSignatureFits(await pay(), stored, now)).rejects.toThrow(refused(notSigned));
  });

  it.each<[string, () => string]>([
    ['empty', () => '0x'],
    ['no hex', () => 'signature'],
    ['cut', () => good.slice(0, -2)],
    ['half a byte too long', () => `${good}0`],
    [
      'with a wrong recovery id',
      () => `${good.slice(0, -2)}00`.replace(/00$/, good.endsWith('1b') ? '1c' : '1b'),
    ],
    ['with a recovery id of nobody', () => `${good.slice(0, -2)}1d`],
    ['of zeros', () => `0x${'00'.repeat(65)}`],
    ['altered', () => good.replace(/^0x../, good.startsWith('0x00') ? '0x01' : '0x00')],
  ])('is refused when it is %s', async (_case, alter) => {
    const text = encode({ x402Version: 2, accepted: offer, payload: await payload(alter()) });
    await expect(assertSignatureFits(text, challenge, now)).rejects.toThrow(refused(notSigned));
  });

  it('is refused in version 1 too', async () => {
    const first = anOffer({ network: 'base' });
    const text = (signature: string) =>
      encode({
        x402Version: 1,
        scheme: 'exact',
        network: 'base',
        payload: { authorization: anAuthorization(), signature },
      });
    const stored = aChallenge([first], 1);
    const other = text(await sign(anAuthorization({ value: '1' }), first));
    await expect(assertSignatureFits(other, stored, now)).rejects.toThrow(refused(notSigned));
    const own = text(await sign(anAuthorization(), first));
    expect(await assertSignatureFits(own, stored, now)).toMatchObject({ headerName: 'X-PAYMENT' });
  });
});

describe('without a stored challenge', () => {
  const nothing = {
    network: null,
    payerAddress: null,
    headerName: 'PAYMENT-SIGNATURE',
    amount: null,
    payTo: null,
  };

  it.each(['opaque', encode({}), encode('x'), 'bm90IGpzb24='])('an undecodable %j passes', async (text) => {
    expect(await assertSignatureFits(text, null, now)).toEqual(nothing);
  });

  it('a payment is checked against the offer that it names itself', async () => {
    expect(await assertSignatureFits(await pay(), null, now)).toEqual(paid);
    const less = await pay({ value: '1' });
    await expect(assertSignatureFits(less, null, now)).rejects.toThrow(refused(otherOffer));
  });

  it('a payment of version 1, which names no offer, is only decoded', async () => {
    const text = encode({ x402Version: 1, scheme: 'exact', network: 'base', payload: await payload() });
    const found = await assertSignatureFits(text, null, now);
    expect(found).toEqual({ ...paid, network: 'base', headerName: 'X-PAYMENT' });
    const svm = encode({
      x402Version: 1,
      scheme: 'exact',
      network: 'solana',
      payload: { transaction: 'AQ' },
    });
    expect(await assertSignatureFits(svm, null, now)).toEqual({
      ...nothing,
      network: 'solana',
      headerName: 'X-PAYMENT',
    });
  });
});

describe('a refusal', () => {
  it('holds no part of the value', async () => {
    const text = await pay({ value: '31337' });
    const error = await assertSignatureFits(text, challenge, now).catch((caught: unknown) => caught);
    const told = JSON.stringify(error, Object.getOwnPropertyNames(error));
    const { signature, authorization } = JSON.parse(atob(text)).payload;
    for (const secret of [text.slice(0, 24), signature, authorization.nonce, authorization.from, '31337']) {
      expect(told).not.toContain(secret);
    }
  });
});
