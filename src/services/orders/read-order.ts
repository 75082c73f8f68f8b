import type { MarketOrder } from '../../domain/orders/order.ts';
import { assertTokenIsFor } from '../../domain/pairing-session.ts';
import type { MarketPayment } from '../../domain/payments/payment.ts';
import type { OrderFilters } from '../../store/store.ts';
import { findMachine } from '../find-or-refuse.ts';
import { assertMachineStands } from '../machine-standing.ts';
import type { PairingToken } from '../market-actor.ts';
import type { Page, PageRequest } from '../paging.ts';
import { defaultLimit, startOf, toPage } from '../paging.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { findOrder } from './find-order.ts';

/** One order. Raises NOT_FOUND, and AGENT_AUTH_INVALID for another pairing's token. */
export async function readOrder(deps: ServiceDeps, token: PairingToken, id: string): Promise<MarketOrder> {
  const order = await findOrder(deps.store, id);
  assertTokenIsFor(token, order.machineId, order.agentPairingId);
  return order;
}

/** The payment of an order, or null when it has none. Raises NOT_FOUND for an unknown order. */
export async function readPayment(deps: ServiceDeps, orderId: string): Promise<MarketPayment | null> {
  await findOrder(deps.store, orderId);
  return deps.store.payments.findByOrder(orderId);
}

/**
 * A page of orders, oldest first; with a token only those of its machine (contract G.2 row 22). Filtered by machine, that
 * machine must be active and its identity must stand. Raises NOT_FOUND, AGENT_AUTH_INVALID, MACHINE_NOT_ACTIVE,
 * MACHINE_NOT_ACTIVATED, PEAQOS_IDENTITY_UNAVAILABLE.
 */
export async function listOrders(
  deps: ServiceDeps,
  token: PairingToken,
  machineId: string | undefined,
  request: PageRequest,
): Promise<Page<MarketOrder>> {
  const wanted = machineId ?? token?.machineId;
  const list = { list: 'market-orders', filters: { machineId: wanted } };
  const after = startOf(deps, list, request);
  if (machineId !== undefined) await assertMachineListable(deps, token, machineId);
  const limit = request.limit ?? defaultLimit;
  const filters: OrderFilters = wanted === undefined ? {} : { machineId: wanted };
  const rows = await deps.store.orders.list(filters, { after, limit: limit + 1 });
  const orders = rows.slice(0, limit);
  return toPage(deps, list, orders, rows.length > limit ? (orders.at(-1) ?? null) : null);
}

async function assertMachineListable(
  deps: ServiceDeps,
  token: PairingToken,
  machineId: string,
): Promise<void> {
  assertTokenIsFor(token, machineId, token?.pairingId ?? '');
  const machine = await findMachine(deps.store, machineId);
  await assertMachineStands(deps, machine, { withoutProof: 'MACHINE_NOT_ACTIVATED', bond: false });
}
