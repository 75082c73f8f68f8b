import type { Knex } from 'knex';
import { text } from './columns.ts';

export const name = '0002-identity-challenges';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('identity_challenges', (table) => {
    text(knex, table, 'id').primary();
    text(knex, table, 'identity_ref').notNullable();
    text(knex, table, 'message').notNullable();
    text(knex, table, 'controller_addresses').notNullable();
    text(knex, table, 'created_at').notNullable();
    text(knex, table, 'expires_at').notNullable();
    text(knex, table, 'consumed_at');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('identity_challenges');
}
