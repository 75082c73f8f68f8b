import type { OrderOperation } from '../orders/order-transitions.ts';
import { nextOrderStatus } from '../orders/order-transitions.ts';
import type { OrderStatus } from '../orders/order.ts';
import type { PaymentEvent } from './payment-transitions.ts';
import { nextPaymentStatus } from './payment-transitions.ts';
import type { PaymentStatus } from './payment.ts';

/** What an operation does to an order and its payment together. */
export interface Decision {
  orderStatus: OrderStatus;
  /** Null where the order has no payment. */
  paymentStatus: PaymentStatus | null;
  /** True when both stay as they are: the answer is what is there already. */
  isRepeat: boolean;
}

type Present = [order: OrderStatus, payment: PaymentStatus | null];

function toDecision(
  [order, payment]: Present,
  orderStatus: OrderStatus,
  paymentStatus: PaymentStatus | null,
): Decision {
  return { orderStatus, paymentStatus, isRepeat: orderStatus === order && paymentStatus === payment };
}

/** The order's state decides first, then the payment's. */
function orderFirst(operation: OrderOperation & PaymentEvent, ...present: Present): Decision {
  const orderStatus = nextOrderStatus(operation, present[0]);
  return toDecision(present, orderStatus, nextPaymentStatus(operation, present[1]));
}

/**
 * The order's status after a payment intent. An order that needs no payment is ready at once; a payment that exists stays
 * what it is, whatever the order is. Raises ORDER_CLOSED for a first intent (contract E.7).
 */
export function decideIntent(
  order: OrderStatus,
  isPaymentRequired: boolean,
  payment: PaymentStatus | null = null,
): OrderStatus {
  if (nextPaymentStatus('payment-intent', payment) === payment) return order;
  const next = nextOrderStatus('payment-intent', order);
  return next === 'payment_pending' && !isPaymentRequired ? 'ready' : next;
}

/** A proof. Raises ORDER_CLOSED, NOT_FOUND, VALIDATION_ERROR. A repeat must name the same reference. */
export const decideProof = (order: OrderStatus, payment: PaymentStatus | null): Decision =>
  orderFirst('payment-proof', order, payment);

/** An escrow lock. Raises ORDER_CLOSED, NOT_FOUND, VALIDATION_ERROR. */
export const decideEscrowLock = (order: OrderStatus, payment: PaymentStatus | null): Decision =>
  orderFirst('escrow-lock', order, payment);

/** Raises ORDER_CLOSED or ORDER_NOT_DELIVERED; the payment never refuses. */
export const decideConfirm = (order: OrderStatus, payment: PaymentStatus | null): Decision =>
  orderFirst('confirm', order, payment);

/** Raises ORDER_CLOSED; the payment never refuses. */
export const decideDispute = (order: OrderStatus, payment: PaymentStatus | null): Decision =>
  orderFirst('dispute', order, payment);

/**
 * A release. Raises NOT_FOUND, ORDER_CLOSED, ORDER_NOT_DELIVERED, VALIDATION_ERROR. Where the order has no opinion of its
 * own, and for a payment that is missing or needs none, the payment decides.
 */
export function decideRelease(order: OrderStatus, payment: PaymentStatus | null): Decision {
  if (payment === null || payment === 'not_required') {
    return toDecision([order, payment], order, nextPaymentStatus('release', payment));
  }
  return orderFirst('release', order, payment);
}

/** A refund. Raises NOT_FOUND, ORDER_CLOSED, VALIDATION_ERROR. A closed order keeps its status (contract G.2 row 16). */
export function decideRefund(order: OrderStatus, payment: PaymentStatus | null): Decision {
  const paymentStatus = nextPaymentStatus('refund', payment);
  return toDecision([order, payment], nextOrderStatus('refund', order), paymentStatus);
}
