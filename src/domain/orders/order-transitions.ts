import { DomainError } from '../errors.ts';
import type { ErrorCode } from '../../../generated/errors.gen.ts';
import type { OrderStatus } from './order.ts';

/** What changes an order, beside its execution (executions/execution-gate.ts), whose end the provider decides. */
export type OrderOperation =
  | 'payment-intent'
  | 'payment-proof'
  | 'escrow-lock'
  | 'confirm'
  | 'dispute'
  | 'release'
  | 'refund';

type Refusal = Extract<ErrorCode, 'ORDER_CLOSED' | 'ORDER_NOT_DELIVERED'>;
/** `=`: allowed, and the order stays as it is. */
type Cell = OrderStatus | '=' | Refusal;

const closed = {
  confirmed: 'ORDER_CLOSED',
  disputed: 'ORDER_CLOSED',
  cancelled: 'ORDER_CLOSED',
  failed: 'ORDER_CLOSED',
} as const;

/** Once paid, an order that waits for payment is ready; one that is already under way stays where it is. */
const paid = {
  ...closed,
  created: 'ready',
  payment_pending: 'ready',
  ready: '=',
  executing: '=',
  delivered: '=',
  handoff: '=',
} as const;

/**
 * The order state machine of contract E.7: operation × present status → next status. A payment intent is a first one here;
 * what already exists is returned before the table is asked.
 */
export const orderTransitions: Readonly<Record<OrderOperation, Readonly<Record<OrderStatus, Cell>>>> = {
  'payment-intent': {
    ...closed,
    created: 'payment_pending',
    payment_pending: '=',
    ready: '=',
    executing: '=',
    delivered: '=',
    handoff: '=',
  },
  'payment-proof': paid,
  'escrow-lock': paid,
  confirm: {
    ...closed,
    created: 'ORDER_NOT_DELIVERED',
    payment_pending: 'ORDER_NOT_DELIVERED',
    ready: 'ORDER_NOT_DELIVERED',
    executing: 'ORDER_NOT_DELIVERED',
    delivered: 'confirmed',
    handoff: 'confirmed',
  },
  dispute: {
    ...closed,
    created: 'disputed',
    payment_pending: 'disputed',
    ready: 'disputed',
    executing: 'disputed',
    delivered: 'disputed',
    handoff: 'disputed',
  },
  release: {
    created: '=',
    payment_pending: '=',
    ready: '=',
    executing: '=',
    delivered: 'ORDER_NOT_DELIVERED',
    handoff: 'ORDER_NOT_DELIVERED',
    confirmed: '=',
    disputed: 'ORDER_CLOSED',
    cancelled: 'ORDER_CLOSED',
    failed: 'ORDER_CLOSED',
  },
  refund: {
    created: 'cancelled',
    payment_pending: 'cancelled',
    ready: 'cancelled',
    executing: 'cancelled',
    delivered: 'cancelled',
    handoff: 'cancelled',
    confirmed: '=',
    disputed: '=',
    cancelled: '=',
    failed: '=',
  },
};

const messages: Record<Refusal, string> = {
  ORDER_CLOSED: 'The order is closed.',
  ORDER_NOT_DELIVERED: 'The order is not delivered yet.',
};

/** The refusal that the contract has for an operation on an order in this status; `details.status` tells it. */
export function refuseOrder(code: Refusal, status: OrderStatus): DomainError {
  return new DomainError(code, messages[code], { status });
}

/** The status after the operation. Raises ORDER_CLOSED or ORDER_NOT_DELIVERED with the present status in the details. */
export function nextOrderStatus(operation: OrderOperation, status: OrderStatus): OrderStatus {
  const cell = orderTransitions[operation][status];
  if (cell === '=') return status;
  if (cell === 'ORDER_CLOSED' || cell === 'ORDER_NOT_DELIVERED') throw refuseOrder(cell, status);
  return cell;
}
