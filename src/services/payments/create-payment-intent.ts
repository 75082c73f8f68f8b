import { assertWithinLimits, startOfUtcDay } from '../../domain/delegation/spend-limits.ts';
import type { MarketOrder, Spend } from '../../domain/orders/order.ts';
import { nextOrderStatus } from '../../domain/orders/order-transitions.ts';
import type { Intent, IntentWish } from '../../domain/payments/create-intent.ts';
import { createIntent, exceedsSpend } from '../../domain/payments/create-intent.ts';
import type { MarketPayment } from '../../domain/payments/payment.ts';
import { decideIntent } from '../../domain/payments/settle.ts';
import type { Repositories } from '../../store/store.ts';
import { findActivePairing, lockActivePairing } from '../market-actor.ts';
import type { PairingToken } from '../market-actor.ts';
import { recordPayment, saveOrder } from '../orders/change-order.ts';
import { findOwnOrder, lockOrder } from '../orders/find-order.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { timestamp } from '../service-deps.ts';
import { requestPayment } from './request-payment.ts';

/**
 * How an order is to be paid: its payment, made by the first call and returned as it is by later ones. On x402 the seller is
 * asked for its challenge. Raises NOT_FOUND, the codes of assertActsForOrder, ORDER_CLOSED, VALIDATION_ERROR, and the limit
 * codes when it asks for more than the order counted (contract B.5, E.5, E.8).
 */
export async function createPaymentIntent(
  deps: ServiceDeps,
  token: PairingToken,
  orderId: string,
  wish: IntentWish,
): Promise<{ payment: MarketPayment; isNew: boolean }> {
  const order = await findOwnOrder(deps, token, orderId);
  const present = await deps.store.payments.findByOrder(orderId);
  if (present) return { payment: present, isNew: false };
  nextOrderStatus('payment-intent', order.status);
  const pairing = await findActivePairing(deps.store, order.machineId, order.agentPairingId);
  const intent = createIntent(
    wish,
    { payment: order.payment, agentAddress: pairing.agentAddress, spend: order.spend },
    {
      enforceRails: deps.config.enforceServicePaymentRails,
      usdtContract: deps.config.usdtContract,
      usdtDecimals: deps.config.usdtDecimals,
    },
  );
  const rail = intent.rail.type === 'x402' ? await requestPayment(deps, order, intent.rail) : intent.rail;
  return deps.store.transaction((repositories) => insert(deps, repositories, orderId, { ...intent, rail }));
}

async function insert(
  deps: ServiceDeps,
  repositories: Repositories,
  orderId: string,
  intent: Intent,
): Promise<{ payment: MarketPayment; isNew: boolean }> {
  const order = await lockOrder(repositories, orderId);
  const present = await repositories.payments.findByOrder(orderId);
  if (present) return { payment: present, isNew: false };
  const status = decideIntent(order.status, intent.status !== 'not_required');
  const spend = exceedsSpend(intent, order.spend)
    ? await raiseSpend(repositories, order, intent)
    : order.spend;
  const now = timestamp(deps.clock);
  const payment: MarketPayment = {
    ...intent,
    id: deps.ids.id('pay'),
    orderId,
    machineId: order.machineId,
    proof: null,
    notes: [],
    reference: null,
    signatureDigest: null,
    createdAt: now,
    updatedAt: now,
  };
  await repositories.payments.insert(payment);
  await saveOrder(deps, repositories, order, { status, spend });
  await recordPayment(deps, repositories, order, payment);
  return { payment, isNew: true };
}

/** A payment of more than the order counted is held against both limits again, with the pairing held (contract E.5). */
async function raiseSpend(repositories: Repositories, order: MarketOrder, intent: Intent): Promise<Spend> {
  const spend = { amount: intent.amount ?? 0, currency: intent.currency };
  const pairing = await lockActivePairing(repositories, order.machineId, order.agentPairingId);
  const spent = await repositories.orders.spendSince(pairing.id, startOfUtcDay(order.createdAt), order.id);
  assertWithinLimits(pairing.delegationPolicy, spend, spent);
  return spend;
}
