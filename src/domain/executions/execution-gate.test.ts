import { describe, expect, it } from 'vitest';
import { aPayment, aService, anOrder, freePayment, walletPayment } from '../market.fixture.ts';
import { orderStatuses } from '../orders/order.ts';
import type { PaymentStatus } from '../payments/payment.ts';
import { paymentStatuses } from '../payments/payment.ts';
import { refusal } from '../refusal.fixture.ts';
import { assertDirectlyExecutable, assertPaid, decideExecution, isSoldByX402 } from './execution-gate.ts';

const now = '2026-05-16T12:00:00.000Z';
const before = '2026-05-16T11:59:59.999Z';
const after = '2026-05-16T12:00:00.001Z';
const open = ['created', 'payment_pending', 'ready', 'executing'] as const;
const done = ['delivered', 'handoff'] as const;
const closed = ['confirmed', 'disputed', 'cancelled', 'failed'] as const;

describe('decideExecution', () => {
  it('knows every status', () => {
    expect([...open, ...done, ...closed].toSorted()).toEqual(orderStatuses.toSorted());
  });

  it.each(open)('begins the execution of a %s order', (status) => {
    expect(decideExecution({ status, attempt: null }, now)).toBe('begin');
  });

  it.each(done)('gives the saved result of a %s order', (status) => {
    expect(decideExecution({ status, attempt: null }, now)).toBe('replay');
  });

  it.each(closed)('refuses a %s order', (status) => {
    const error = refusal('ORDER_CLOSED', { details: { status } });
    expect(() => decideExecution({ status, attempt: null }, now)).toThrow(error);
  });

  it('refuses while another attempt is in flight', () => {
    const order = { status: 'executing', attempt: { id: 'try_1', expiresAt: after } } as const;
    const error = refusal('ORDER_CLOSED', { details: { status: 'executing' } });
    expect(() => decideExecution(order, now)).toThrow(error);
  });

  it.each([now, before])('takes over an attempt whose time was over at %s', (expiresAt) => {
    expect(decideExecution({ status: 'executing', attempt: { id: 'try_1', expiresAt } }, now)).toBe('begin');
  });
});

const gate = (required: boolean, hasPaymentSignature = false) => ({
  requirePaymentBeforeExecute: required,
  hasPaymentSignature,
});
const unpaid = (paymentStatus: PaymentStatus | null) =>
  refusal('PAYMENT_REQUIRED', { details: { paymentStatus } });

describe('assertPaid', () => {
  const order = anOrder({ payment: walletPayment });
  const settled: PaymentStatus[] = ['held', 'release_pending', 'released', 'not_required'];

  it.each(settled)('with the toggle: passes a payment %s', (status) => {
    expect(() => assertPaid(order, aPayment({ status }), gate(true))).not.toThrow();
  });

  it.each(paymentStatuses.filter((status) => !settled.includes(status)))(
    'with the toggle: refuses a payment %s and names it',
    (status) => {
      expect(() => assertPaid(order, aPayment({ status }), gate(true))).toThrow(unpaid(status));
      expect(() => assertPaid(order, aPayment({ status }), gate(false))).not.toThrow();
    },
  );

  it('with the toggle: refuses an order without a payment, unless it is free', () => {
    expect(() => assertPaid(order, null, gate(true))).toThrow(unpaid(null));
    expect(() => assertPaid(order, null, gate(false))).not.toThrow();
    expect(() => assertPaid(anOrder({ payment: freePayment }), null, gate(true))).not.toThrow();
  });

  it.each([
    { ...freePayment, required: true },
    { ...freePayment, defaultRail: 'wallet' as const },
  ])('with the toggle: does not take $defaultRail, required: $required for free', (payment) => {
    expect(() => assertPaid(anOrder({ payment }), null, gate(true))).toThrow(unpaid(null));
  });

  it('with the toggle: a free order with a payment of its own has to pay it', () => {
    const free = anOrder({ payment: freePayment });
    expect(() => assertPaid(free, aPayment(), gate(true))).toThrow(unpaid('intent_created'));
  });
});

