import type { Knex } from 'knex';
import { text } from './columns.ts';

export const name = '0006-skill-configs';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('skill_configs', (table) => {
    text(knex, table, 'skill_key').primary();
    text(knex, table, 'enabled').notNullable();
    text(knex, table, 'settings').notNullable();
    text(knex, table, 'sealed_credentials');
    text(knex, table, 'created_at').notNullable();
    text(knex, table, 'updated_at').notNullable();
    table.check("enabled in ('true', 'false')", undefined, 'skill_configs_enabled_known');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('skill_configs');
}
