import type { Knex } from 'knex';
import { text } from './columns.ts';

export const name = '0003-pairings';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('pairings', (table) => {
    text(knex, table, 'id').primary();
    text(knex, table, 'machine_id').notNullable().references('id').inTable('machines');
    text(knex, table, 'agent_address').notNullable();
    text(knex, table, 'agent_did').notNullable();
    text(knex, table, 'agent_provider').notNullable();
    text(knex, table, 'agent_role').notNullable();
    text(knex, table, 'status').notNullable();
    text(knex, table, 'description');
    text(knex, table, 'verification');
    text(knex, table, 'delegation_policy').notNullable();
    text(knex, table, 'session');
    text(knex, table, 'created_at').notNullable();
    text(knex, table, 'updated_at').notNullable();
    table.check("status in ('active', 'paused', 'revoked')", undefined, 'pairings_status_known');
    table.index(['machine_id', 'created_at', 'id'], 'pairings_page');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('pairings');
}
