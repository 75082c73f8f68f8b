import { DomainError } from '../../domain/errors.ts';
import type { MarketPayment } from '../../domain/payments/payment.ts';

/** The payment, or NOT_FOUND where the order has none. */
export function demandPayment(payment: MarketPayment | null): MarketPayment {
  if (payment === null) {
    throw new DomainError('NOT_FOUND', 'The order has no payment; ask for a payment intent first.');
  }
  return payment;
}
