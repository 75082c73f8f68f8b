import { DomainError } from '../domain/errors.ts';
import { assertBonded, assertIdentityStands } from '../domain/identity-standing.ts';
import type { Machine } from '../domain/machine.ts';
import { assertActive } from '../domain/machine-rules.ts';
import type { ServiceDeps } from './service-deps.ts';

export interface StandingDemand {
  /** How a machine without stored proof is refused: the contract has one code for pairing and search, one for orders (G.1 row 26). */
  withoutProof: 'MACHINE_IDENTITY_PROOF_REQUIRED' | 'MACHINE_NOT_ACTIVATED';
  /** True where the contract demands a bond: pairing and market writes, not reads (E.3). */
  bond: boolean;
}

/**
 * The machine is active, and its identity stands now. Raises MACHINE_NOT_ACTIVE, then the code of `withoutProof`,
 * MACHINE_NOT_ACTIVATED or PEAQOS_IDENTITY_UNAVAILABLE (contract E.1 steps 7 and 8, E.3).
 */
export async function assertMachineStands(
  deps: ServiceDeps,
  machine: Machine,
  demand: StandingDemand,
): Promise<void> {
  assertActive(machine);
  if (deps.config.machineIdentityVerification === 'disabled') return;
  if (machine.identityProof === null || machine.identityRef === null) {
    throw new DomainError(demand.withoutProof, 'The machine has no identity proof.', {
      reason: 'unverified',
    });
  }
  const identity = assertIdentityStands(machine, await deps.registry.resolve(machine.identityRef));
  if (demand.bond) assertBonded(identity);
}
