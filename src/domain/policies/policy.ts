export interface BudgetCap {
  currency: string;
  /** Highest amount of one order, in major units. */
  amount: number;
}

/** What an operator allows the machines to do that list it in `policyIds` (contract C.10, E.14). */
export interface Policy {
  id: string;
  name: string;
  /** Empty = any skill. */
  allowedSkillKeys: string[];
  deniedSkillKeys: string[];
  /** Regions a service may be in; empty = any. */
  regionRules: string[];
  /** Capabilities that a service must have. */
  requiredCapabilities: string[];
  nativeOnly: boolean;
  handoffAllowed: boolean;
  budgetCap: BudgetCap | null;
  createdAt: string;
  updatedAt: string;
}
