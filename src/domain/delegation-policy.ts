import { sha256, stringToHex } from 'viem/utils';
import type { DelegationPolicy } from './pairing.ts';

/** A delegation policy as a request may write it: anything left out or null. */
export type DelegationPolicyInput = {
  [Key in keyof DelegationPolicy]?: DelegationPolicy[Key] | null | undefined;
};

/** A complete policy: missing lists are empty, missing limits are no limit (contract C.3). */
export function createDelegationPolicy(input: DelegationPolicyInput | null | undefined): DelegationPolicy {
  return {
    allowedSkillKeys: input?.allowedSkillKeys ?? [],
    deniedSkillKeys: input?.deniedSkillKeys ?? [],
    allowedServiceIds: input?.allowedServiceIds ?? [],
    deniedServiceIds: input?.deniedServiceIds ?? [],
    perTransactionLimit: input?.perTransactionLimit ?? null,
    dailySpendLimit: input?.dailySpendLimit ?? null,
    currency: input?.currency ?? null,
  };
}

/** By code unit: the same order on every machine, whatever its locale. */
const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b));

/** SHA-256 (lowercase hex) over the policy as JSON with sorted keys and sorted lists (contract E.4). */
export function hashDelegationPolicy(policy: DelegationPolicy): string {
  const canonical = JSON.stringify({
    allowedServiceIds: policy.allowedServiceIds.toSorted(compare),
    allowedSkillKeys: policy.allowedSkillKeys.toSorted(compare),
    currency: policy.currency,
    dailySpendLimit: policy.dailySpendLimit,
    deniedServiceIds: policy.deniedServiceIds.toSorted(compare),
    deniedSkillKeys: policy.deniedSkillKeys.toSorted(compare),
    perTransactionLimit: policy.perTransactionLimit,
  });
  return sha256(stringToHex(canonical)).slice(2);
}
