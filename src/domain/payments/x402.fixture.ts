import { privateKeyToAccount } from 'viem/accounts';
import type { X402Challenge, X402Requirement } from './x402-challenge.ts';

/** The first development account of every Ethereum tool: its key is public. */
export const payer = privateKeyToAccount(
  '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80',
);
export const payTo = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';
export const usdc = '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913';

/** In ms; signatures made here are valid for an hour from then. */
export const now = Date.parse('2026-05-16T12:00:00Z');

export const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64');

export function anOffer(changes: Partial<X402Requirement> = {}): X402Requirement {
  return {
    scheme: 'exact',
    network: 'eip155:8453',
    asset: usdc,
    amount: '20000',
    payTo,
    maxTimeoutSeconds: 300,
    extra: { name: 'USD Coin', version: '2' },
    ...changes,
  };
}

export function aChallenge(offers: X402Requirement[] = [anOffer()], x402Version: 1 | 2 = 2): X402Challenge {
  return { x402Version, requirements: offers, accepts: offers.map((offer) => ({ ...offer })) };
}

export interface Authorization {
  from: string;
  to: string;
  value: string;
  validAfter: string;
  validBefore: string;
  nonce: string;
}

export function anAuthorization(changes: Partial<Authorization> = {}): Authorization {
  return {
    from: payer.address,
    to: payTo,
    value: '20000',
    validAfter: '0',
    validBefore: String(now / 1000 + 3_600),
    nonce: `0x${'5a'.repeat(32)}`,
    ...changes,
  };
}

/** The types as EIP-3009 writes them, so that the tests do not sign with what they check. */
const types = {
  TransferWithAuthorization: [
    { name: 'from', type: 'address' },
    { name: 'to', type: 'address' },
    { name: 'value', type: 'uint256' },
    { name: 'validAfter', type: 'uint256' },
    { name: 'validBefore', type: 'uint256' },
    { name: 'nonce', type: 'bytes32' },
  ],
} as const;

/** The payer's signature over an authorization, for the token of an offer on a chain. */
export function sign(authorization: Authorization, offer = anOffer(), chainId = 8453): Promise<string> {
  const { from, to, value, validAfter, validBefore, nonce } = authorization;
  return payer.signTypedData({
    domain: {
      name: String(offer.extra['name']),
      version: String(offer.extra['version']),
      chainId,
      verifyingContract: offer.asset as `0x${string}`,
    },
    types,
    primaryType: 'TransferWithAuthorization',
    message: {
      from: from as `0x${string}`,
      to: to as `0x${string}`,
      value: BigInt(value),
      validAfter: BigInt(validAfter),
      validBefore: BigInt(validBefore),
      nonce: nonce as `0x${string}`,
    },
  });
}
