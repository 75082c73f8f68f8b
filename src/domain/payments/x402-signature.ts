import { getAddress } from 'viem/utils';
import { DomainError } from '../errors.ts';
import type { TransferAuthorization } from './x402-authorization.ts';
import { isPaidByAuthorization, mayBeSignedByPayer, toAuthorization } from './x402-authorization.ts';
import type { X402Challenge, X402Requirement } from './x402-challenge.ts';
import { parseRequirement } from './x402-challenge.ts';
import type { Fields } from './x402-encoding.ts';
import { decodeBase64Json, isFields } from './x402-encoding.ts';

/** The header that carries a payment to the seller, by the version of x402. */
export type X402HeaderName = 'PAYMENT-SIGNATURE' | 'X-PAYMENT';

/** What may be kept of a payment signature. Null where the value does not tell. */
export interface X402Signature {
  network: string | null;
  /** EIP-55. */
  payerAddress: string | null;
  headerName: X402HeaderName;
  /** Integer text in base units of the token. */
  amount: string | null;
  payTo: string | null;
}

interface X402Payment {
  x402Version: 1 | 2;
  scheme: string;
  network: string;
  /** The offer that the payer says to pay; version 1 names none. */
  accepted: X402Requirement | null;
  payload: Fields;
}

const headerNames = { 1: 'X-PAYMENT', 2: 'PAYMENT-SIGNATURE' } as const;
const opaque: X402Signature = {
  network: null,
  payerAddress: null,
  headerName: headerNames[2],
  amount: null,
  payTo: null,
};

/** Says what is wrong and nothing of the value: whoever has it can take the money. */
const unfit = (message: string) =>
  new DomainError('VALIDATION_ERROR', 'The payment signature does not fit.', {
    issues: [{ path: 'payment.paymentSignature', message }],
  });

/**
 * What a payment signature (base64 of JSON) pays, checked against the seller's challenge as far as that can be done
 * without the chain (contract E.9). Raises VALIDATION_ERROR when it is undecodable, pays none of the offers, is past
 * its `validBefore`, or is not signed by its payer. Without a stored challenge an undecodable value passes.
 * `now` is in ms since the epoch.
 */
export async function assertSignatureFits(
  signatureText: string,
  challenge: X402Challenge | null,
  now: number,
): Promise<X402Signature> {
  const payment = await decodePayment(signatureText);
  if (!payment) {
    if (challenge === null) return opaque;
    throw unfit('must be the base64 text of an x402 payment');
  }
  const authorization = toAuthorization(payment.payload);
  const offer = await findPaidOffer(payment, authorization, challenge);
  if (authorization && authorization.validBefore * 1000n <= BigInt(now)) throw unfit('must not be expired');
  const amount = authorization ? String(authorization.value) : (offer?.amount ?? null);
  return {
    network: payment.network,
    payerAddress: authorization && getAddress(authorization.from),
    headerName: headerNames[payment.x402Version],
    amount,
    payTo: authorization ? getAddress(authorization.to) : (offer?.payTo ?? null),
  };
}

async function decodePayment(text: string): Promise<X402Payment | null> {
  const value = await decodeBase64Json(text);
  if (!isFields(value) || !isFields(value['payload'])) return null;
  const { x402Version, payload } = value;
  if (x402Version === 2) {
    const accepted = await parseRequirement(value['accepted']);
    return accepted && { x402Version, scheme: accepted.scheme, network: accepted.network, accepted, payload };
  }
  const { scheme, network } = value;
  if (x402Version !== 1 || typeof scheme !== 'string' || typeof network !== 'string') return null;
  return { x402Version, scheme, network, accepted: null, payload };
}

/** The offer that is paid; null when nobody knows the offers. */
async function findPaidOffer(
  payment: X402Payment,
  authorization: TransferAuthorization | null,
  challenge: X402Challenge | null,
): Promise<X402Requirement | null> {
  const known = challenge?.requirements ?? (payment.accepted === null ? [] : [payment.accepted]);
  if (known.length === 0) return null;
  const isSameVersion = challenge === null || challenge.x402Version === payment.x402Version;
  const paid = isSameVersion ? known.filter((offer) => isPaid(offer, payment, authorization)) : [];
  if (paid.length === 0)
    throw unfit('must pay what the payment request offers: network, asset, payTo and value');
  for (const offer of paid) {
    if (!authorization || !isPaidByAuthorization(offer)) return offer;
    if (await mayBeSignedByPayer(authorization, offer)) return offer;
  }
  throw unfit('must be signed by its payer for the token of the offer');
}

function isPaid(
  offer: X402Requirement,
  { scheme, network, accepted }: X402Payment,
  authorization: TransferAuthorization | null,
): boolean {
  if (offer.scheme !== scheme || offer.network !== network) return false;
  if (accepted && !isSameOffer(offer, accepted)) return false;
  if (!isPaidByAuthorization(offer)) return true;
  if (!authorization) return false;
  return isSameText(offer.payTo, authorization.to) && isSameAmount(offer.amount, String(authorization.value));
}

function isSameOffer(a: X402Requirement, b: X402Requirement): boolean {
  return isSameText(a.asset, b.asset) && isSameText(a.payTo, b.payTo) && isSameAmount(a.amount, b.amount);
}

/** EVM addresses in any case; names of other chains exactly. */
function isSameText(a: string, b: string): boolean {
  return a === b || (a.startsWith('0x') && a.toLowerCase() === b.toLowerCase());
}

function isSameAmount(a: string, b: string): boolean {
  const isInteger = (text: string) => /^\d{1,78}$/.test(text);
  return isInteger(a) && isInteger(b) && BigInt(a) === BigInt(b);
}
