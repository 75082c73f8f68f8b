import type { Handlers } from '../http/handler.ts';
import { deleteRuntimeEndpoint } from '../services/runtime-endpoints/delete-endpoint.ts';
import { listRuntimeEndpoints, readRuntimeEndpoint } from '../services/runtime-endpoints/read-endpoint.ts';
import { upsertRuntimeEndpoint } from '../services/runtime-endpoints/upsert-endpoint.ts';
import type { ServiceDeps } from '../services/service-deps.ts';
import { timestamp } from '../services/service-deps.ts';
import { pick, withoutNulls } from './request-fields.ts';
import { toRuntimeEndpointView } from './runtime-endpoint-view.ts';

type RuntimeEndpointOperations =
  | 'listRuntimeEndpoints'
  | 'getRuntimeEndpoint'
  | 'upsertRuntimeEndpoint'
  | 'deleteRuntimeEndpoint';

const optionalFields = [
  'label',
  'authType',
  'modelAlias',
  'networkScope',
  'probePath',
  'status',
  'leaseExpiresAt',
] as const;

export function createRuntimeEndpointHandlers(deps: ServiceDeps): Pick<Handlers, RuntimeEndpointOperations> {
  const now = () => timestamp(deps.clock);
  return {
    async listRuntimeEndpoints({ path, query }) {
      const request = { cursor: query.cursor, limit: query.limit };
      const { items, ...rest } = await listRuntimeEndpoints(deps, path.machineId, request);
      const shown = items.map((endpoint) => toRuntimeEndpointView(endpoint, now()));
      return { status: 200, body: { items: shown, ...rest } };
    },
    async getRuntimeEndpoint({ path }) {
      const endpoint = await readRuntimeEndpoint(deps, path.machineId, path.providerKey);
      return { status: 200, body: { item: toRuntimeEndpointView(endpoint, now()) } };
    },
    async upsertRuntimeEndpoint({ path, body }) {
      const { endpointBaseUrl } = body;
      const { endpoint, isNew } = await upsertRuntimeEndpoint(deps, path.machineId, path.providerKey, {
        endpoint: { endpointBaseUrl, ...withoutNulls(pick(body, optionalFields)) },
        ...withoutNulls(pick(body, ['authToken'])),
      });
      return { status: isNew ? 201 : 200, body: { item: toRuntimeEndpointView(endpoint, now()) } };
    },
    async deleteRuntimeEndpoint({ path }) {
      await deleteRuntimeEndpoint(deps, path.machineId, path.providerKey);
      return { status: 204, body: undefined };
    },
  };
}
