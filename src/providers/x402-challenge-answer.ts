import { decodeBase64Json, isFields } from '../domain/payments/x402-encoding.ts';
import type { X402Challenge } from '../domain/payments/x402-challenge.ts';
import { decodeChallenge, parseChallenge, toAcceptsForDisplay } from '../domain/payments/x402-challenge.ts';
import type { OutboundAnswer } from '../ports/outbound-http.ts';
import { findReason, toLine } from './answer-failure.ts';
import type { PaymentChallenge } from './provider-adapter.ts';
import { parseJson } from './result-body.ts';

/** The challenge in a seller's answer to a call without payment (contract E.9). */
export async function readChallenge(paymentUrl: string, answer: OutboundAnswer): Promise<PaymentChallenge> {
  const { status: statusCode } = answer;
  if (statusCode !== 402) {
    const bodyError = findReason(answer) ?? `HTTP ${statusCode} in place of 402`;
    return { statusCode, paymentUrl, bodyError };
  }
  const found = await findChallenge(answer);
  if (!found) {
    const bodyError = (await findPaymentError(answer)) ?? 'HTTP 402 without a challenge that can be read';
    return { statusCode, paymentUrl, bodyError };
  }
  // That an unpaid call is to be paid is no error: clients would show it and not sign.
  const { paymentRequired, challenge } = found;
  const accepts = toAcceptsForDisplay(challenge);
  return { paymentRequired, statusCode, paymentUrl, bodyError: null, accepts };
}

/** In the header since version 2; in the body in version 1 and with some sellers of version 2. */
async function findChallenge({
  headers,
  body,
}: OutboundAnswer): Promise<{ paymentRequired: string; challenge: X402Challenge } | null> {
  const header = headers['payment-required'];
  const inHeader = header === undefined ? null : await decodeChallenge(header);
  if (header !== undefined && inHeader) return { paymentRequired: header, challenge: inHeader };
  const inBody = await parseChallenge(parseJson(body.toString('utf8')));
  return inBody && { paymentRequired: body.toString('base64'), challenge: inBody };
}

/** Why a seller asks for a payment, or did not take one, as its challenge says; null when it does not. */
export async function findPaymentError(answer: OutboundAnswer): Promise<string | null> {
  const header = answer.headers['payment-required'];
  const challenge = header === undefined ? undefined : await decodeBase64Json(header);
  const error = isFields(challenge) ? challenge['error'] : undefined;
  return (typeof error === 'string' ? toLine(error) : null) ?? findReason(answer);
}
