import { DomainError } from '../../domain/errors.ts';
import type { MarketPayment } from '../../domain/payments/payment.ts';
import type { Decision } from '../../domain/payments/settle.ts';
import { decideRefund, decideRelease } from '../../domain/payments/settle.ts';
import type { MarketOrder } from '../../domain/orders/order.ts';
import type { Repositories } from '../../store/store.ts';
import { resolveDispute, saveOrder, savePayment } from '../orders/change-order.ts';
import { findOwnOrder, lockOrder } from '../orders/find-order.ts';
import type { PairingToken } from '../market-actor.ts';
import type { ServiceDeps } from '../service-deps.ts';

export interface Settlement {
  transactionHash: string | null;
  /** Notes of a release, reason of a refund. */
  note: string | null;
}

/**
 * Records that the money of a confirmed order went to the seller. Moves none. Raises NOT_FOUND, the codes of
 * assertActsForOrder, ORDER_NOT_DELIVERED, ORDER_CLOSED and VALIDATION_ERROR (contract E.8).
 */
export function releasePayment(
  deps: ServiceDeps,
  token: PairingToken,
  orderId: string,
  settlement: Settlement,
): Promise<MarketPayment> {
  return settle(deps, token, orderId, { ...settlement, name: 'Release', decide: decideRelease });
}

/**
 * Records that the money went back; an open order is cancelled and an open dispute resolved with it. Raises NOT_FOUND, the
 * codes of assertActsForOrder, ORDER_CLOSED and VALIDATION_ERROR (contract E.7, E.8).
 */
export function refundPayment(
  deps: ServiceDeps,
  token: PairingToken,
  orderId: string,
  settlement: Settlement,
): Promise<MarketPayment> {
  return settle(deps, token, orderId, { ...settlement, name: 'Refund', decide: decideRefund });
}

interface Step extends Settlement {
  name: string;
  decide: (order: MarketOrder['status'], payment: MarketPayment['status'] | null) => Decision;
}

async function settle(
  deps: ServiceDeps,
  token: PairingToken,
  orderId: string,
  step: Step,
): Promise<MarketPayment> {
  await findOwnOrder(deps, token, orderId);
  return deps.store.transaction(async (repositories) => {
    const order = await lockOrder(repositories, orderId);
    const payment = await repositories.payments.findByOrder(orderId);
    const decision = step.decide(order.status, payment?.status ?? null);
    if (payment === null || decision.paymentStatus === null)
      throw new DomainError('NOT_FOUND', 'The order has no payment.');
    if (decision.isRepeat) return payment;
    await saveOrder(deps, repositories, order, { status: decision.orderStatus });
    if (payment.status === 'frozen') await endDispute(deps, repositories, orderId);
    const changes = { status: decision.paymentStatus, notes: [...payment.notes, ...toNotes(step)] };
    return savePayment(deps, repositories, order, { before: payment, changes });
  });
}

async function endDispute(deps: ServiceDeps, repositories: Repositories, orderId: string): Promise<void> {
  const dispute = await repositories.disputes.findByOrder(orderId);
  if (dispute) await resolveDispute(deps, repositories, dispute);
}

function toNotes({ name, transactionHash, note }: Step): string[] {
  return [
    ...(transactionHash === null ? [] : [`${name} transaction: ${transactionHash}`]),
    ...(note === null ? [] : [note]),
  ];
}
