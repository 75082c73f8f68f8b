import type { ErrorCode } from '../../../generated/errors.gen.ts';
import { DomainError } from '../errors.ts';
import type { PaymentStatus } from './payment.ts';

export type PaymentEvent =
  | 'payment-intent'
  | 'payment-proof'
  | 'escrow-lock'
  | 'confirm'
  | 'dispute'
  | 'release'
  | 'refund';

type Refusal = Extract<ErrorCode, 'NOT_FOUND' | 'ORDER_CLOSED' | 'ORDER_NOT_DELIVERED' | 'VALIDATION_ERROR'>;
/** `=`: allowed, and nothing changes. */
type Cell = PaymentStatus | '=' | Refusal;

/**
 * The payment state machine of contract E.8: event × present status (`none` = the order has no payment) → next status.
 * A first intent on the rail `not-required` is `not_required` instead. A proof for a held payment must also name the same
 * reference (assertSameReference).
 */
export const paymentTransitions: Readonly<
  Record<PaymentEvent, Readonly<Record<PaymentStatus | 'none', Cell>>>
> = {
  'payment-intent': {
    none: 'intent_created',
    intent_created: '=',
    held: '=',
    release_pending: '=',
    released: '=',
    frozen: '=',
    refunded: '=',
    not_required: '=',
  },
  'payment-proof': {
    none: 'NOT_FOUND',
    intent_created: 'held',
    held: '=',
    release_pending: '=',
    released: 'ORDER_CLOSED',
    frozen: 'ORDER_CLOSED',
    refunded: 'ORDER_CLOSED',
    not_required: 'VALIDATION_ERROR',
  },
  'escrow-lock': {
    none: 'NOT_FOUND',
    intent_created: 'held',
    held: '=',
    release_pending: '=',
    released: 'ORDER_CLOSED',
    frozen: 'ORDER_CLOSED',
    refunded: 'ORDER_CLOSED',
    not_required: 'VALIDATION_ERROR',
  },
  confirm: {
    none: '=',
    intent_created: '=',
    held: 'release_pending',
    release_pending: '=',
    released: '=',
    frozen: '=',
    refunded: '=',
    not_required: '=',
  },
  dispute: {
    none: '=',
    intent_created: 'frozen',
    held: 'frozen',
    release_pending: 'frozen',
    released: '=',
    frozen: '=',
    refunded: '=',
    not_required: '=',
  },
  release: {
    none: 'NOT_FOUND',
    intent_created: 'ORDER_NOT_DELIVERED',
    held: 'ORDER_NOT_DELIVERED',
    release_pending: 'released',
    released: '=',
    frozen: 'ORDER_CLOSED',
    refunded: 'ORDER_CLOSED',
    not_required: 'VALIDATION_ERROR',
  },
  refund: {
    none: 'NOT_FOUND',
    intent_created: 'refunded',
    held: 'refunded',
    release_pending: 'refunded',
    released: 'ORDER_CLOSED',
    frozen: 'refunded',
    refunded: '=',
    not_required: 'VALIDATION_ERROR',
  },
};

const messages: Record<Refusal, string> = {
  NOT_FOUND: 'The order has no payment; ask for a payment intent first.',
  ORDER_CLOSED: 'The payment is closed.',
  ORDER_NOT_DELIVERED: 'The payment is not due for release: the order is not confirmed, or was not paid.',
  VALIDATION_ERROR: 'The order needs no payment.',
};

const isRefusal = (cell: Cell): cell is Refusal => Object.hasOwn(messages, cell);

function refuse(code: Refusal, status: PaymentStatus | null): DomainError {
  if (status === null) return new DomainError(code, messages[code]);
  const isMisplaced = code === 'VALIDATION_ERROR';
  const details = isMisplaced
    ? { issues: [{ path: '', message: 'the order needs no payment' }] }
    : { status };
  return new DomainError(code, messages[code], details);
}

/**
 * The status after the event; null where there is no payment and none is needed. Raises NOT_FOUND, VALIDATION_ERROR, and
 * ORDER_CLOSED or ORDER_NOT_DELIVERED with the payment's status in the details.
 */
export function nextPaymentStatus(event: PaymentEvent, status: PaymentStatus | null): PaymentStatus | null {
  const cell = paymentTransitions[event][status ?? 'none'];
  if (isRefusal(cell)) throw refuse(cell, status);
  return cell === '=' ? status : cell;
}
