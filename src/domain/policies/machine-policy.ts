import type { MarketService } from '../catalog/market-service.ts';
import { DomainError } from '../errors.ts';
import { isMoreThan, isSameCurrency } from '../money.ts';
import type { Spend } from '../orders/order.ts';
import type { Policy } from './policy.ts';

type Judged = Pick<MarketService, 'skillKey' | 'region' | 'executionMode' | 'capabilities'>;

/** Why a policy forbids a service; null when it does not. */
export type Violation = 'skill' | 'region' | 'hand-off' | 'capabilities' | 'currency' | 'budget';

function isRegionListed(rules: readonly string[], region: string): boolean {
  const listed = rules.map((rule) => rule.toLowerCase());
  return listed.length === 0 || listed.includes(region.toLowerCase()) || listed.includes('global');
}

/** The first rule of the policy that the service breaks (contract E.14). */
export function findViolation(policy: Policy, service: Judged, spend: Spend): Violation | null {
  const { allowedSkillKeys, deniedSkillKeys, requiredCapabilities, regionRules, budgetCap } = policy;
  const isSkillAllowed = allowedSkillKeys.length === 0 || allowedSkillKeys.includes(service.skillKey);
  if (deniedSkillKeys.includes(service.skillKey) || !isSkillAllowed) return 'skill';
  if (!isRegionListed(regionRules, service.region)) return 'region';
  const isHandoff = service.executionMode === 'external-handoff';
  if (isHandoff && (policy.nativeOnly || !policy.handoffAllowed)) return 'hand-off';
  const has = new Set(service.capabilities.map((capability) => capability.toLowerCase()));
  if (requiredCapabilities.some((capability) => !has.has(capability.toLowerCase()))) return 'capabilities';
  if (!budgetCap) return null;
  if (!isSameCurrency(budgetCap.currency, spend.currency)) return 'currency';
  return isMoreThan(spend.amount, budgetCap.amount) ? 'budget' : null;
}

/**
 * All attached policies must pass. Raises AGENT_POLICY_DENIED, or AGENT_SPEND_LIMIT_EXCEEDED for an amount over a cap, with
 * `details.policyId`.
 */
export function assertPoliciesAllow(policies: readonly Policy[], service: Judged, spend: Spend): void {
  for (const policy of policies) {
    const violation = findViolation(policy, service, spend);
    if (violation === null) continue;
    const code = violation === 'budget' ? 'AGENT_SPEND_LIMIT_EXCEEDED' : 'AGENT_POLICY_DENIED';
    throw new DomainError(code, 'A policy of the machine forbids this.', {
      policyId: policy.id,
      rule: violation,
    });
  }
}
