import type { Knex } from 'knex';
import { text } from './columns.ts';

export const name = '0004-pairing-challenges';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('pairing_challenges', (table) => {
    text(knex, table, 'id').primary();
    text(knex, table, 'machine_id').notNullable().references('id').inTable('machines');
    text(knex, table, 'machine_identity_ref').notNullable();
    text(knex, table, 'agent_address').notNullable();
    text(knex, table, 'agent_did').notNullable();
    text(knex, table, 'agent_provider').notNullable();
    text(knex, table, 'agent_role').notNullable();
    text(knex, table, 'message').notNullable();
    text(knex, table, 'hmac').notNullable();
    text(knex, table, 'created_at').notNullable();
    text(knex, table, 'expires_at').notNullable();
    text(knex, table, 'consumed_at');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('pairing_challenges');
}
