import { describe, expect, it } from 'vitest';
import { refusal } from '../refusal.fixture.ts';
import type { OrderOperation } from './order-transitions.ts';
import { nextOrderStatus, orderTransitions } from './order-transitions.ts';
import { orderStatuses } from './order.ts';
import type { OrderStatus } from './order.ts';

const columns =
  'created payment_pending ready executing delivered handoff confirmed disputed cancelled failed'.split(' ');

/** Contract E.7 as it is printed; `closed` and `early` are ORDER_CLOSED and ORDER_NOT_DELIVERED. */
const rows: Record<OrderOperation, string> = {
  'payment-intent': 'payment_pending = = = = = closed closed closed closed',
  'payment-proof': 'ready ready = = = = closed closed closed closed',
  'escrow-lock': 'ready ready = = = = closed closed closed closed',
  confirm: 'early early early early confirmed confirmed closed closed closed closed',
  dispute: 'disputed disputed disputed disputed disputed disputed closed closed closed closed',
  release: '= = = = early early = closed closed closed',
  refund: 'cancelled cancelled cancelled cancelled cancelled cancelled = = = =',
};
const codes = { closed: 'ORDER_CLOSED', early: 'ORDER_NOT_DELIVERED' } as const;

const cells = Object.entries(rows).flatMap(([operation, row]) =>
  row.split(' ').map((cell, at) => [operation as OrderOperation, columns[at] as OrderStatus, cell] as const),
);
const isCode = (cell: string): cell is keyof typeof codes => Object.hasOwn(codes, cell);

describe('order transitions', () => {
  it('has a cell for every operation and status', () => {
    expect(columns.toSorted()).toEqual(orderStatuses.toSorted());
    expect(Object.keys(rows).toSorted()).toEqual(Object.keys(orderTransitions).toSorted());
    expect(cells).toHaveLength(70);
  });

  it.each(cells.filter(([, , cell]) => !isCode(cell)))('%s of a %s order: %s', (operation, status, cell) => {
    expect(nextOrderStatus(operation, status)).toBe(cell === '=' ? status : cell);
  });

  it.each(cells.filter(([, , cell]) => isCode(cell)))(
    '%s of a %s order is refused as %s, and the refusal names the status',
    (operation, status, cell) => {
      const code = codes[cell as keyof typeof codes];
      expect(() => nextOrderStatus(operation, status)).toThrow(refusal(code, { details: { status } }));
    },
  );
});
