import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import type { ProviderStandIns } from './provider-stand-ins.ts';
import { startProviderStandIns } from './provider-stand-ins.ts';
import { payer, signX402 } from './sign-x402.fixture.ts';

const sellers = [
  { name: 'x402', header: 'payment-signature', settled: 'payment-response', other: 'x-payment' },
  { name: 'x402-v1', header: 'x-payment', settled: 'x-payment-response', other: 'payment-signature' },
] as const;

let standIns: ProviderStandIns;
beforeAll(async () => {
  standIns = await startProviderStandIns();
});
afterAll(() => standIns.close());

const decode = (text: string | null) =>
  JSON.parse(Buffer.from(text ?? '', 'base64').toString()) as Record<string, unknown>;
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');

describe.each(sellers)('the seller $name', ({ name, header, settled, other }) => {
  beforeEach(() => {
    standIns.providers[name].settlementFailure = null;
  });

  const buy = (payment?: string, as: string = header) =>
    fetch(`${standIns.urls[name]}/goods?a=1`, payment === undefined ? {} : { headers: { [as]: payment } });

  async function readChallenge(response: Response): Promise<string> {
    const inHeader = response.headers.get('payment-required');
    return inHeader ?? Buffer.from(await response.text()).toString('base64');
  }

  const ask = async () => readChallenge(await buy());

  it('asks for a payment, and sells for one', async () => {
    const { executions } = standIns.providers[name];
    const response = await buy();
    expect(response.status).toBe(402);
    const paid = await buy(await signX402(await readChallenge(response)));
    expect(paid.status).toBe(200);
    expect(await paid.json()).toMatchObject({ paid: true, path: '/goods', query: { a: '1' } });
    expect(decode(paid.headers.get(settled))).toMatchObject({
      success: true,
      payer: payer.address,
      transaction: expect.stringMatching(/^0x[0-9a-f]{64}$/),
      network: standIns.providers[name].terms.network,
    });
    expect(standIns.providers[name].executions).toBe(executions + 1);
  });

  it('takes a payment once', async () => {
    const payment = await signX402(await ask());
    expect([(await buy(payment)).status, (await buy(payment)).status]).toEqual([200, 402]);
  });

  it.each([
    ['another value', { value: '9999' }],
    ['another payee', { to: '0x0000000000000000000000000000000000000001' as const }],
    ['one that is over', { validBefore: '1' }],
    ['a signature of somebody else', { signer: privateKeyToAccount(generatePrivateKey()) }],
  ])('refuses a payment with %s', async (_what, changes) => {
    const { executions } = standIns.providers[name];
    const response = await buy(await signX402(await ask(), changes));
    expect(response.status).toBe(402);
    expect(decode(await readChallenge(response))['error']).toMatch(/^invalid_exact_evm_payload/);
    expect(standIns.providers[name].executions).toBe(executions);
  });

  it('refuses a payment that is no longer what was signed', async () => {
    const payment = decode(await signX402(await ask()));
    const payload = payment['payload'] as { authorization: object; signature: string };
    const nonce = `0x${'1'.repeat(64)}`;
    const altered = { ...payload, authorization: { ...payload.authorization, nonce } };
    expect((await buy(encode({ ...payment, payload: altered }))).status).toBe(402);
    expect((await buy(encode({ ...payment, payload: { ...payload, signature: '0x' } }))).status).toBe(402);
  });

  it.each(['', 'e30=', 'no base64 at all'])('refuses the header "%s"', async (payment) => {
    expect((await buy(payment)).status).toBe(402);
  });

  it('does not see a payment in the header of the other version', async () => {
    expect((await buy(await signX402(await ask()), other)).status).toBe(402);
  });

  it('says why it could not settle, and takes the payment later', async () => {
    const payment = await signX402(await ask());
    standIns.providers[name].settlementFailure = 'insufficient_funds';
    const response = await buy(payment);
    expect(response.status).toBe(402);
    expect(decode(response.headers.get(settled))).toMatchObject({
      success: false,
      errorReason: 'insufficient_funds',
    });
    standIns.providers[name].settlementFailure = null;
    expect((await buy(payment)).status).toBe(200);
  });

  it('asks for other terms when told to', async () => {
    const { terms } = standIns.providers[name];
    const before = await signX402(await ask());
    standIns.providers[name].terms = { ...terms, amount: '42' };
    expect((await buy(before)).status).toBe(402);
    expect((await buy(await signX402(await ask()))).status).toBe(200);
    standIns.providers[name].terms = terms;
  });
});
