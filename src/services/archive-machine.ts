import type { Machine } from '../domain/machine.ts';
import type { Repositories } from '../store/store.ts';
import { lockMachine } from './find-or-refuse.ts';
import { recordAuditEvent } from './record-audit-event.ts';
import type { ServiceDeps } from './service-deps.ts';
import { timestamp } from './service-deps.ts';

/** Archives a machine; a second time changes nothing. Raises NOT_FOUND (contract E.2). */
export async function archiveMachine(deps: ServiceDeps, id: string): Promise<void> {
  await deps.store.transaction(async (repositories) => {
    const machine = await lockMachine(repositories, id);
    if (machine.status === 'archived') return;
    const archived: Machine = { ...machine, status: 'archived', updatedAt: timestamp(deps.clock) };
    await repositories.machines.update(archived);
    await releaseMachine(deps, repositories, archived);
  });
}

/** What follows from archiving: the pairings are revoked, and both are recorded. */
export async function releaseMachine(
  deps: ServiceDeps,
  repositories: Repositories,
  machine: Machine,
): Promise<void> {
  await recordAuditEvent(deps, repositories, {
    type: 'machine.archived',
    resourceId: machine.id,
    machineId: machine.id,
  });
  for (const pairingId of await repositories.pairings.revokeAll(machine.id, timestamp(deps.clock))) {
    await recordAuditEvent(deps, repositories, {
      type: 'agent-pairing.revoked',
      resourceId: pairingId,
      machineId: machine.id,
      payload: { reason: 'machine-archived' },
    });
  }
}
