import { DomainError } from '../domain/errors.ts';
import { assertIdentityStands } from '../domain/identity-standing.ts';
import type { IdentityProof, Machine } from '../domain/machine.ts';
import type { MachineFields } from '../domain/machine-rules.ts';
import { assertIdentityUnchanged, assertMayBeUpdated } from '../domain/machine-rules.ts';
import type { Repositories } from '../store/store.ts';
import { releaseMachine } from './archive-machine.ts';
import { toCanonicalIdentity } from './canonical-identity.ts';
import { findMachine, lockMachine } from './find-or-refuse.ts';
import { assertPoliciesExist } from './policies/load-policies.ts';
import { recordAuditEvent } from './record-audit-event.ts';
import type { ServiceDeps } from './service-deps.ts';
import { timestamp } from './service-deps.ts';
import type { ProofInput } from './verify-identity-proof.ts';
import { consumeIdentityChallenge, verifyIdentityProof } from './verify-identity-proof.ts';

export interface UpdateMachine {
  /** Only the fields to change. */
  fields: Partial<MachineFields>;
  identityRef: string | null;
  identityProof: ProofInput | null;
}

/**
 * Changes a machine, after its stored or a fresh proof was checked against the present controllers. Raises NOT_FOUND,
 * VALIDATION_ERROR or MACHINE_NOT_ACTIVE (archived), MACHINE_IDENTITY_IMMUTABLE, the proof codes, MACHINE_NOT_ACTIVATED
 * and PEAQOS_IDENTITY_UNAVAILABLE (contract B.2, E.2).
 */
export async function updateMachine(deps: ServiceDeps, id: string, command: UpdateMachine): Promise<Machine> {
  const present = await findMachine(deps.store, id);
  assertMayBeUpdated(present, command.fields.status);
  await assertPoliciesExist(deps.store, command.fields.policyIds ?? []);
  const identityRef =
    command.identityRef === null ? present.identityRef : await toCanonicalIdentity(deps, command.identityRef);
  if (identityRef !== null) assertIdentityUnchanged(present, identityRef);
  const freshProof = await checkProof(deps, present, identityRef, command);
  return deps.store.transaction(async (repositories) => {
    const machine = await lockMachine(repositories, id);
    assertMayBeUpdated(machine, command.fields.status);
    if (identityRef !== null) assertIdentityUnchanged(machine, identityRef);
    if (freshProof) await consumeIdentityChallenge(repositories, freshProof);
    const changed: Machine = {
      ...machine,
      ...command.fields,
      // Another request may have given the machine its first identity meanwhile.
      identityRef: identityRef ?? machine.identityRef,
      identityProof: freshProof ?? machine.identityProof,
      updatedAt: timestamp(deps.clock),
    };
    await save(deps, repositories, changed, command);
    return changed;
  });
}

async function save(
  deps: ServiceDeps,
  repositories: Repositories,
  machine: Machine,
  command: UpdateMachine,
): Promise<void> {
  await repositories.machines.update(machine);
  await recordAuditEvent(deps, repositories, {
    type: 'machine.updated',
    resourceId: machine.id,
    machineId: machine.id,
    payload: { changed: Object.keys(command.fields), hasFreshProof: command.identityProof !== null },
  });
  if (machine.status === 'archived') await releaseMachine(deps, repositories, machine);
}

/** The verified fresh proof, or null when the stored one still stands or none is needed. */
async function checkProof(
  deps: ServiceDeps,
  machine: Machine,
  identityRef: string | null,
  command: UpdateMachine,
): Promise<IdentityProof | null> {
  if (command.identityProof) return verifyIdentityProof(deps, command.identityProof, identityRef);
  if (deps.config.machineIdentityVerification === 'disabled') return null;
  if (machine.identityProof && machine.identityRef !== null) {
    assertIdentityStands(machine, await deps.registry.resolve(machine.identityRef));
    return null;
  }
  if (command.fields.status === 'active') {
    throw new DomainError('MACHINE_NOT_ACTIVATED', 'The machine was never verified.', {
      reason: 'unverified',
    });
  }
  throw new DomainError(
    'MACHINE_IDENTITY_PROOF_REQUIRED',
    'The machine has no stored proof; send identityProof.',
  );
}
