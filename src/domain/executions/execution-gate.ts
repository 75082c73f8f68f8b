import type { MarketService } from '../catalog/market-service.ts';
import { DomainError } from '../errors.ts';
import { refuseOrder } from '../orders/order-transitions.ts';
import type { MarketOrder, OrderStatus } from '../orders/order.ts';
import type { MarketPayment, PaymentStatus } from '../payments/payment.ts';

/** How long nobody else may begin an execution of the same order, in ms; clients wait 60 s for an answer. */
export const attemptTtlMs = 60_000;

/** `replay`: the saved result is the answer. */
export type ExecutionStart = 'begin' | 'replay';

/** The row «execute» of contract E.7. What an execution leaves is the provider's to say: `delivered`, `handoff`, `failed`. */
export const executionStarts: Readonly<Record<OrderStatus, ExecutionStart | 'ORDER_CLOSED'>> = {
  created: 'begin',
  payment_pending: 'begin',
  ready: 'begin',
  executing: 'begin',
  delivered: 'replay',
  handoff: 'replay',
  confirmed: 'ORDER_CLOSED',
  disputed: 'ORDER_CLOSED',
  cancelled: 'ORDER_CLOSED',
  failed: 'ORDER_CLOSED',
};

/**
 * Whether an order's execution may begin now. An attempt in flight refuses another; one that never ended, because its process
 * died, may be taken over when its time is over. Raises ORDER_CLOSED with the present status (contract E.7).
 */
export function decideExecution(
  { status, attempt }: Pick<MarketOrder, 'status' | 'attempt'>,
  now: string,
): ExecutionStart {
  const start = executionStarts[status];
  if (start === 'ORDER_CLOSED') throw refuseOrder(start, status);
  const isInFlight = start === 'begin' && attempt !== null && attempt.expiresAt > now;
  if (isInFlight) throw refuseOrder('ORDER_CLOSED', 'executing');
  return start;
}

const settled: readonly PaymentStatus[] = ['held', 'release_pending', 'released', 'not_required'];

type Payable = Pick<MarketOrder, 'payment' | 'serviceSnapshot'>;

/** True when the provider itself demands an x402 payment with the call. */
export function isSoldByX402({ payment, serviceSnapshot }: Payable): boolean {
  return payment.defaultRail === 'x402' || serviceSnapshot.payment.defaultRail === 'x402';
}

export interface PaymentGate {
  requirePaymentBeforeExecute: boolean;
  /** True when this request carries the signature of an x402 payment. */
  hasPaymentSignature: boolean;
}

type Paid = Pick<MarketPayment, 'status' | 'rail' | 'signatureDigest'>;

/**
 * Raises PAYMENT_REQUIRED when an order cannot be executed as it is paid: with the toggle its payment must be held or need
 * none, and an x402 seller demands in every state the signature whose proof was recorded (contract E.7).
 */
export function assertPaid(order: Payable, payment: Paid | null, gate: PaymentGate): void {
  const lacksPayment = gate.requirePaymentBeforeExecute && !isPaid(order, payment);
  const lacksSignature = isSoldByX402(order) && !(gate.hasPaymentSignature && isSigned(payment));
  if (!lacksPayment && !lacksSignature) return;
  const paymentRequest = payment?.rail.metadata?.['paymentRequest'];
  throw new DomainError('PAYMENT_REQUIRED', 'The order has to be paid before it is executed.', {
    paymentStatus: payment?.status ?? null,
    ...(paymentRequest === undefined ? {} : { paymentRequest }),
  });
}

/** A free order needs no record of that. */
function isPaid({ payment: advice }: Payable, payment: Paid | null): boolean {
  if (payment === null) return !advice.required && advice.defaultRail === 'not-required';
  return settled.includes(payment.status);
}

function isSigned(payment: Paid | null): boolean {
  return payment !== null && payment.signatureDigest !== null && settled.includes(payment.status);
}

/**
 * Only native, free operations that change nothing run without an order. Raises VALIDATION_ERROR for an operation that the
 * service has not, EXECUTION_UNSUPPORTED, or PAYMENT_REQUIRED (contract B.4, E.11).
 */
export function assertDirectlyExecutable(service: MarketService, operation: string): void {
  if (!service.operations.includes(operation)) {
    throw new DomainError('VALIDATION_ERROR', 'The request is not valid.', {
      issues: [{ path: 'operation', message: 'must be an operation of the service' }],
    });
  }
  const unsupported = (reason: string) =>
    new DomainError('EXECUTION_UNSUPPORTED', 'This operation needs an order.', { reason });
  if (service.executionMode !== 'native') throw unsupported('external-handoff');
  const { payment } = service;
  if (payment.required || payment.defaultRail !== 'not-required') {
    throw new DomainError('PAYMENT_REQUIRED', 'The service is not free: place an order.', {
      paymentStatus: null,
    });
  }
  const contract = service.operationContracts.find((entry) => entry.operation === operation);
  if (contract?.readOnly !== true) throw unsupported('not-read-only');
}
