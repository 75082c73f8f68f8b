import type { Handlers } from '../http/handler.ts';
import { readPayment } from '../services/orders/read-order.ts';
import { createPaymentIntent } from '../services/payments/create-payment-intent.ts';
import { lockEscrow } from '../services/payments/lock-escrow.ts';
import { refundPayment, releasePayment } from '../services/payments/release-payment.ts';
import { submitPaymentProof } from '../services/payments/submit-payment-proof.ts';
import type { ServiceDeps } from '../services/service-deps.ts';
import { toPaymentView } from './order-view.ts';
import { withoutNulls } from './request-fields.ts';

type PaymentOperations =
  | 'getMarketOrderPayment'
  | 'createPaymentIntent'
  | 'submitPaymentProof'
  | 'lockEscrow'
  | 'releasePayment'
  | 'refundPayment';

export function createPaymentHandlers(deps: ServiceDeps): Pick<Handlers, PaymentOperations> {
  return {
    async getMarketOrderPayment({ path }) {
      const payment = await readPayment(deps, path.orderId);
      return { status: 200, body: { item: payment && toPaymentView(payment) } };
    },
    async createPaymentIntent({ path, body, context }) {
      const { payment, isNew } = await createPaymentIntent(deps, context.pairing, path.orderId, {
        rail: withoutNulls(body?.rail ?? {}),
        amount: body?.amount ?? null,
        currency: body?.currency ?? null,
      });
      return { status: isNew ? 201 : 200, body: { item: toPaymentView(payment) } };
    },
    async submitPaymentProof({ path, body, context }) {
      const { payment: x402, ...transfer } = body;
      const payment = await submitPaymentProof(deps, context.pairing, path.orderId, {
        ...withoutNulls(transfer),
        ...(x402 ? { payment: withoutNulls(x402) } : {}),
      });
      return { status: 200, body: { item: toPaymentView(payment) } };
    },
    async lockEscrow({ path, body, context }) {
      const payment = await lockEscrow(deps, context.pairing, path.orderId, body);
      return { status: 200, body: { item: toPaymentView(payment) } };
    },
    async releasePayment({ path, body, context }) {
      const { transactionHash = null, notes = null } = body ?? {};
      const payment = await releasePayment(deps, context.pairing, path.orderId, {
        transactionHash,
        note: notes,
      });
      return { status: 200, body: { item: toPaymentView(payment) } };
    },
    async refundPayment({ path, body, context }) {
      const { transactionHash = null, reason = null } = body ?? {};
      const payment = await refundPayment(deps, context.pairing, path.orderId, {
        transactionHash,
        note: reason,
      });
      return { status: 200, body: { item: toPaymentView(payment) } };
    },
  };
}
