import type { OrderStatus } from './domain/orders/order.ts';
import type { PaymentStatus } from './domain/payments/payment.ts';

// The tables of contract E.7 and E.8 as they stand there, so that a mistake in the code's own tables cannot hide in both.

export type Operation =
  | 'payment-intent'
  | 'payment-proof'
  | 'another payment-proof'
  | 'escrow-lock'
  | 'execute'
  | 'confirm'
  | 'dispute'
  | 'release'
  | 'refund';

export type PaymentColumn = PaymentStatus | 'none';

const orderColumns = [
  'created',
  'payment_pending',
  'ready',
  'executing',
  'delivered',
  'handoff',
  'confirmed',
  'disputed',
  'cancelled',
  'failed',
] as const satisfies OrderStatus[];

const paymentColumns = [
  'none',
  'intent_created',
  'held',
  'release_pending',
  'released',
  'frozen',
  'refunded',
  'not_required',
] as const satisfies PaymentColumn[];

type Row = readonly string[];

const closed = ['ORDER_CLOSED', 'ORDER_CLOSED', 'ORDER_CLOSED', 'ORDER_CLOSED'] as const;
const kept = ['=', '=', '=', '='] as const;
const needsPayment = ['PAYMENT_REQUIRED', 'PAYMENT_REQUIRED', 'PAYMENT_REQUIRED'] as const;
const noPayment = ['NOT_FOUND', '–', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND'] as const;
const undelivered = [
  'ORDER_NOT_DELIVERED',
  'ORDER_NOT_DELIVERED',
  'ORDER_NOT_DELIVERED',
  'ORDER_NOT_DELIVERED',
] as const;
const proof = ['ready', 'ready', '=', '=', '=', '=', ...closed] as const;

/** E.7: a status, `=`, a code, `–` for what cannot be, `E.8` where the payment alone decides. */
const orderRows = {
  'payment-intent, none yet': ['payment_pending', '–', '=', '=', '=', '=', ...closed],
  'payment-intent, exists': ['=', '=', ...kept, ...kept],
  'payment-proof, no intent': [...noPayment, ...closed],
  'payment-proof, intent': proof,
  'another payment-proof, no intent': [...noPayment, ...closed],
  'another payment-proof, intent': proof,
  'escrow-lock, no intent': [...noPayment, ...closed],
  'escrow-lock, intent': proof,
  'execute, met': ['run', 'run', 'run', 'ORDER_CLOSED', 'saved', 'saved', ...closed],
  // In flight is in flight, paid or not: the row has no answer of its own for that.
  'execute, not met': [...needsPayment, 'ORDER_CLOSED', 'saved', 'saved', ...closed],
  confirm: [...undelivered, 'confirmed', 'confirmed', ...closed],
  dispute: ['disputed', 'disputed', 'disputed', 'disputed', 'disputed', 'disputed', ...closed],
  release: [
    'E.8',
    'E.8',
    'E.8',
    'E.8',
    'ORDER_NOT_DELIVERED',
    'ORDER_NOT_DELIVERED',
    '=',
    ...closed.slice(1),
  ],
  refund: ['cancelled', 'cancelled', 'cancelled', 'cancelled', 'cancelled', 'cancelled', ...kept],
} as const satisfies Record<string, Row>;

const settledAlready = ['ORDER_CLOSED', 'ORDER_CLOSED', 'ORDER_CLOSED', 'VALIDATION_ERROR'] as const;

/** E.8. */
const paymentRows: Readonly<Record<Operation, Row>> = {
  'payment-intent': ['intent_created', '=', '=', '=', ...kept],
  'payment-proof': ['NOT_FOUND', 'held', '=', '=', ...settledAlready],
  'another payment-proof': ['NOT_FOUND', 'held', 'VALIDATION_ERROR', 'VALIDATION_ERROR', ...settledAlready],
  'escrow-lock': ['NOT_FOUND', 'held', '=', '=', ...settledAlready],
  execute: [...kept, ...kept],
  confirm: ['=', '=', 'release_pending', '=', '=', 'n/a', 'n/a', '='],
  dispute: ['=', 'frozen', 'frozen', 'frozen', ...kept],
  release: [
    'NOT_FOUND',
    'ORDER_NOT_DELIVERED',
    'ORDER_NOT_DELIVERED',
    'released',
    '=',
    'ORDER_CLOSED',
    'ORDER_CLOSED',
    'VALIDATION_ERROR',
  ],
  refund: [
    'NOT_FOUND',
    'refunded',
    'refunded',
    'refunded',
    'ORDER_CLOSED',
    'refunded',
    '=',
    'VALIDATION_ERROR',
  ],
};

export const operations = Object.keys(paymentRows) as Operation[];

const isCode = (cell: string) => /^[A-Z_]{5,}$/.test(cell);

export interface Present {
  order: OrderStatus;
  payment: PaymentColumn;
  /** Whether the deployment lets the order be executed as it is paid. */
  isConditionMet: boolean;
  /** How an execution would end. */
  ending: OrderStatus;
  /** What a first intent makes of the payment. */
  intended: PaymentStatus;
}

/** A refusal, or the statuses of order and payment after a success. */
export type Expected = { code: string } | { order: OrderStatus; payment: PaymentColumn };

/** What the two tables say together. The order decides first; only of a release that has nothing to release, the payment. */
export function expectOutcome(operation: Operation, present: Present): Expected {
  const orderCell = orderRows[rowOf(operation, present)][orderColumns.indexOf(present.order)];
  const paymentCell = paymentRows[operation][paymentColumns.indexOf(present.payment)];
  if (orderCell === undefined || paymentCell === undefined || orderCell === '–')
    throw new Error(`${operation} has no cell for ${present.order} and ${present.payment}`);
  const hasNothingToRelease = present.payment === 'none' || present.payment === 'not_required';
  if (operation === 'release' && hasNothingToRelease) return { code: paymentCell };
  if (isCode(orderCell)) return { code: orderCell };
  if (isCode(paymentCell)) return { code: paymentCell };
  return toStatuses(orderCell, paymentCell, present);
}

function rowOf(operation: Operation, { payment, isConditionMet }: Present): keyof typeof orderRows {
  if (operation === 'execute') return isConditionMet ? 'execute, met' : 'execute, not met';
  if (operation === 'payment-intent') return `${operation}, ${payment === 'none' ? 'none yet' : 'exists'}`;
  if (operation === 'confirm' || operation === 'dispute') return operation;
  if (operation === 'release' || operation === 'refund') return operation;
  return `${operation}, ${payment === 'none' ? 'no intent' : 'intent'}`;
}

function toStatuses(orderCell: string, paymentCell: string, present: Present): Expected {
  const isFirstIntent = paymentCell === 'intent_created';
  const payment = isFirstIntent ? present.intended : paymentCell === '=' ? present.payment : paymentCell;
  const isFree = orderCell === 'payment_pending' && payment === 'not_required';
  const order = ['=', 'saved', 'E.8'].includes(orderCell) ? present.order : orderCell;
  const next = isFree ? 'ready' : order === 'run' ? present.ending : order;
  return { order: next as OrderStatus, payment: payment as PaymentColumn };
}