describe('assertPaid, x402', () => {
  const x402 = { ...walletPayment, defaultRail: 'x402' as const };
  const order = anOrder({ payment: x402 });
  const signed = aPayment({ status: 'held', signatureDigest: 'ab'.repeat(32) });

  it.each([true, false])('passes a recorded signature that comes again (toggle %s)', (required) => {
    expect(() => assertPaid(order, signed, gate(required, true))).not.toThrow();
  });

  it.each([true, false])('refuses in every state without the signature (toggle %s)', (required) => {
    expect(() => assertPaid(order, signed, gate(required))).toThrow(unpaid('held'));
    expect(() => assertPaid(order, null, gate(required))).toThrow(unpaid(null));
  });

  it.each([true, false])('refuses a signature that was never proven (toggle %s)', (required) => {
    const cases = [
      [null, null],
      [aPayment(), 'intent_created'],
      [aPayment({ status: 'held' }), 'held'],
      [aPayment({ status: 'not_required' }), 'not_required'],
      [aPayment({ status: 'refunded', signatureDigest: signed.signatureDigest }), 'refunded'],
    ] as const;
    for (const [payment, status] of cases)
      expect(() => assertPaid(order, payment, gate(required, true))).toThrow(unpaid(status));
  });

  it('hands the payment request out again', () => {
    const paymentRequest = { paymentRequired: 'e30=', statusCode: 402 };
    const payment = aPayment({ rail: { type: 'x402', metadata: { paymentRequest } } });
    const details = { paymentStatus: 'intent_created', paymentRequest };
    expect(() => assertPaid(order, payment, gate(false))).toThrow(refusal('PAYMENT_REQUIRED', { details }));
  });

  it('looks at the service too: whatever a quote recommended, its seller demands the signature', () => {
    const quoted = anOrder({ payment: walletPayment, serviceSnapshot: aService({ payment: x402 }) });
    expect([order, quoted, anOrder()].map(isSoldByX402)).toEqual([true, true, false]);
    expect(() => assertPaid(quoted, aPayment({ status: 'held' }), gate(false))).toThrow(unpaid('held'));
  });
});

describe('assertDirectlyExecutable', () => {
  const unsupported = (reason: string) => refusal('EXECUTION_UNSUPPORTED', { details: { reason } });
  const readOnly = 'latest-price';

  it('passes a native, free operation that changes nothing', () => {
    expect(() => assertDirectlyExecutable(aService(), readOnly)).not.toThrow();
  });

  it('refuses an operation that the service has not', () => {
    const details = { issues: [expect.objectContaining({ path: 'operation' })] };
    expect(() => assertDirectlyExecutable(aService(), 'delete')).toThrow(
      refusal('VALIDATION_ERROR', { details }),
    );
  });

  it('refuses a hand-off', () => {
    const service = aService({ executionMode: 'external-handoff' });
    expect(() => assertDirectlyExecutable(service, readOnly)).toThrow(unsupported('external-handoff'));
  });

  it.each([
    walletPayment,
    { ...freePayment, required: true },
    { ...freePayment, defaultRail: 'x402' as const },
  ])('refuses a service that is not free ($defaultRail, required: $required)', (payment) => {
    expect(() => assertDirectlyExecutable(aService({ payment }), readOnly)).toThrow(unpaid(null));
  });

  it('refuses what may change something, or says nothing about it', () => {
    const [contract] = aService().operationContracts;
    const writing = aService({ operationContracts: [{ ...contract!, readOnly: false }] });
    expect(() => assertDirectlyExecutable(writing, readOnly)).toThrow(unsupported('not-read-only'));
    expect(() => assertDirectlyExecutable(aService(), 'history')).toThrow(unsupported('not-read-only'));
  });
});
