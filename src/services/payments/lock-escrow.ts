import type { MarketPayment, PaymentProof } from '../../domain/payments/payment.ts';
import { toEscrowProof } from '../../domain/payments/proof-rules.ts';
import { decideEscrowLock } from '../../domain/payments/settle.ts';
import { saveOrder, savePayment } from '../orders/change-order.ts';
import { findOwnOrder, lockOrder } from '../orders/find-order.ts';
import type { PairingToken } from '../market-actor.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { timestamp } from '../service-deps.ts';
import { demandPayment } from './find-payment.ts';

export interface LockEscrow {
  transactionHash: string;
  chain: string;
  escrowAddress: string;
}

/**
 * Records that the money of an order lies in escrow: payment `held`, order `ready`. Idempotent for a held payment. Raises
 * NOT_FOUND, the codes of assertActsForOrder, ORDER_CLOSED and VALIDATION_ERROR (contract E.7, E.8).
 */
export async function lockEscrow(
  deps: ServiceDeps,
  token: PairingToken,
  orderId: string,
  command: LockEscrow,
): Promise<MarketPayment> {
  await findOwnOrder(deps, token, orderId);
  return deps.store.transaction(async (repositories) => {
    const order = await lockOrder(repositories, orderId);
    const payment = await repositories.payments.findByOrder(orderId);
    const decision = decideEscrowLock(order.status, payment?.status ?? null);
    const present = demandPayment(payment);
    if (decision.isRepeat) return present;
    const { chain, escrowAddress, transactionHash } = toEscrowProof(command);
    const proof: PaymentProof = {
      verificationMode: 'recorded',
      chain,
      transactionHash,
      recordedAt: timestamp(deps.clock),
      metadata: { escrowAddress },
    };
    await saveOrder(deps, repositories, order, { status: decision.orderStatus });
    return savePayment(deps, repositories, order, {
      before: present,
      changes: {
        status: decision.paymentStatus ?? present.status,
        rail: { ...present.rail, chain, escrowAddress },
        proof,
        reference: transactionHash,
      },
    });
  });
}
