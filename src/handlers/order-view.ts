import type { Operations } from '../../generated/operations.gen.ts';
import type { MarketOrder } from '../domain/orders/order.ts';
import type { MarketPayment } from '../domain/payments/payment.ts';
import { toServiceView } from './service-view.ts';

type OrderView = Operations['getMarketOrder']['reply']['body']['item'];
type PaymentView = Operations['submitPaymentProof']['reply']['body']['item'];

/** An order as answers show it. */
export function toOrderView({ spend: _spend, attempt: _attempt, ...order }: MarketOrder): OrderView {
  return { ...order, serviceSnapshot: toServiceView(order.serviceSnapshot) };
}

/** A payment as answers show it: nothing that came from a payment signature but its public reference. */
export function toPaymentView(payment: MarketPayment): PaymentView {
  const { reference: _reference, signatureDigest: _digest, ...shown } = payment;
  return shown;
}
