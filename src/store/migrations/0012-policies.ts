import type { Knex } from 'knex';
import { text } from './columns.ts';

export const name = '0012-policies';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('policies', (table) => {
    text(knex, table, 'id').primary();
    text(knex, table, 'name').notNullable();
    text(knex, table, 'allowed_skill_keys').notNullable();
    text(knex, table, 'denied_skill_keys').notNullable();
    text(knex, table, 'region_rules').notNullable();
    text(knex, table, 'required_capabilities').notNullable();
    text(knex, table, 'native_only').notNullable();
    text(knex, table, 'handoff_allowed').notNullable();
    text(knex, table, 'budget_cap');
    text(knex, table, 'created_at').notNullable();
    text(knex, table, 'updated_at').notNullable();
    table.check("native_only in ('true', 'false')", undefined, 'policies_native_only_known');
    table.check("handoff_allowed in ('true', 'false')", undefined, 'policies_handoff_allowed_known');
    table.index(['created_at', 'id'], 'policies_page');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('policies');
}
