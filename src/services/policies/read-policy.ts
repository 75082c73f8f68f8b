import { DomainError } from '../../domain/errors.ts';
import type { Policy } from '../../domain/policies/policy.ts';
import type { ListIdentity, Page, PageRequest } from '../paging.ts';
import { defaultLimit, startOf, toPage } from '../paging.ts';
import type { ServiceDeps } from '../service-deps.ts';

/** The refusal of an id that no policy has. */
export const noPolicy = () => new DomainError('NOT_FOUND', 'There is no such policy.');

/** One policy. Raises NOT_FOUND. */
export async function readPolicy(deps: ServiceDeps, id: string): Promise<Policy> {
  const policy = await deps.store.policies.find(id);
  if (!policy) throw noPolicy();
  return policy;
}

const list: ListIdentity = { list: 'policies', filters: {} };

/** A page of policies, oldest first. */
export async function listPolicies(deps: ServiceDeps, request: PageRequest): Promise<Page<Policy>> {
  const limit = request.limit ?? defaultLimit;
  const after = startOf(deps, list, request);
  const rows = await deps.store.policies.list({ after, limit: limit + 1 });
  const policies = rows.slice(0, limit);
  return toPage(deps, list, policies, rows.length > limit ? (policies.at(-1) ?? null) : null);
}
