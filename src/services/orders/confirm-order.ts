import type { MarketOrder } from '../../domain/orders/order.ts';
import type { MarketPayment } from '../../domain/payments/payment.ts';
import { decideConfirm } from '../../domain/payments/settle.ts';
import type { PairingToken } from '../market-actor.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { saveOrder, savePayment } from './change-order.ts';
import { findOwnOrder, lockOrder } from './find-order.ts';

/**
 * Confirms that what was ordered was received; a held payment becomes due for release. Not idempotent. Raises NOT_FOUND,
 * the codes of assertActsForOrder, ORDER_NOT_DELIVERED and ORDER_CLOSED (contract E.7, E.8).
 */
export async function confirmOrder(
  deps: ServiceDeps,
  token: PairingToken,
  orderId: string,
): Promise<{ order: MarketOrder; payment: MarketPayment | null }> {
  await findOwnOrder(deps, token, orderId);
  return deps.store.transaction(async (repositories) => {
    const order = await lockOrder(repositories, orderId);
    const payment = await repositories.payments.findByOrder(orderId);
    const decision = decideConfirm(order.status, payment?.status ?? null);
    const confirmed = await saveOrder(deps, repositories, order, { status: decision.orderStatus });
    if (payment === null || decision.paymentStatus === null) return { order: confirmed, payment };
    const changes = { status: decision.paymentStatus };
    const due = await savePayment(deps, repositories, order, { before: payment, changes });
    return { order: confirmed, payment: due };
  });
}
