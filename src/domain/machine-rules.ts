import { DomainError } from './errors.ts';
import type { Machine, MachineStatus } from './machine.ts';

/** The fields of a machine that a request may set, without identity and proof. */
export interface MachineFields {
  displayName: string;
  ownerId: string;
  machineType: string;
  runtimeProfile: string;
  status: MachineStatus;
  capabilities: string[];
  labels: Record<string, string>;
  policyIds: string[];
  skillKeys: string[];
}

/** Raises MACHINE_NOT_ACTIVE unless the machine's status is `active` (contract D). */
export function assertActive(machine: Machine): void {
  if (machine.status !== 'active') {
    throw new DomainError('MACHINE_NOT_ACTIVE', 'The machine is not active.', { status: machine.status });
  }
}

/** Raises MACHINE_NOT_ACTIVE when the machine is archived; any other status passes. */
export function assertNotArchived(machine: Machine): void {
  if (machine.status === 'archived') assertActive(machine);
}

/** An archived machine stays archived: VALIDATION_ERROR for another status, MACHINE_NOT_ACTIVE for the rest (E.2). */
export function assertMayBeUpdated(machine: Machine, status: MachineStatus | undefined): void {
  if (machine.status === 'archived' && status !== undefined && status !== 'archived') {
    throw new DomainError('VALIDATION_ERROR', 'An archived machine cannot be brought back.', {
      issues: [{ path: 'status', message: 'must stay archived' }],
    });
  }
  assertNotArchived(machine);
}

/** Raises MACHINE_IDENTITY_IMMUTABLE when a machine that has an identity is given another one. */
export function assertIdentityUnchanged(machine: Machine, identityRef: string): void {
  if (machine.identityRef !== null && machine.identityRef !== identityRef) {
    throw new DomainError('MACHINE_IDENTITY_IMMUTABLE', 'The identity of a machine cannot be changed.');
  }
}

/** Raises VALIDATION_ERROR when a machine write names a policy that does not exist (contract E.14). */
export function assertPoliciesKnown(policyIds: readonly string[], known: ReadonlySet<string>): void {
  const issues = policyIds.flatMap((id, index) =>
    known.has(id) ? [] : [{ path: `policyIds.${index}`, message: 'must name a policy that exists' }],
  );
  if (issues.length > 0)
    throw new DomainError('VALIDATION_ERROR', 'The machine names an unknown policy.', { issues });
}
