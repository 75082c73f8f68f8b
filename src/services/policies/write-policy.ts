import type { Policy } from '../../domain/policies/policy.ts';
import { recordAuditEvent } from '../record-audit-event.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { timestamp } from '../service-deps.ts';
import { noPolicy } from './read-policy.ts';

/** What a request may say about a policy. */
export type PolicyFields = Omit<Policy, 'id' | 'createdAt' | 'updatedAt'>;

/** Creates a policy; it acts on no machine before one lists it (contract B.6.5, E.14). */
export async function createPolicy(deps: ServiceDeps, fields: PolicyFields): Promise<Policy> {
  const now = timestamp(deps.clock);
  const policy: Policy = { ...fields, id: deps.ids.id('pol'), createdAt: now, updatedAt: now };
  await deps.store.transaction(async (repositories) => {
    await repositories.policies.insert(policy);
    await recordAuditEvent(deps, repositories, {
      type: 'policy.created',
      resourceId: policy.id,
      machineId: null,
      payload: { name: policy.name },
    });
  });
  return policy;
}

/** Changes the fields that are given; lists are replaced. Raises NOT_FOUND (contract C.10). */
export async function updatePolicy(
  deps: ServiceDeps,
  id: string,
  fields: Partial<PolicyFields>,
): Promise<Policy> {
  return deps.store.transaction(async (repositories) => {
    const policy = await repositories.policies.findForUpdate(id);
    if (!policy) throw noPolicy();
    const changed: Policy = { ...policy, ...fields, updatedAt: timestamp(deps.clock) };
    await repositories.policies.update(changed);
    await recordAuditEvent(deps, repositories, {
      type: 'policy.updated',
      resourceId: id,
      machineId: null,
      payload: { changed: Object.keys(fields) },
    });
    return changed;
  });
}
