import type { Knex } from 'knex';
import type {
  AgentPairing,
  DelegationPolicy,
  PairingSession,
  PairingStatus,
  PairingVerification,
} from '../domain/pairing.ts';
import type { PageQuery, PairingRepository } from './store.ts';
import type { Connections, Table } from './table.ts';
import { findRow, insertRow, isStorable, pageOf, replaceRow } from './table.ts';

type PairingRow = {
  id: string;
  machine_id: string;
  agent_address: string;
  agent_did: string;
  agent_provider: string;
  agent_role: string;
  status: string;
  description: string | null;
  verification: string | null;
  delegation_policy: string;
  session: string | null;
  created_at: string;
  updated_at: string;
};

const TABLE: Table<AgentPairing, PairingRow> = { name: 'pairings', toRow, fromRow };

export function createPairingRepository({ read, write }: Connections): PairingRepository {
  return {
    insert: (pairing) => insertRow(write, TABLE, pairing),
    find: (id) => findRow(read, TABLE, id),
    findForUpdate: (id) => findRow(write, TABLE, id, 'lock'),
    update: (pairing) => replaceRow(write, TABLE, pairing, ['id', 'machine_id', 'created_at']),
    async list(machineId, page) {
      if (!isStorable(machineId)) return [];
      const rows: PairingRow[] = await pairingPage(read, machineId, page);
      return rows.map(fromRow);
    },
    async revokeAll(machineId, at) {
      if (!isStorable(machineId)) return [];
      const rows: { id: string }[] = await write(TABLE.name)
        .where({ machine_id: machineId })
        .whereNot({ status: 'revoked' })
        .update({ status: 'revoked', updated_at: at })
        .returning('id');
      return rows.map((row) => row.id).toSorted();
    },
  };
}

/** The query behind the list of a machine's pairings; on its own so that its plan can be checked. */
export function pairingPage(db: Knex, machineId: string, page: PageQuery): Knex.QueryBuilder {
  return pageOf(db(TABLE.name).where({ machine_id: machineId }), page);
}

function toRow(pairing: AgentPairing): PairingRow {
  return {
    id: pairing.id,
    machine_id: pairing.machineId,
    agent_address: pairing.agentAddress,
    agent_did: pairing.agentDid,
    agent_provider: pairing.agentProvider,
    agent_role: pairing.agentRole,
    status: pairing.status,
    description: pairing.description,
    verification: pairing.verification === null ? null : JSON.stringify(pairing.verification),
    delegation_policy: JSON.stringify(pairing.delegationPolicy),
    session: pairing.session === null ? null : JSON.stringify(pairing.session),
    created_at: pairing.createdAt,
    updated_at: pairing.updatedAt,
  };
}

function fromRow(row: PairingRow): AgentPairing {
  return {
    id: row.id,
    machineId: row.machine_id,
    agentAddress: row.agent_address,
    agentDid: row.agent_did,
    agentProvider: row.agent_provider,
    agentRole: row.agent_role,
    status: row.status as PairingStatus,
    description: row.description,
    verification: row.verification === null ? null : (JSON.parse(row.verification) as PairingVerification),
    delegationPolicy: JSON.parse(row.delegation_policy) as DelegationPolicy,
    session: row.session === null ? null : (JSON.parse(row.session) as PairingSession),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
