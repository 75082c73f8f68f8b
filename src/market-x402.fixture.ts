import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { payer, signX402 } from '../conformance/registry/providers/sign-x402.fixture.ts';
import { itemOf } from './api-client.fixture.ts';
import type { MarketAnswer } from './market-client.fixture.ts';

type Fields = Record<string, unknown>;

/** Both versions of x402: who sells, what and how the payment is named. */
export const versions = [
  {
    title: 'version 2',
    seller: 'x402' as const,
    serviceId: 'pay-sh:quicknode-rpc:query',
    input: { jsonrpc: '2.0', id: 1, method: 'eth_blockNumber', params: [] },
    path: '/base-mainnet',
    network: 'eip155:84532',
    header: 'PAYMENT-SIGNATURE',
  },
  {
    title: 'version 1',
    seller: 'x402-v1' as const,
    serviceId: 'agentic-market:exa-search:query',
    input: { query: 'spare parts' },
    path: '/search',
    network: 'base-sepolia',
    header: 'X-PAYMENT',
  },
];

interface PaymentRequest {
  paymentRequired?: string;
  statusCode: number | null;
  paymentUrl: string;
  bodyError: string | null;
  accepts?: Fields[];
}

export const railOf = (answer: MarketAnswer) => itemOf(answer)['rail'] as Fields & { metadata: Fields };
/** The seller's payment request in an intent (contract E.9). */
export const requestOf = (answer: MarketAnswer) =>
  railOf(answer).metadata['paymentRequest'] as PaymentRequest;
/** A body that carries a payment signature. */
export const sign = (paymentSignature: string) => ({ payment: { paymentSignature } });
export const decode = (text: string): Fields => JSON.parse(Buffer.from(text, 'base64').toString()) as Fields;
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64');

/** Values that pay nothing, by what is wrong with them. */
export const wrongSignatures: Record<string, (challenge: string) => Promise<string> | string> = {
  'another amount': (challenge) => signX402(challenge, { value: '9999' }),
  'another payee': (challenge) => signX402(challenge, { to: payer.address }),
  'a signature of somebody else': (challenge) =>
    signX402(challenge, { signer: privateKeyToAccount(generatePrivateKey()) }),
  'an expired authorization': (challenge) => signX402(challenge, { validBefore: '1700000000' }),
  'another network': async (challenge) => {
    const payment = decode(await signX402(challenge));
    const accepted = payment['accepted'] as Fields | undefined;
    if (accepted) return encode({ ...payment, accepted: { ...accepted, network: 'eip155:1' } });
    return encode({ ...payment, network: 'base' });
  },
  'another version': async (challenge) => {
    const payment = decode(await signX402(challenge));
    return encode({ ...payment, x402Version: payment['x402Version'] === 1 ? 2 : 1 });
  },
  'no authorization': async (challenge) => encode({ ...decode(await signX402(challenge)), payload: {} }),
  'base64 of no JSON': () => Buffer.from('{"x402Version":').toString('base64'),
  'no base64': () => 'this is not base64!',
  'nothing but spaces': () => ' '.repeat(9),
};
