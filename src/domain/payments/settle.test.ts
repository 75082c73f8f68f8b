import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../../generated/errors.gen.ts';
import { orderStatuses } from '../orders/order.ts';
import type { OrderStatus } from '../orders/order.ts';
import { refusal } from '../refusal.fixture.ts';
import { paymentStatuses } from './payment.ts';
import type { PaymentStatus } from './payment.ts';
import {
  decideConfirm,
  decideDispute,
  decideEscrowLock,
  decideIntent,
  decideProof,
  decideRefund,
  decideRelease,
} from './settle.ts';

const toStatus = (word: string) => (word === 'none' ? null : (word as PaymentStatus));

/** Lines `order payment → order payment`, `→ =` where nothing changes, or `→ CODE`; what an order and its payment can be. */
function readLines(text: string) {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [before = '', after = ''] = line.trim().split(' → ');
      const [order = '', payment = ''] = before.split(' ');
      return { line: line.trim(), order: order as OrderStatus, payment: toStatus(payment), after };
    });
}

const paidLines = `
  created none → NOT_FOUND
  payment_pending intent_created → ready held
  ready held → =
  ready not_required → VALIDATION_ERROR
  executing intent_created → executing held
  executing held → =
  executing none → NOT_FOUND
  delivered intent_created → delivered held
  delivered held → =
  delivered none → NOT_FOUND
  handoff intent_created → handoff held
  handoff none → NOT_FOUND
  confirmed none → ORDER_CLOSED
  confirmed intent_created → ORDER_CLOSED
  confirmed release_pending → ORDER_CLOSED
  confirmed released → ORDER_CLOSED
  disputed none → ORDER_CLOSED
  disputed frozen → ORDER_CLOSED
  cancelled refunded → ORDER_CLOSED
  failed none → ORDER_CLOSED
  failed intent_created → ORDER_CLOSED
  failed held → ORDER_CLOSED
`;

const operations = [
  { name: 'payment-proof', decide: decideProof, lines: paidLines },
  { name: 'escrow-lock', decide: decideEscrowLock, lines: paidLines },
  {
    name: 'confirm',
    decide: decideConfirm,
    lines: `
      created none → ORDER_NOT_DELIVERED
      payment_pending intent_created → ORDER_NOT_DELIVERED
      ready held → ORDER_NOT_DELIVERED
      executing held → ORDER_NOT_DELIVERED
      delivered none → confirmed none
      delivered intent_created → confirmed intent_created
      delivered held → confirmed release_pending
      delivered not_required → confirmed not_required
      handoff held → confirmed release_pending
      handoff none → confirmed none
      confirmed release_pending → ORDER_CLOSED
      disputed frozen → ORDER_CLOSED
      cancelled refunded → ORDER_CLOSED
      failed held → ORDER_CLOSED
    `,
  },
  {
    name: 'dispute',
    decide: decideDispute,
    lines: `
      created none → disputed none
      payment_pending intent_created → disputed frozen
      ready held → disputed frozen
      ready not_required → disputed not_required
      executing held → disputed frozen
      delivered none → disputed none
      delivered held → disputed frozen
      handoff not_required → disputed not_required
      confirmed release_pending → ORDER_CLOSED
      disputed frozen → ORDER_CLOSED
      cancelled refunded → ORDER_CLOSED
      failed held → ORDER_CLOSED
    `,
  },
  {
    name: 'release',
    decide: decideRelease,
    lines: `
      created none → NOT_FOUND
      payment_pending intent_created → ORDER_NOT_DELIVERED
      ready held → ORDER_NOT_DELIVERED
      ready not_required → VALIDATION_ERROR
      executing held → ORDER_NOT_DELIVERED
      delivered none → NOT_FOUND
      delivered held → ORDER_NOT_DELIVERED
      delivered not_required → VALIDATION_ERROR
      handoff held → ORDER_NOT_DELIVERED
      disputed not_required → VALIDATION_ERROR
      confirmed none → NOT_FOUND
      confirmed intent_created → ORDER_NOT_DELIVERED
      confirmed release_pending → confirmed released
      confirmed released → =
      confirmed refunded → ORDER_CLOSED
      confirmed not_required → VALIDATION_ERROR
      disputed none → NOT_FOUND
      disputed frozen → ORDER_CLOSED
      disputed refunded → ORDER_CLOSED
      cancelled refunded → ORDER_CLOSED
      failed held → ORDER_CLOSED
      failed intent_created → ORDER_CLOSED
    `,
  },
  {
    name: 'refund',
    decide: decideRefund,
    lines: `
      created none → NOT_FOUND
      payment_pending intent_created → cancelled refunded
      ready held → cancelled refunded
      ready not_required → VALIDATION_ERROR
      executing held → cancelled refunded
      delivered held → cancelled refunded
      delivered none → NOT_FOUND
      handoff held → cancelled refunded
      confirmed release_pending → confirmed refunded
      confirmed released → ORDER_CLOSED
      confirmed refunded → =
      confirmed none → NOT_FOUND
      disputed frozen → disputed refunded
      disputed refunded → =
      cancelled refunded → =
      failed held → failed refunded
      failed intent_created → failed refunded
    `,
  },
];

const cases = operations.flatMap(({ name, decide, lines }) =>
  readLines(lines).map((line) => ({ name, decide, ...line })),
);
const isCode = (after: string) => /^[A-Z_]+$/.test(after);

describe('an order and its payment together', () => {
  it.each(cases.filter(({ after }) => !isCode(after)))(
    '$name: $line',
    ({ decide, order, payment, after }) => {
      const [orderStatus, paymentStatus] = after === '=' ? [order, payment] : after.split(' ');
      expect(decide(order, payment)).toEqual({
        orderStatus,
        paymentStatus: paymentStatus === 'none' ? null : paymentStatus,
        isRepeat: after === '=',
      });
    },
  );

  it.each(cases.filter(({ after }) => isCode(after)))('$name: $line', ({ decide, order, payment, after }) => {
    expect(() => decide(order, payment)).toThrow(refusal(after as ErrorCode));
  });
});

describe('decideIntent', () => {
  it.each([
    ['created', true, 'payment_pending'],
    ['created', false, 'ready'],
    ['ready', true, 'ready'],
    ['ready', false, 'ready'],
    ['executing', true, 'executing'],
    ['executing', false, 'executing'],
    ['delivered', true, 'delivered'],
    ['delivered', false, 'delivered'],
    ['handoff', true, 'handoff'],
  ] as const)('a first intent for a %s order, payment required: %s → %s', (order, isRequired, next) => {
    expect(decideIntent(order, isRequired)).toBe(next);
  });

  it.each(['confirmed', 'disputed', 'cancelled', 'failed'] as const)(
    'refuses a first intent for a %s order',
    (status) => {
      expect(() => decideIntent(status, true)).toThrow(refusal('ORDER_CLOSED', { details: { status } }));
      expect(() => decideIntent(status, false)).toThrow(refusal('ORDER_CLOSED', { details: { status } }));
    },
  );

  it.each(orderStatuses.flatMap((order) => paymentStatuses.map((payment) => [order, payment] as const)))(
    'leaves a %s order with a payment %s as it is',
    (order, payment) => {
      expect(decideIntent(order, true, payment)).toBe(order);
      expect(decideIntent(order, false, payment)).toBe(order);
    },
  );
});
