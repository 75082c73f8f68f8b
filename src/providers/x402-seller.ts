import { DomainError } from '../domain/errors.ts';
import { decodeBase64Json, isFields } from '../domain/payments/x402-encoding.ts';
import type { OutboundAnswer } from '../ports/outbound-http.ts';
import type { AdapterDeps } from './adapter-deps.ts';
import { largestResultBytes } from './adapter-deps.ts';
import { describeFailure, describeStatus, failed, shorten, toLine } from './answer-failure.ts';
import { discoverByAddress } from './discover-address.ts';
import type { Execute } from './prepare-execution.ts';
import { toPreparedCall } from './prepare-execution.ts';
import type {
  PaymentChallenge,
  ProviderAdapter,
  ProviderCall,
  ProviderResult,
  Settlement,
} from './provider-adapter.ts';
import { createRedactor } from './redact-secrets.ts';
import { toResultBody } from './result-body.ts';
import { findPaymentError, readChallenge } from './x402-challenge-answer.ts';
import type { SellerRequest } from './x402-request.ts';
import { findEndpoint, sellerKey, toSellerRequest } from './x402-request.ts';
import { findTransaction, readSettlement, unknownSettlement } from './x402-settlement.ts';

/** Any API that is paid call by call over x402, version 1 or 2. What it offers stands in the catalogue. */
export function createX402Adapter(deps: AdapterDeps): ProviderAdapter {
  return {
    providerKey: deps.entry.key,
    prepare: (call) => toPreparedCall(call, preparePaid(deps, call)),
    challenge: (call) => challenge(deps, call),
    discover: (services, access) =>
      discoverByAddress(deps, services, access, { key: sellerKey, path: '/', who: 'seller' }),
  };
}

async function challenge(
  { entry, http, limits }: AdapterDeps,
  call: ProviderCall,
): Promise<PaymentChallenge> {
  const label = call.service.providerLabel;
  let request: SellerRequest;
  try {
    request = toSellerRequest(entry, call);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { statusCode: null, paymentUrl: findEndpoint(call)?.url ?? '', bodyError: describeRefusal(error) };
  }
  const timeoutMs = limits.challengeMs;
  const reply = await http.send({ ...request, timeoutMs, maxBytes: largestResultBytes, retries: 1 });
  const found: PaymentChallenge =
    'failure' in reply
      ? {
          statusCode: null,
          paymentUrl: request.url,
          bodyError: describeFailure(label, reply.failure, timeoutMs),
        }
      : await readChallenge(request.url, reply);
  const { bodyError, ...rest } = createRedactor(call.access.secrets())(found);
  const redacted = { ...rest, bodyError: bodyError === null ? null : shorten(bodyError) };
  // Signed as it is: a challenge answers a call that held no secret.
  return 'paymentRequired' in found ? { ...redacted, paymentRequired: found.paymentRequired } : redacted;
}

function describeRefusal({ message, details }: DomainError): string {
  const issues = Array.isArray(details?.['issues']) ? details['issues'].filter(isFields) : [];
  const [first] = issues;
  return first ? `${String(first['path'])} ${String(first['message'])}` : message;
}

function preparePaid({ entry, http, limits }: AdapterDeps, call: ProviderCall): Execute {
  const request = toSellerRequest(entry, call);
  const { paymentSignature } = call;
  // A payment is base64; any other text could not stand in a header.
  if (paymentSignature !== null && !/^[\x21-\x7e]+$/.test(paymentSignature)) {
    throw new DomainError('VALIDATION_ERROR', 'The payment signature does not fit.', {
      issues: [{ path: 'payment.paymentSignature', message: 'must be base64' }],
    });
  }
  const label = call.service.providerLabel;
  return async () => {
    const timeoutMs = limits.executeMs;
    const paid = await toPaymentHeader(paymentSignature);
    const headers = { ...request.headers, ...paid };
    // Once: whoever has the header can take the money, and a second call may be a second sale.
    const reply = await http.send({
      ...request,
      headers,
      timeoutMs,
      maxBytes: largestResultBytes,
      retries: 0,
    });
    const isPaid =
      paymentSignature !== null && !('failure' in reply && reply.failure === 'forbidden-address');
    const told = await readSettlement(reply.headers ?? {});
    const settlement = told ?? (isPaid ? unknownSettlement : null);
    if ('failure' in reply) return failed(describeFailure(label, reply.failure, timeoutMs), settlement);
    return toResult(label, reply, settlement, isPaid);
  };
}

async function toPaymentHeader(paymentSignature: string | null): Promise<Record<string, string>> {
  if (paymentSignature === null) return {};
  const payment = await decodeBase64Json(paymentSignature);
  const isFirstVersion = isFields(payment) && payment['x402Version'] === 1;
  return { [isFirstVersion ? 'x-payment' : 'payment-signature']: paymentSignature };
}

async function toResult(
  label: string,
  answer: OutboundAnswer,
  settlement: Settlement | null,
  isPaid: boolean,
): Promise<ProviderResult> {
  if (answer.status === 402) {
    const said = settlement?.response?.['errorReason'];
    const reason = (typeof said === 'string' && toLine(said)) || (await findPaymentError(answer));
    const what = isPaid ? 'did not take the payment' : 'asks for a payment';
    const sentence = `${label} ${what} (HTTP 402)${reason ? `: ${reason}` : ''}.`;
    // Who asks again has not taken it.
    const isOpen = settlement?.status === 'unknown' && settlement.response === null;
    return failed(sentence, isOpen ? { ...settlement, status: 'failed' } : settlement);
  }
  if (answer.status < 200 || answer.status > 299) return failed(describeStatus(label, answer), settlement);
  const result = toResultBody(answer);
  return { status: 'completed', result, externalRef: findTransaction(settlement), settlement };
}
