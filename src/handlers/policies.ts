import type { Handlers } from '../http/handler.ts';
import { listPolicies, readPolicy } from '../services/policies/read-policy.ts';
import { createPolicy, updatePolicy } from '../services/policies/write-policy.ts';
import type { ServiceDeps } from '../services/service-deps.ts';
import { pick, withoutNulls } from './request-fields.ts';

type PolicyOperations = 'listPolicies' | 'createPolicy' | 'getPolicy' | 'updatePolicy';

const updatableFields = [
  'name',
  'allowedSkillKeys',
  'deniedSkillKeys',
  'regionRules',
  'requiredCapabilities',
  'nativeOnly',
  'handoffAllowed',
] as const;

export function createPolicyHandlers(deps: ServiceDeps): Pick<Handlers, PolicyOperations> {
  return {
    async listPolicies({ query }) {
      return { status: 200, body: await listPolicies(deps, { cursor: query.cursor, limit: query.limit }) };
    },
    async createPolicy({ body }) {
      const policy = await createPolicy(deps, {
        name: body.name,
        allowedSkillKeys: body.allowedSkillKeys ?? [],
        deniedSkillKeys: body.deniedSkillKeys ?? [],
        regionRules: body.regionRules ?? [],
        requiredCapabilities: body.requiredCapabilities ?? [],
        nativeOnly: body.nativeOnly ?? false,
        handoffAllowed: body.handoffAllowed ?? true,
        budgetCap: toBudgetCap(body.budgetCap),
      });
      return { status: 201, body: { item: policy } };
    },
    async getPolicy({ path }) {
      return { status: 200, body: { item: await readPolicy(deps, path.policyId) } };
    },
    async updatePolicy({ path, body }) {
      const policy = await updatePolicy(deps, path.policyId, {
        ...withoutNulls(pick(body, updatableFields)),
        ...(body.budgetCap === undefined ? {} : { budgetCap: toBudgetCap(body.budgetCap) }),
      });
      return { status: 200, body: { item: policy } };
    },
  };
}

/** Only its two fields are kept: a request may carry others, which are ignored (contract A.8). */
function toBudgetCap(
  cap: { currency: string; amount: number } | null | undefined,
): { currency: string; amount: number } | null {
  return cap ? { currency: cap.currency, amount: cap.amount } : null;
}
