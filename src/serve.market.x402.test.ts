import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { payer, signX402 } from '../conformance/registry/providers/sign-x402.fixture.ts';
import { defaultTerms } from '../conformance/registry/providers/x402-seller.ts';
import { itemOf, outcomeOf, textOf } from './api-client.fixture.ts';
import type { MarketClient, MarketPlace } from './market-client.fixture.ts';
import { createMarketClient, nextTransaction, openMarketPlace, standingOf } from './market-client.fixture.ts';
import { decode, railOf, requestOf, sign, versions, wrongSignatures } from './market-x402.fixture.ts';

type Fields = Record<string, unknown>;

let market: MarketPlace;
let client: MarketClient;
beforeAll(async () => {
  market = await openMarketPlace();
  const { url } = await market.serve('x402');
  client = createMarketClient(url, await market.trade(url));
});
afterAll(() => market.close());

describe.each(versions)('an x402 seller of $title', ({ seller, serviceId, input, path, network, header }) => {
  const standIn = () => market.providers.providers[seller];
  afterEach(() => {
    market.providers.setFault(seller, null);
    standIn().settlementFailure = null;
  });

  /** An order with its intent, and the challenge to sign. */
  async function order(): Promise<{ orderId: string; paymentRequired: string }> {
    const orderId = await client.place(serviceId, { input });
    const { paymentRequired } = requestOf(await client.intent(orderId, {}));
    return { orderId, paymentRequired: paymentRequired ?? '' };
  }

  /** As order, with the proof of its payment. */
  async function pay(): Promise<{ orderId: string; signature: string; paymentRequired: string }> {
    const { orderId, paymentRequired } = await order();
    const signature = await signX402(paymentRequired);
    itemOf(await client.prove(orderId, sign(signature)));
    return { orderId, signature, paymentRequired };
  }

  it('has its challenge in the intent, in the form that clients sign', async () => {
    const orderId = await client.place(serviceId, { input });
    const intent = await client.intent(orderId, {});
    expect(outcomeOf(intent)).toBe('201');
    expect(railOf(intent)).toMatchObject({ type: 'x402' });
    expect(railOf(intent)['payerAddress'] ?? null).toBe(null);
    const { paymentRequired, ...shown } = requestOf(intent);
    const challenge = decode(paymentRequired ?? '');
    expect(challenge).toMatchObject({ x402Version: standIn().x402Version });
    const accepts = challenge['accepts'] as Fields[];
    expect(accepts).toMatchObject([{ network, payTo: defaultTerms.payTo, asset: defaultTerms.asset }]);
    const paymentUrl = `${market.providers.urls[seller]}${path}`;
    expect(shown).toEqual({ statusCode: 402, paymentUrl, bodyError: null, accepts });
  });

  it('is paid once by a signature, which only the seller sees', async () => {
    const { orderId, paymentRequired } = await order();
    const signature = await signX402(paymentRequired);
    const unpaid = await client.execute(orderId);
    expect(outcomeOf(unpaid)).toBe('402 PAYMENT_REQUIRED');
    expect(unpaid.body.error?.details).toMatchObject({
      paymentStatus: 'intent_created',
      paymentRequest: { paymentRequired },
    });

    const paid = await client.prove(orderId, sign(signature));
    const digest = createHash('sha256').update(signature).digest('hex').slice(0, 24);
    expect(itemOf(paid)).toMatchObject({
      status: 'held',
      proof: {
        chain: network,
        payerAddress: payer.address,
        payeeAddress: defaultTerms.payTo,
        rawAmount: defaultTerms.amount,
        paymentReference: `x402:${network}:${digest}`,
        metadata: { network, headerName: header },
      },
    });
    expect(outcomeOf(await client.execute(orderId))).toBe('402 PAYMENT_REQUIRED');

    market.providers.forgetCalls();
    const executed = await client.execute(orderId, sign(signature));
    expect(outcomeOf(executed)).toBe('200');
    const result = { paid: true, method: 'POST', path, body: JSON.stringify(input) };
    expect(executed.body.execution?.outcome).toMatchObject({ status: 'completed', result });
    expect(executed.body.execution?.outcome?.['externalRef']).toMatch(/^0x[0-9a-f]{64}$/);
    const { order: delivered, payment } = await client.read(orderId);
    expect(delivered['status']).toBe('delivered');
    expect(payment).toMatchObject({
      status: 'held',
      proof: {
        metadata: {
          paymentSettlement: {
            status: 'settled',
            payerAddress: payer.address,
            response: { success: true, network, payer: payer.address },
          },
        },
      },
    });

    const again = await client.execute(orderId, sign(signature));
    expect(again.body.execution?.outcome).toEqual(executed.body.execution?.outcome);
    expect(market.providers.calls(seller).map(({ headers }) => headers[header.toLowerCase()])).toEqual([
      signature,
    ]);
    expect(outcomeOf(await client.confirm(orderId))).toBe('200');
    expect(standingOf(await client.read(orderId))).toBe('confirmed release_pending');
    expect(JSON.stringify([paid, executed, delivered, payment])).not.toContain(signature);
  });

  it.each(Object.entries(wrongSignatures))('takes no proof with %s', async (_title, create) => {
    const { orderId, paymentRequired } = await order();
    const before = await client.read(orderId);
    const signature = await create(paymentRequired);
    const answer = await client.prove(orderId, sign(signature));
    expect(outcomeOf(answer)).toBe('400 VALIDATION_ERROR');
    expect(answer.body.error?.details).toMatchObject({ issues: [{ path: 'payment.paymentSignature' }] });
    expect(JSON.stringify(answer.body)).not.toContain(signature);
    expect(await client.read(orderId)).toEqual(before);
  });

  it('is not called with another signature than the one that was proven', async () => {
    const { orderId, paymentRequired } = await pay();
    market.providers.forgetCalls();
    const other = await client.execute(orderId, sign(await signX402(paymentRequired)));
    expect(outcomeOf(other)).toBe('400 VALIDATION_ERROR');
    expect(standingOf(await client.read(orderId))).toBe('ready held');
    expect(market.providers.calls(seller)).toEqual([]);
  });

  it('takes the same proof again, but no other for the same order', async () => {
    const { orderId, signature, paymentRequired } = await pay();
    const before = await client.read(orderId);
    expect(outcomeOf(await client.prove(orderId, sign(signature)))).toBe('200');
    const other = await client.prove(orderId, sign(await signX402(paymentRequired)));
    expect(outcomeOf(other)).toBe('400 VALIDATION_ERROR');
    expect(await client.read(orderId)).toEqual(before);
  });

  it('is not paid for a second order with the same signature, under whatever reference', async () => {
    const { signature } = await pay();
    const { orderId } = await order();
    for (const paymentReference of [undefined, 'x402:other:0123456789abcdef01234567']) {
      const answer = await client.prove(orderId, { ...sign(signature), paymentReference });
      expect(outcomeOf(answer)).toBe('400 VALIDATION_ERROR');
    }
    expect(standingOf(await client.read(orderId))).toBe('payment_pending intent_created');
  });

  it('that answers 402 again fails the order, and the payment stays held', async () => {
    const { orderId, signature } = await pay();
    standIn().settlementFailure = 'insufficient_funds';
    const executed = await client.execute(orderId, sign(signature));
    expect(outcomeOf(executed)).toBe('200');
    expect(executed.body.execution?.outcome).toMatchObject({ status: 'failed', result: null });
    const { order: failed, payment } = await client.read(orderId);
    expect(failed).toMatchObject({
      status: 'failed',
      errorMessage: expect.stringContaining('insufficient_funds') as string,
    });
    expect(payment).toMatchObject({
      status: 'held',
      proof: {
        metadata: {
          paymentSettlement: { status: 'failed', response: { errorReason: 'insufficient_funds' } },
        },
      },
    });
    expect(outcomeOf(await client.execute(orderId, sign(signature)))).toBe('409 ORDER_CLOSED');
  });

  it('that breaks off after it was paid fails the order, with a settlement that nobody knows', async () => {
    const { orderId, signature } = await pay();
    market.providers.forgetCalls();
    market.providers.setFault(seller, { kind: 'half' });
    const executed = await client.execute(orderId, sign(signature));
    expect(executed.body.order).toMatchObject({ status: 'failed' });
    const { payment } = await client.read(orderId);
    expect(payment).toMatchObject({
      status: 'held',
      proof: { metadata: { paymentSettlement: { status: 'unknown', response: null } } },
    });
    expect(market.providers.calls(seller)).toHaveLength(1);
  });

  const silent = [
    { title: 'cannot be reached', fault: { kind: 'reset' } as const, statusCode: null },
    { title: 'is broken', fault: { kind: 'status', status: 500 } as const, statusCode: 500 },
    {
      title: 'asks for no payment',
      fault: { kind: 'status', status: 200, body: {} } as const,
      statusCode: 200,
    },
    {
      title: 'asks for a payment that cannot be read',
      fault: { kind: 'status', status: 402, body: { error: 'pay somehow' } } as const,
      statusCode: 402,
    },
  ];

  it.each(silent)(
    'that $title at the intent leaves an intent that nobody can sign',
    async ({ fault, statusCode }) => {
      market.providers.setFault(seller, fault);
      const orderId = await client.place(serviceId, { input });
      const intent = await client.intent(orderId, {});
      expect(outcomeOf(intent)).toBe('201');
      const request = requestOf(intent);
      expect(request).toMatchObject({ statusCode, paymentUrl: `${market.providers.urls[seller]}${path}` });
      expect(Object.keys(request)).not.toContain('paymentRequired');
      expect(request.bodyError).toMatch(/\w/);
      expect(standingOf(await client.read(orderId))).toBe('payment_pending intent_created');
    },
  );

  it('whose challenge nobody knows is paid with a value that nobody can read', async () => {
    market.providers.setFault(seller, { kind: 'reset' });
    const orderId = await client.place(serviceId, { input });
    itemOf(await client.intent(orderId, {}));
    const opaque = `opaque-${orderId}`;
    const paid = itemOf(await client.prove(orderId, sign(opaque)));
    expect(paid).toMatchObject({ status: 'held', rail: { type: 'x402' } });
    market.providers.setFault(seller, null);
    const executed = await client.execute(orderId, sign(opaque));
    expect(executed.body.order).toMatchObject({ status: 'failed' });
  });
});

