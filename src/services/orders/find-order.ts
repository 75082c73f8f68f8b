import { DomainError } from '../../domain/errors.ts';
import type { MarketOrder } from '../../domain/orders/order.ts';
import type { Repositories } from '../../store/store.ts';
import type { PairingToken } from '../market-actor.ts';
import { assertActsForOrder } from '../market-actor.ts';
import type { ServiceDeps } from '../service-deps.ts';

const noOrder = () => new DomainError('NOT_FOUND', 'There is no such order.');

/** The order, or NOT_FOUND. */
export async function findOrder(repositories: Repositories, id: string): Promise<MarketOrder> {
  const order = await repositories.orders.find(id);
  if (!order) throw noOrder();
  return order;
}

/** As findOrder, and nobody else changes the order until the transaction ends: its transitions are serialised (E.12). */
export async function lockOrder(repositories: Repositories, id: string): Promise<MarketOrder> {
  const order = await repositories.orders.findForUpdate(id);
  if (!order) throw noOrder();
  return order;
}

/** The order that a request acts on. Raises NOT_FOUND, then the codes of assertActsForOrder (contract E.1 steps 5, 6, 9). */
export async function findOwnOrder(deps: ServiceDeps, token: PairingToken, id: string): Promise<MarketOrder> {
  const order = await findOrder(deps.store, id);
  await assertActsForOrder(deps, token, order);
  return order;
}
