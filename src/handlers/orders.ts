import type { Handlers } from '../http/handler.ts';
import { confirmOrder } from '../services/orders/confirm-order.ts';
import { createOrder } from '../services/orders/create-order.ts';
import { disputeOrder } from '../services/orders/dispute-order.ts';
import { listOrders, readOrder } from '../services/orders/read-order.ts';
import { executeOrder } from '../services/executions/execute-order.ts';
import type { ServiceDeps } from '../services/service-deps.ts';
import { toOrderView, toPaymentView } from './order-view.ts';
import { toCredentials } from './provider-credentials.ts';
import { withoutNulls } from './request-fields.ts';

type OrderOperations =
  | 'listMarketOrders'
  | 'createMarketOrder'
  | 'getMarketOrder'
  | 'executeMarketOrder'
  | 'confirmMarketOrder'
  | 'disputeMarketOrder';

export function createOrderHandlers(deps: ServiceDeps): Pick<Handlers, OrderOperations> {
  return {
    async listMarketOrders({ query, context }) {
      const { machineId, cursor, limit } = query;
      const { items, ...rest } = await listOrders(deps, context.pairing, machineId, { cursor, limit });
      return { status: 200, body: { items: items.map(toOrderView), ...rest } };
    },
    async createMarketOrder({ body, context }) {
      const order = await createOrder(deps, context.pairing, {
        machineId: body.machineId,
        agentPairingId: body.agentPairingId,
        serviceId: body.serviceId,
        searchId: body.searchId ?? null,
        quoteId: body.quoteId ?? null,
        operation: body.operation ?? null,
        input: body.input ?? {},
        budget: body.budget ? withoutNulls(body.budget) : null,
        credentials: toCredentials(body.providerCredentials),
      });
      return { status: 201, body: { item: toOrderView(order) } };
    },
    async getMarketOrder({ path, context }) {
      return {
        status: 200,
        body: { item: toOrderView(await readOrder(deps, context.pairing, path.orderId)) },
      };
    },
    async executeMarketOrder({ path, body, context }) {
      const { order, records } = await executeOrder(deps, context.pairing, path.orderId, {
        input: body?.input ?? {},
        paymentSignature: body?.payment?.paymentSignature ?? null,
      });
      const { task, route, run, outcome } = records;
      if (order.handoff !== null && outcome.status === 'external') {
        const execution = { statusCode: 202 as const, handoff: order.handoff, task, route };
        return { status: 202, body: { order: toOrderView(order), execution } };
      }
      const execution = { statusCode: 200 as const, task, route, run, outcome };
      return { status: 200, body: { order: toOrderView(order), execution } };
    },
    async confirmMarketOrder({ path, context }) {
      const { order, payment } = await confirmOrder(deps, context.pairing, path.orderId);
      return {
        status: 200,
        body: { order: toOrderView(order), payment: payment && toPaymentView(payment) },
      };
    },
    async disputeMarketOrder({ path, body, context }) {
      const { order, payment, dispute } = await disputeOrder(deps, context.pairing, path.orderId, {
        reason: body.reason,
        evidence: body.evidence ?? {},
      });
      return {
        status: 200,
        body: { order: toOrderView(order), payment: payment && toPaymentView(payment), dispute },
      };
    },
  };
}
