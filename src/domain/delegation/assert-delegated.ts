import { DomainError } from '../errors.ts';
import type { DelegationPolicy } from '../pairing.ts';

export interface Delegated {
  skillKey: string;
  /** Of the service. */
  id: string;
}

type Denial = 'deniedSkillKeys' | 'deniedServiceIds' | 'allowedSkillKeys' | 'allowedServiceIds';

/** The list of the policy that forbids the service, or null; a deny list beats an allow list (contract E.5). */
export function findDenial(policy: DelegationPolicy, { skillKey, id }: Delegated): Denial | null {
  if (policy.deniedSkillKeys.includes(skillKey)) return 'deniedSkillKeys';
  if (policy.deniedServiceIds.includes(id)) return 'deniedServiceIds';
  const isAllowed = (list: readonly string[], entry: string) => list.length === 0 || list.includes(entry);
  if (!isAllowed(policy.allowedSkillKeys, skillKey)) return 'allowedSkillKeys';
  return isAllowed(policy.allowedServiceIds, id) ? null : 'allowedServiceIds';
}

/** Raises AGENT_POLICY_DENIED unless the agent may use the service; `details.list` says which list forbids it. */
export function assertDelegated(policy: DelegationPolicy, service: Delegated): void {
  const list = findDenial(policy, service);
  if (list !== null) {
    throw new DomainError('AGENT_POLICY_DENIED', 'The delegation policy forbids this service.', { list });
  }
}
