import type { Repositories } from '../store/store.ts';
import type { ServiceDeps } from './service-deps.ts';
import { timestamp } from './service-deps.ts';

export interface StateChange {
  /** `<resource>.<verb>` of contract E.14. */
  type: string;
  resourceId: string;
  machineId: string | null;
  /** Default `platform`: these calls carry no agent's token. */
  actor?: string;
  /** Never a secret. */
  payload?: Record<string, unknown>;
}

/** Appends one audit event in the transaction of the change itself, so that neither exists without the other. */
export async function recordAuditEvent(
  deps: ServiceDeps,
  repositories: Repositories,
  change: StateChange,
): Promise<void> {
  await repositories.auditEvents.append({
    id: deps.ids.id('aud'),
    actor: change.actor ?? 'platform',
    type: change.type,
    resourceType: change.type.slice(0, change.type.indexOf('.')),
    resourceId: change.resourceId,
    machineId: change.machineId,
    payload: change.payload ?? {},
    createdAt: timestamp(deps.clock),
  });
}
