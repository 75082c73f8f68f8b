import type { Dispute, MarketOrder } from '../../domain/orders/order.ts';
import type { MarketPayment } from '../../domain/payments/payment.ts';
import type { Repositories } from '../../store/store.ts';
import { recordAuditEvent } from '../record-audit-event.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { timestamp } from '../service-deps.ts';

const verbOfOrder: Partial<Record<MarketOrder['status'], string>> = {
  executing: 'executing',
  delivered: 'delivered',
  handoff: 'handoff',
  failed: 'failed',
  confirmed: 'confirmed',
  disputed: 'disputed',
  cancelled: 'cancelled',
};

const verbOfPayment: Record<MarketPayment['status'], string> = {
  not_required: 'intent-created',
  intent_created: 'intent-created',
  held: 'held',
  release_pending: 'release-pending',
  released: 'released',
  refunded: 'refunded',
  frozen: 'frozen',
};

/** An order whose status may have changed: stored, and recorded when that change has a name (contract E.14). */
export async function saveOrder(
  deps: ServiceDeps,
  repositories: Repositories,
  before: MarketOrder,
  changes: Partial<MarketOrder>,
): Promise<MarketOrder> {
  const order = { ...before, ...changes, updatedAt: timestamp(deps.clock) };
  await repositories.orders.update(order);
  const verb = verbOfOrder[order.status];
  if (order.status !== before.status && verb !== undefined) {
    await recordAuditEvent(deps, repositories, {
      type: `market-order.${verb}`,
      actor: `agent:${order.agentPairingId}`,
      resourceId: order.id,
      machineId: order.machineId,
      payload: { before: before.status },
    });
  }
  return order;
}

/** A payment whose status changed: stored and recorded. */
export async function savePayment(
  deps: ServiceDeps,
  repositories: Repositories,
  order: MarketOrder,
  { before, changes }: { before: MarketPayment; changes: Partial<MarketPayment> },
): Promise<MarketPayment> {
  const payment = { ...before, ...changes, updatedAt: timestamp(deps.clock) };
  await repositories.payments.update(payment);
  if (payment.status !== before.status) await recordPayment(deps, repositories, order, payment);
  return payment;
}

/** The audit event of a payment's present status. */
export async function recordPayment(
  deps: ServiceDeps,
  repositories: Repositories,
  order: MarketOrder,
  payment: MarketPayment,
): Promise<void> {
  await recordAuditEvent(deps, repositories, {
    type: `market-payment.${verbOfPayment[payment.status]}`,
    actor: `agent:${order.agentPairingId}`,
    resourceId: payment.id,
    machineId: payment.machineId,
    payload: { orderId: order.id, rail: payment.rail.type },
  });
}

/** A dispute that ended. */
export async function resolveDispute(
  deps: ServiceDeps,
  repositories: Repositories,
  dispute: Dispute,
): Promise<void> {
  await repositories.disputes.update({ ...dispute, status: 'resolved', updatedAt: timestamp(deps.clock) });
}
