import type { Machine } from '../domain/machine.ts';
import { findMachine } from './find-or-refuse.ts';
import { assertMachineStands } from './machine-standing.ts';
import type { ServiceDeps } from './service-deps.ts';

/**
 * A machine on which agents may be paired: active, its identity standing now, and bonded. Raises NOT_FOUND,
 * MACHINE_NOT_ACTIVE, MACHINE_IDENTITY_PROOF_REQUIRED, MACHINE_NOT_ACTIVATED, PEAQOS_IDENTITY_UNAVAILABLE, in this
 * order (contract E.1, E.3).
 */
export async function findMachineReadyToPair(deps: ServiceDeps, machineId: string): Promise<Machine> {
  const machine = await findMachine(deps.store, machineId);
  await assertMachineStands(deps, machine, { withoutProof: 'MACHINE_IDENTITY_PROOF_REQUIRED', bond: true });
  return machine;
}
