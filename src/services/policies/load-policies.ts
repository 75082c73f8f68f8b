import type { Machine } from '../../domain/machine.ts';
import { assertPoliciesKnown } from '../../domain/machine-rules.ts';
import type { Policy } from '../../domain/policies/policy.ts';
import type { Repositories } from '../../store/store.ts';

/**
 * The policies that act on a machine, in the order in which it lists them (contract E.14). Raises an Error when one is
 * not there: machines are only given policies that exist, and a lost one must not open what it forbade.
 */
export async function loadPolicies(
  repositories: Repositories,
  machine: Pick<Machine, 'id' | 'policyIds'>,
): Promise<Policy[]> {
  if (machine.policyIds.length === 0) return [];
  const policies = await repositories.policies.findMany(machine.policyIds);
  if (policies.length !== new Set(machine.policyIds).size) {
    throw new Error(`The machine ${machine.id} lists a policy that is not there.`);
  }
  return policies;
}

/** Raises VALIDATION_ERROR when a machine write names a policy that does not exist (contract E.14). */
export async function assertPoliciesExist(
  repositories: Repositories,
  policyIds: readonly string[],
): Promise<void> {
  if (policyIds.length === 0) return;
  const policies = await repositories.policies.findMany(policyIds);
  assertPoliciesKnown(policyIds, new Set(policies.map((policy) => policy.id)));
}
