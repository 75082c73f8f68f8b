import type { Knex } from 'knex';
import type {
  EndpointAuthType,
  EndpointHealth,
  EndpointSource,
  NetworkScope,
  RuntimeEndpoint,
} from '../domain/runtime-endpoints/runtime-endpoint.ts';
import type { PageQuery, RuntimeEndpointRepository } from './store.ts';
import type { Connections, Table } from './table.ts';
import { isStorable, pageOf, replaceRow, toStorableRow } from './table.ts';

type RuntimeEndpointRow = {
  id: string;
  machine_id: string;
  provider_key: string;
  source: string;
  agent_id: string | null;
  label: string;
  endpoint_base_url: string;
  auth_type: string;
  sealed_auth_token: string | null;
  model_alias: string | null;
  network_scope: string;
  probe_path: string;
  status: string;
  lease_expires_at: string | null;
  last_checked_at: string | null;
  last_healthy_at: string | null;
  created_at: string;
  updated_at: string;
};

const TABLE: Table<RuntimeEndpoint, RuntimeEndpointRow> = { name: 'runtime_endpoints', toRow, fromRow };

export function createRuntimeEndpointRepository({ read, write }: Connections): RuntimeEndpointRepository {
  return {
    async find(machineId, providerKey) {
      if (!isStorable(machineId) || !isStorable(providerKey)) return null;
      const row: RuntimeEndpointRow | undefined = await read(TABLE.name)
        .where({ machine_id: machineId, provider_key: providerKey })
        .first();
      return row === undefined ? null : fromRow(row);
    },
    async findOrInsertForUpdate(initial) {
      // One statement, so that of parallel first writers one adds the row and the others wait for it and see its changes.
      // Writing the key over itself changes nothing; it holds the row that is there and gives it back.
      const [row] = (await write(TABLE.name)
        .insert(toStorableRow(TABLE, initial))
        .onConflict(['machine_id', 'provider_key'])
        .merge(['provider_key'])
        .returning('*')) as [RuntimeEndpointRow];
      return fromRow(row);
    },
    update: (endpoint) =>
      replaceRow(write, TABLE, endpoint, ['id', 'machine_id', 'provider_key', 'created_at']),
    async remove(id) {
      const count: number = await write(TABLE.name).where({ id }).delete();
      return count === 1;
    },
    async list(machineId, page) {
      if (!isStorable(machineId)) return [];
      const rows: RuntimeEndpointRow[] = await runtimeEndpointPage(read, machineId, page);
      return rows.map(fromRow);
    },
  };
}

/** The query behind the list of a machine's runtime endpoints; on its own so that its plan can be checked. */
export function runtimeEndpointPage(db: Knex, machineId: string, page: PageQuery): Knex.QueryBuilder {
  return pageOf(db(TABLE.name).where({ machine_id: machineId }), page);
}

function toRow(endpoint: RuntimeEndpoint): RuntimeEndpointRow {
  return {
    id: endpoint.id,
    machine_id: endpoint.machineId,
    provider_key: endpoint.providerKey,
    source: endpoint.source,
    agent_id: endpoint.agentId,
    label: endpoint.label,
    endpoint_base_url: endpoint.endpointBaseUrl,
    auth_type: endpoint.authType,
    sealed_auth_token: endpoint.sealedAuthToken,
    model_alias: endpoint.modelAlias,
    network_scope: endpoint.networkScope,
    probe_path: endpoint.probePath,
    status: endpoint.status,
    lease_expires_at: endpoint.leaseExpiresAt,
    last_checked_at: endpoint.lastCheckedAt,
    last_healthy_at: endpoint.lastHealthyAt,
    created_at: endpoint.createdAt,
    updated_at: endpoint.updatedAt,
  };
}

function fromRow(row: RuntimeEndpointRow): RuntimeEndpoint {
  return {
    id: row.id,
    machineId: row.machine_id,
    providerKey: row.provider_key,
    source: row.source as EndpointSource,
    agentId: row.agent_id,
    label: row.label,
    endpointBaseUrl: row.endpoint_base_url,
    authType: row.auth_type as EndpointAuthType,
    sealedAuthToken: row.sealed_auth_token,
    modelAlias: row.model_alias,
    networkScope: row.network_scope as NetworkScope,
    probePath: row.probe_path,
    status: row.status as EndpointHealth,
    leaseExpiresAt: row.lease_expires_at,
    lastCheckedAt: row.last_checked_at,
    lastHealthyAt: row.last_healthy_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