describe('an x402 proof', () => {
  it('keeps the reference and the metadata of the client, but no signature in them', async () => {
    const [{ serviceId, input }] = versions as [(typeof versions)[0]];
    const place = async () => {
      const orderId = await client.place(serviceId, { input });
      const { paymentRequired } = requestOf(await client.intent(orderId, {}));
      return { orderId, signature: await signX402(paymentRequired ?? '') };
    };
    const first = await place();
    const metadata = { serviceId, headerName: 'of the client' };
    const paymentReference = 'x402:eip155:84532:0123456789abcdef01234567';
    const kept = await client.prove(first.orderId, { ...sign(first.signature), paymentReference, metadata });
    expect(itemOf(kept)['proof']).toMatchObject({
      paymentReference,
      metadata: { serviceId, headerName: 'PAYMENT-SIGNATURE' },
    });

    const signatureOf = (value: string) => textOf(decode(value)['payload'] as Fields, 'signature');
    const copies: ((signature: string) => unknown)[] = [
      (signature) => signature,
      decode,
      (signature) => signatureOf(signature).toUpperCase(),
    ];
    for (const copy of copies) {
      const { orderId, signature } = await place();
      const leaked = await client.prove(orderId, { ...sign(signature), metadata: { copy: copy(signature) } });
      expect((itemOf(leaked)['proof'] as Fields)['metadata']).not.toHaveProperty('copy');
    }
    const { orderId, signature } = await place();
    for (const secret of [signature, signatureOf(signature)]) {
      const hidden = await client.prove(orderId, { ...sign(signature), paymentReference: `x402:${secret}` });
      expect(outcomeOf(hidden)).toBe('400 VALIDATION_ERROR');
    }
  });

  it('does not go with another rail, nor a transfer with this one', async () => {
    const stored = await client.place('walrus:store-blob', { input: { data: 'bytes' } });
    itemOf(await client.intent(stored, {}));
    expect(outcomeOf(await client.prove(stored, sign('anything')))).toBe('400 VALIDATION_ERROR');
    const [{ serviceId, input }] = versions as [(typeof versions)[0]];
    const bought = await client.place(serviceId, { input });
    itemOf(await client.intent(bought, {}));
    itemOf(await client.prove(bought, { transactionHash: nextTransaction() }));
    // Recorded as the contract has it, and still not executed without the payment that the seller demands.
    const executed = await client.execute(bought, sign('anything'));
    expect(outcomeOf(executed)).toBe('402 PAYMENT_REQUIRED');
    expect(textOf((await client.read(bought)).order, 'status')).toBe('ready');
  });
});
