import type { Dispute, MarketOrder } from '../../domain/orders/order.ts';
import type { MarketPayment } from '../../domain/payments/payment.ts';
import { decideDispute } from '../../domain/payments/settle.ts';
import type { PairingToken } from '../market-actor.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { timestamp } from '../service-deps.ts';
import { saveOrder, savePayment } from './change-order.ts';
import { findOwnOrder, lockOrder } from './find-order.ts';

export interface DisputeOrder {
  reason: string;
  evidence: Record<string, unknown>;
}

/**
 * Disputes an order and freezes its payment. Not idempotent. Raises NOT_FOUND, the codes of assertActsForOrder and
 * ORDER_CLOSED (contract E.7, E.8).
 */
export async function disputeOrder(
  deps: ServiceDeps,
  token: PairingToken,
  orderId: string,
  { reason, evidence }: DisputeOrder,
): Promise<{ order: MarketOrder; payment: MarketPayment | null; dispute: Dispute }> {
  await findOwnOrder(deps, token, orderId);
  return deps.store.transaction(async (repositories) => {
    const order = await lockOrder(repositories, orderId);
    const payment = await repositories.payments.findByOrder(orderId);
    const decision = decideDispute(order.status, payment?.status ?? null);
    const now = timestamp(deps.clock);
    const dispute: Dispute = {
      id: deps.ids.id('disp'),
      orderId,
      machineId: order.machineId,
      status: 'open',
      reason,
      evidence,
      createdAt: now,
      updatedAt: now,
    };
    await repositories.disputes.insert(dispute);
    const disputed = await saveOrder(deps, repositories, order, { status: decision.orderStatus });
    if (payment === null || decision.paymentStatus === null) return { order: disputed, payment, dispute };
    const changes = { status: decision.paymentStatus };
    const frozen = await savePayment(deps, repositories, order, { before: payment, changes });
    return { order: disputed, payment: frozen, dispute };
  });
}
