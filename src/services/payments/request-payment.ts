import { DomainError } from '../../domain/errors.ts';
import type { MarketOrder } from '../../domain/orders/order.ts';
import { toCaip2 } from '../../domain/payments/chain.ts';
import type { Rail } from '../../domain/payments/payment.ts';
import { decodeChallenge } from '../../domain/payments/x402-challenge.ts';
import type { PaymentChallenge } from '../../providers/provider-adapter.ts';
import { resolveCall } from '../executions/provider-call.ts';
import type { ServiceDeps } from '../service-deps.ts';

/**
 * The rail with the seller's own payment request in it, as clients read it. A seller that gives none, or cannot be asked,
 * leaves an intent that nobody can sign, with the reason in `bodyError` (contract E.9).
 */
export async function requestPayment(deps: ServiceDeps, order: MarketOrder, rail: Rail): Promise<Rail> {
  const paymentRequest = await askSeller(deps, order);
  const offered = await readOffer(paymentRequest);
  return { ...rail, ...offered, metadata: { ...rail.metadata, paymentRequest } };
}

/** Chain and token of the seller's first offer, which clients sign; what the catalogue said of them was a guess. */
async function readOffer({
  paymentRequired,
}: PaymentChallenge): Promise<Pick<Rail, 'chain' | 'tokenAddress'>> {
  const challenge = paymentRequired === undefined ? null : await decodeChallenge(paymentRequired);
  const [offer] = challenge?.requirements ?? [];
  const chain = offer ? toCaip2(offer.network) : null;
  return offer && chain !== null ? { chain, tokenAddress: offer.asset } : {};
}

async function askSeller(deps: ServiceDeps, order: MarketOrder): Promise<PaymentChallenge> {
  const { machineId, serviceSnapshot: service, operation, input } = order;
  try {
    const { adapter, call } = await resolveCall(deps, {
      machineId,
      service,
      operation,
      input,
      credentials: deps.credentials.find(order.id) ?? null,
      paymentSignature: null,
    });
    return (await adapter.challenge?.(call)) ?? noChallenge('This provider takes no x402 payment.');
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return noChallenge(error.message);
  }
}

const noChallenge = (bodyError: string): PaymentChallenge => ({
  statusCode: null,
  paymentUrl: '',
  bodyError,
});
