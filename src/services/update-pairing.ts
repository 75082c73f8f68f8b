import type { DelegationPolicyInput } from '../domain/delegation-policy.ts';
import { createDelegationPolicy } from '../domain/delegation-policy.ts';
import { assertNotArchived } from '../domain/machine-rules.ts';
import type { AgentPairing, PairingStatus } from '../domain/pairing.ts';
import { assertNotRevoked } from '../domain/pairing-session.ts';
import { findMachine, lockPairing } from './find-or-refuse.ts';
import { recordAuditEvent } from './record-audit-event.ts';
import type { ServiceDeps } from './service-deps.ts';
import { timestamp } from './service-deps.ts';

/** Only the fields to change; `description: null` clears it. */
export interface UpdatePairing {
  agentProvider?: string;
  agentRole?: string;
  description?: string | null;
  status?: PairingStatus;
  delegationPolicy?: DelegationPolicyInput;
}

/** Changes a pairing. Raises NOT_FOUND, MACHINE_NOT_ACTIVE (archived), AGENT_PAIRING_INACTIVE (revoked). */
export async function updatePairing(
  deps: ServiceDeps,
  machineId: string,
  pairingId: string,
  { delegationPolicy, ...fields }: UpdatePairing,
): Promise<AgentPairing> {
  return deps.store.transaction(async (repositories) => {
    const machine = await findMachine(repositories, machineId);
    const pairing = await lockPairing(repositories, machineId, pairingId);
    assertNotArchived(machine);
    assertNotRevoked(pairing);
    const changed: AgentPairing = {
      ...pairing,
      ...fields,
      delegationPolicy: delegationPolicy
        ? createDelegationPolicy(delegationPolicy)
        : pairing.delegationPolicy,
      updatedAt: timestamp(deps.clock),
    };
    await repositories.pairings.update(changed);
    await recordAuditEvent(deps, repositories, {
      type: changed.status === 'revoked' ? 'agent-pairing.revoked' : 'agent-pairing.updated',
      resourceId: pairingId,
      machineId,
      payload: { changed: [...Object.keys(fields), ...(delegationPolicy ? ['delegationPolicy'] : [])] },
    });
    return changed;
  });
}

/** Revokes a pairing for good; a second time changes nothing. Raises NOT_FOUND, MACHINE_NOT_ACTIVE (archived). */
export async function revokePairing(deps: ServiceDeps, machineId: string, pairingId: string): Promise<void> {
  await deps.store.transaction(async (repositories) => {
    const machine = await findMachine(repositories, machineId);
    const pairing = await lockPairing(repositories, machineId, pairingId);
    assertNotArchived(machine);
    if (pairing.status === 'revoked') return;
    await repositories.pairings.update({ ...pairing, status: 'revoked', updatedAt: timestamp(deps.clock) });
    await recordAuditEvent(deps, repositories, {
      type: 'agent-pairing.revoked',
      resourceId: pairingId,
      machineId,
    });
  });
}
