import type { Dispute } from '../domain/orders/order.ts';
import type { DisputeRepository } from './store.ts';
import type { Connections, Table } from './table.ts';
import { findRowBy, insertRow, replaceRow } from './table.ts';

type DisputeRow = {
  id: string;
  order_id: string;
  machine_id: string;
  status: string;
  reason: string;
  evidence: string;
  created_at: string;
  updated_at: string;
};

const TABLE: Table<Dispute, DisputeRow> = { name: 'disputes', toRow, fromRow };

export function createDisputeRepository({ read, write }: Connections): DisputeRepository {
  return {
    insert: (dispute) => insertRow(write, TABLE, dispute),
    findByOrder: (orderId) => findRowBy(read, TABLE, 'order_id', orderId),
    update: (dispute) =>
      replaceRow(write, TABLE, dispute, ['id', 'order_id', 'machine_id', 'reason', 'created_at']),
  };
}

function toRow(dispute: Dispute): DisputeRow {
  return {
    id: dispute.id,
    order_id: dispute.orderId,
    machine_id: dispute.machineId,
    status: dispute.status,
    reason: dispute.reason,
    evidence: JSON.stringify(dispute.evidence),
    created_at: dispute.createdAt,
    updated_at: dispute.updatedAt,
  };
}

function fromRow(row: DisputeRow): Dispute {
  return {
    id: row.id,
    orderId: row.order_id,
    machineId: row.machine_id,
    status: row.status as Dispute['status'],
    reason: row.reason,
    evidence: JSON.parse(row.evidence) as Record<string, unknown>,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
