import type { Knex } from 'knex';
import type { IdentityProof, Machine, MachineStatus } from '../domain/machine.ts';
import { toDomainError } from './db-errors.ts';
import type { MachineRepository, PageQuery } from './store.ts';
import type { Connections, Table } from './table.ts';
import { findRow, insertRow, pageOf, replaceRow } from './table.ts';

type MachineRow = {
  id: string;
  display_name: string;
  owner_id: string;
  machine_type: string;
  runtime_profile: string;
  status: string;
  identity_ref: string | null;
  identity_proof: string | null;
  capabilities: string;
  labels: string;
  policy_ids: string;
  skill_keys: string;
  created_at: string;
  updated_at: string;
};

const TABLE: Table<Machine, MachineRow> = { name: 'machines', toRow, fromRow };

export function createMachineRepository({ read, write }: Connections): MachineRepository {
  return {
    insert: (machine) => insertRow(write, TABLE, machine).catch(raiseKnown),
    find: (id) => findRow(read, TABLE, id),
    findForUpdate: (id) => findRow(write, TABLE, id, 'lock'),
    update: (machine) => replaceRow(write, TABLE, machine, ['id', 'created_at']).catch(raiseKnown),
    async list(page) {
      const rows: MachineRow[] = await machinePage(read, page);
      return rows.map(fromRow);
    },
  };
}

/** The query behind the list of machines; on its own so that its plan can be checked. */
export function machinePage(db: Knex, page: PageQuery): Knex.QueryBuilder {
  // Literal, not bound: the planner uses the partial index only when it sees the condition at prepare time.
  return pageOf(db(TABLE.name).whereRaw("status <> 'archived'"), page);
}

function raiseKnown(error: unknown): never {
  throw toDomainError(error);
}

function toRow(machine: Machine): MachineRow {
  return {
    id: machine.id,
    display_name: machine.displayName,
    owner_id: machine.ownerId,
    machine_type: machine.machineType,
    runtime_profile: machine.runtimeProfile,
    status: machine.status,
    identity_ref: machine.identityRef,
    identity_proof: machine.identityProof === null ? null : JSON.stringify(machine.identityProof),
    capabilities: JSON.stringify(machine.capabilities),
    labels: JSON.stringify(machine.labels),
    policy_ids: JSON.stringify(machine.policyIds),
    skill_keys: JSON.stringify(machine.skillKeys),
    created_at: machine.createdAt,
    updated_at: machine.updatedAt,
  };
}

function fromRow(row: MachineRow): Machine {
  return {
    id: row.id,
    displayName: row.display_name,
    ownerId: row.owner_id,
    machineType: row.machine_type,
    runtimeProfile: row.runtime_profile,
    status: row.status as MachineStatus,
    identityRef: row.identity_ref,
    identityProof: row.identity_proof === null ? null : (JSON.parse(row.identity_proof) as IdentityProof),
    capabilities: JSON.parse(row.capabilities) as string[],
    labels: JSON.parse(row.labels) as Record<string, string>,
    policyIds: JSON.parse(row.policy_ids) as string[],
    skillKeys: JSON.parse(row.skill_keys) as string[],
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
