import type { MarketOrder } from '../../domain/orders/order.ts';
import type { Settlement } from '../../providers/provider-adapter.ts';
import type { Repositories } from '../../store/store.ts';
import { savePayment } from '../orders/change-order.ts';
import type { ServiceDeps } from '../service-deps.ts';

/** Keeps what the seller said of its payment with the payment's proof (contract E.9). */
export async function recordSettlement(
  deps: ServiceDeps,
  repositories: Repositories,
  order: MarketOrder,
  paymentSettlement: Settlement,
): Promise<void> {
  const payment = await repositories.payments.findByOrder(order.id);
  if (!payment?.proof) return;
  const metadata = { ...payment.proof.metadata, paymentSettlement };
  await savePayment(deps, repositories, order, {
    before: payment,
    changes: { proof: { ...payment.proof, metadata } },
  });
}
