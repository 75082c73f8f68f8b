import { DomainError } from '../domain/errors.ts';
import { assertBonded, assertIdentityStands } from '../domain/identity-standing.ts';
import type { Machine } from '../domain/machine.ts';
import { assertActive } from '../domain/machine-rules.ts';
import { findMachine } from './find-or-refuse.ts';
import type { ServiceDeps } from './service-deps.ts';

/**
 * A machine on which agents may be paired: active, its identity standing now, and bonded. Raises NOT_FOUND,
 * MACHINE_NOT_ACTIVE, MACHINE_IDENTITY_PROOF_REQUIRED, MACHINE_NOT_ACTIVATED, PEAQOS_IDENTITY_UNAVAILABLE, in this
 * order (contract E.1, E.3).
 */
export async function findMachineReadyToPair(deps: ServiceDeps, machineId: string): Promise<Machine> {
  const machine = await findMachine(deps.store, machineId);
  assertActive(machine);
  if (deps.config.machineIdentityVerification === 'disabled') return machine;
  if (machine.identityProof === null || machine.identityRef === null) {
    throw new DomainError('MACHINE_IDENTITY_PROOF_REQUIRED', 'The machine has no identity proof.');
  }
  assertBonded(assertIdentityStands(machine, await deps.registry.resolve(machine.identityRef)));
  return machine;
}
