import type { Knex } from 'knex';
import type { BudgetCap, Policy } from '../domain/policies/policy.ts';
import type { PageQuery, PolicyRepository } from './store.ts';
import type { Connections, Table } from './table.ts';
import { findRow, insertRow, isStorable, pageOf, replaceRow } from './table.ts';

type PolicyRow = {
  id: string;
  name: string;
  allowed_skill_keys: string;
  denied_skill_keys: string;
  region_rules: string;
  required_capabilities: string;
  native_only: string;
  handoff_allowed: string;
  budget_cap: string | null;
  created_at: string;
  updated_at: string;
};

const TABLE: Table<Policy, PolicyRow> = { name: 'policies', toRow, fromRow };

/** Engines limit how many values one statement takes. */
const IDS_PER_QUERY = 500;

export function createPolicyRepository({ read, write }: Connections): PolicyRepository {
  return {
    insert: (policy) => insertRow(write, TABLE, policy),
    find: (id) => findRow(read, TABLE, id),
    findForUpdate: (id) => findRow(write, TABLE, id, 'lock'),
    async findMany(ids) {
      const wanted = [...new Set(ids)].filter(isStorable);
      const found = new Map<string, Policy>();
      for (let start = 0; start < wanted.length; start += IDS_PER_QUERY) {
        const group = wanted.slice(start, start + IDS_PER_QUERY);
        const rows: PolicyRow[] = await read(TABLE.name).whereIn('id', group);
        for (const row of rows) found.set(row.id, fromRow(row));
      }
      return wanted.flatMap((id) => found.get(id) ?? []);
    },
    update: (policy) => replaceRow(write, TABLE, policy, ['id', 'created_at']),
    async list(page) {
      const rows: PolicyRow[] = await policyPage(read, page);
      return rows.map(fromRow);
    },
  };
}

/** The query behind the list of policies; on its own so that its plan can be checked. */
export function policyPage(db: Knex, page: PageQuery): Knex.QueryBuilder {
  return pageOf(db(TABLE.name), page);
}

function toRow(policy: Policy): PolicyRow {
  return {
    id: policy.id,
    name: policy.name,
    allowed_skill_keys: JSON.stringify(policy.allowedSkillKeys),
    denied_skill_keys: JSON.stringify(policy.deniedSkillKeys),
    region_rules: JSON.stringify(policy.regionRules),
    required_capabilities: JSON.stringify(policy.requiredCapabilities),
    native_only: String(policy.nativeOnly),
    handoff_allowed: String(policy.handoffAllowed),
    budget_cap: policy.budgetCap === null ? null : JSON.stringify(policy.budgetCap),
    created_at: policy.createdAt,
    updated_at: policy.updatedAt,
  };
}

function fromRow(row: PolicyRow): Policy {
  return {
    id: row.id,
    name: row.name,
    allowedSkillKeys: JSON.parse(row.allowed_skill_keys) as string[],
    deniedSkillKeys: JSON.parse(row.denied_skill_keys) as string[],
    regionRules: JSON.parse(row.region_rules) as string[],
    requiredCapabilities: JSON.parse(row.required_capabilities) as string[],
    nativeOnly: row.native_only === 'true',
    handoffAllowed: row.handoff_allowed === 'true',
    budgetCap: row.budget_cap === null ? null : (JSON.parse(row.budget_cap) as BudgetCap),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
