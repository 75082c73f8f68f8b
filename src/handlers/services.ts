import type { Handlers } from '../http/handler.ts';
import { listAdapters, listServices, readAdapter, readService } from '../services/catalog/read-services.ts';
import { executeService } from '../services/executions/execute-service.ts';
import type { ServiceDeps } from '../services/service-deps.ts';
import { toCredentials } from './provider-credentials.ts';
import { toServiceView } from './service-view.ts';

type ServiceOperations =
  | 'listMarketServices'
  | 'getMarketService'
  | 'executeMarketService'
  | 'listAdapters'
  | 'getAdapter';

export function createServiceHandlers(deps: ServiceDeps): Pick<Handlers, ServiceOperations> {
  return {
    async listMarketServices({ query, context }) {
      const { machineId, serviceType, executionMode, providerKey, cursor, limit } = query;
      const filters = { machineId, serviceType, executionMode, providerKey };
      const { items, ...rest } = await listServices(deps, context.pairing, filters, { cursor, limit });
      return { status: 200, body: { items: items.map(toServiceView), ...rest } };
    },
    async getMarketService({ path, query, context }) {
      const service = await readService(deps, context.pairing, path.serviceId, query.machineId);
      return { status: 200, body: { item: toServiceView(service) } };
    },
    async executeMarketService({ path, body, context }) {
      const { service, records } = await executeService(deps, context.pairing, {
        serviceId: path.serviceId,
        machineId: body.machineId,
        agentPairingId: body.agentPairingId,
        operation: body.operation,
        input: body.input ?? {},
        credentials: toCredentials(body.providerCredentials),
      });
      return {
        status: 200,
        body: { service: toServiceView(service), execution: { statusCode: 200, ...records } },
      };
    },
    listAdapters({ query }) {
      const { providerKey, serviceType, cursor, limit } = query;
      return { status: 200, body: listAdapters(deps, { providerKey, serviceType }, { cursor, limit }) };
    },
    getAdapter({ path }) {
      return { status: 200, body: { item: readAdapter(deps, path.providerKey) } };
    },
  };
}
