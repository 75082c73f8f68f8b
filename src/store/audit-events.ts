import type { AuditEvent } from '../domain/audit-event.ts';
import type { AuditRepository } from './store.ts';
import type { Connections, WritableTable } from './table.ts';
import { insertRow } from './table.ts';

type AuditEventRow = {
  id: string;
  actor: string;
  type: string;
  resource_type: string;
  resource_id: string;
  machine_id: string | null;
  payload: string;
  created_at: string;
};

const TABLE: WritableTable<AuditEvent, AuditEventRow> = { name: 'audit_events', toRow };

export function createAuditRepository({ write }: Connections): AuditRepository {
  return { append: (event) => insertRow(write, TABLE, event) };
}

function toRow(event: AuditEvent): AuditEventRow {
  return {
    id: event.id,
    actor: event.actor,
    type: event.type,
    resource_type: event.resourceType,
    resource_id: event.resourceId,
    machine_id: event.machineId,
    payload: JSON.stringify(event.payload),
    created_at: event.createdAt,
  };
}
