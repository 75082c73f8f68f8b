import { createHash } from 'node:crypto';
import type { Answer, ProviderCall, ProviderReply } from './call.ts';
import type { X402Terms } from './x402-payment.ts';
import { checkPayment, encodeHeader } from './x402-payment.ts';

export interface X402StandIn {
  readonly x402Version: 1 | 2;
  terms: X402Terms;
  /** Where the challenge stands. Version 1 knows only the body. */
  placement: 'header' | 'body';
  /** Why settling fails although the payment is good; null: it succeeds. */
  settlementFailure: string | null;
  /** Paid answers given so far. */
  executions: number;
  /** Nonces that were settled; none is taken twice. */
  readonly usedNonces: Set<string>;
}

/** USDC on Base Sepolia as version 2 names it; a cent. */
export const defaultTerms: X402Terms = {
  chainId: 84_532,
  network: 'eip155:84532',
  asset: '0x036CbD53842c5426634e7929541eC2318f3dCF7e',
  amount: '10000',
  payTo: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
  maxTimeoutSeconds: 60,
  name: 'USDC',
  version: '2',
};

/** A seller whose every path is one paid resource, which answers with what it was asked. */
export function createX402StandIn(x402Version: 1 | 2): X402StandIn & { answer: Answer } {
  const standIn: X402StandIn = {
    x402Version,
    terms: x402Version === 2 ? { ...defaultTerms } : { ...defaultTerms, network: 'base-sepolia' },
    placement: x402Version === 2 ? 'header' : 'body',
    settlementFailure: null,
    executions: 0,
    usedNonces: new Set(),
  };
  return Object.assign(standIn, { answer: (call: ProviderCall) => sell(standIn, call) });
}

async function sell(standIn: X402StandIn, call: ProviderCall): Promise<ProviderReply> {
  const { x402Version, terms, usedNonces } = standIn;
  const name = x402Version === 2 ? 'payment-signature' : 'x-payment';
  const header = call.headers[name];
  if (header === undefined) {
    return toChallenge(standIn, call, `${name.toUpperCase()} header is required`);
  }
  const payment = await checkPayment(header, x402Version, terms, Date.now() / 1000);
  if ('refused' in payment) return toChallenge(standIn, call, payment.refused);
  const { payer, nonce } = payment;
  if (usedNonces.has(nonce)) return toChallenge(standIn, call, 'invalid_transaction_state');
  const { network } = terms;
  const failed = standIn.settlementFailure;
  if (failed !== null) {
    const settlement = { success: false, errorReason: failed, transaction: '', network, payer };
    return withSettlement(toChallenge(standIn, call, failed), x402Version, settlement);
  }
  usedNonces.add(nonce);
  standIn.executions += 1;
  const transaction = `0x${createHash('sha256').update(nonce).digest('hex')}`;
  return withSettlement(toGoods(call), x402Version, { success: true, transaction, network, payer });
}

function toGoods({ method, path, query, body }: ProviderCall): ProviderReply {
  return {
    status: 200,
    body: { paid: true, method, path, query: Object.fromEntries(query), body: body.toString('utf8') },
  };
}

function withSettlement(reply: ProviderReply, x402Version: 1 | 2, settlement: object): ProviderReply {
  const name = x402Version === 2 ? 'payment-response' : 'x-payment-response';
  return { ...reply, headers: { ...reply.headers, [name]: encodeHeader(settlement) } };
}

function toChallenge(standIn: X402StandIn, call: ProviderCall, error: string): ProviderReply {
  const { x402Version, terms, placement } = standIn;
  const { asset, payTo, maxTimeoutSeconds, network, amount, name, version } = terms;
  const offer = { scheme: 'exact', network, asset, payTo, maxTimeoutSeconds, extra: { name, version } };
  const about = { description: 'What the stand-in sells', mimeType: 'application/json' };
  if (x402Version === 1) {
    const accepts = [
      { ...offer, ...about, maxAmountRequired: amount, resource: call.url, outputSchema: null },
    ];
    return { status: 402, body: { x402Version, error, accepts } };
  }
  const resource = { url: call.url, ...about };
  const challenge = { x402Version, error, resource, accepts: [{ ...offer, amount }] };
  return placement === 'body'
    ? { status: 402, body: challenge }
    : { status: 402, headers: { 'payment-required': encodeHeader(challenge) }, body: {} };
}
