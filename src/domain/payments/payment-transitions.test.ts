import { describe, expect, it } from 'vitest';
import { refusal } from '../refusal.fixture.ts';
import type { PaymentEvent } from './payment-transitions.ts';
import { nextPaymentStatus, paymentTransitions } from './payment-transitions.ts';
import { paymentStatuses } from './payment.ts';
import type { PaymentStatus } from './payment.ts';

const columns = 'none intent_created held release_pending released frozen refunded not_required'.split(' ');

/** Contract E.8 as it is printed; `=` nothing changes, and the refusals in short. */
const rows: Record<PaymentEvent, string> = {
  'payment-intent': 'intent_created = = = = = = =',
  'payment-proof': 'absent held = = closed closed closed misplaced',
  'escrow-lock': 'absent held = = closed closed closed misplaced',
  confirm: '= = release_pending = = = = =',
  dispute: '= frozen frozen frozen = = = =',
  release: 'absent early early released = closed closed misplaced',
  refund: 'absent refunded refunded refunded closed refunded = misplaced',
};
const codes = {
  absent: 'NOT_FOUND',
  closed: 'ORDER_CLOSED',
  early: 'ORDER_NOT_DELIVERED',
  misplaced: 'VALIDATION_ERROR',
} as const;

const cells = Object.entries(rows).flatMap(([event, row]) =>
  row.split(' ').map((cell, at) => [event as PaymentEvent, columns[at] ?? '', cell] as const),
);
const isCode = (cell: string): cell is keyof typeof codes => Object.hasOwn(codes, cell);
const toStatus = (column: string) => (column === 'none' ? null : (column as PaymentStatus));

describe('payment transitions', () => {
  it('has a cell for every event and status', () => {
    expect(columns.toSorted()).toEqual(['none', ...paymentStatuses].toSorted());
    expect(Object.keys(rows).toSorted()).toEqual(Object.keys(paymentTransitions).toSorted());
    expect(cells).toHaveLength(56);
  });

  it.each(cells.filter(([, , cell]) => !isCode(cell)))('%s of a payment %s: %s', (event, column, cell) => {
    const status = toStatus(column);
    expect(nextPaymentStatus(event, status)).toBe(cell === '=' ? status : cell);
  });

  it.each(cells.filter(([, , cell]) => isCode(cell)))(
    '%s of a payment %s is refused as %s',
    (event, column, cell) => {
      const status = toStatus(column);
      const code = codes[cell as keyof typeof codes];
      const details = {
        NOT_FOUND: undefined,
        ORDER_CLOSED: { status },
        ORDER_NOT_DELIVERED: { status },
        VALIDATION_ERROR: { issues: [{ path: '', message: 'the order needs no payment' }] },
      }[code];
      expect(() => nextPaymentStatus(event, status)).toThrow(
        details === undefined ? refusal(code) : refusal(code, { details }),
      );
    },
  );
});
