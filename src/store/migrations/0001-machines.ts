import type { Knex } from 'knex';
import { text } from './columns.ts';

/** Keeps an identity on one live machine only (contract D, MACHINE_IDENTITY_EXISTS). */
export const LIVE_IDENTITY_INDEX = 'machines_live_identity';

export const name = '0001-machines';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('machines', (table) => {
    text(knex, table, 'id').primary();
    text(knex, table, 'display_name').notNullable();
    text(knex, table, 'owner_id').notNullable();
    text(knex, table, 'machine_type').notNullable();
    text(knex, table, 'runtime_profile').notNullable();
    text(knex, table, 'status').notNullable();
    text(knex, table, 'identity_ref');
    text(knex, table, 'identity_proof');
    text(knex, table, 'capabilities').notNullable();
    text(knex, table, 'labels').notNullable();
    text(knex, table, 'policy_ids').notNullable();
    text(knex, table, 'skill_keys').notNullable();
    text(knex, table, 'created_at').notNullable();
    text(knex, table, 'updated_at').notNullable();
    table.check(
      "status in ('draft', 'active', 'degraded', 'blocked', 'archived')",
      undefined,
      'machines_status_known',
    );
  });
  await knex.raw(
    `create unique index ${LIVE_IDENTITY_INDEX} on machines (identity_ref) where status <> 'archived'`,
  );
  await knex.raw("create index machines_page on machines (created_at, id) where status <> 'archived'");
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('machines');
}
