import type { Knex } from 'knex';
import { text } from './columns.ts';

export const name = '0007-market-searches';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('market_searches', (table) => {
    text(knex, table, 'id').primary();
    text(knex, table, 'machine_id').notNullable().references('id').inTable('machines');
    text(knex, table, 'agent_pairing_id').references('id').inTable('pairings');
    text(knex, table, 'request_payload').notNullable();
    text(knex, table, 'normalized_task').notNullable();
    text(knex, table, 'status').notNullable();
    text(knex, table, 'created_at').notNullable();
    table.check("status in ('completed', 'no_match')", undefined, 'market_searches_status_known');
  });
  await knex.schema.createTable('market_quotes', (table) => {
    text(knex, table, 'id').primary();
    text(knex, table, 'search_id').notNullable().references('id').inTable('market_searches');
    table.integer('position').notNullable();
    text(knex, table, 'service_id').notNullable();
    text(knex, table, 'skill_key').notNullable();
    text(knex, table, 'provider_key').notNullable();
    text(knex, table, 'execution_mode').notNullable();
    text(knex, table, 'integration_status').notNullable();
    text(knex, table, 'operation').notNullable();
    text(knex, table, 'score').notNullable();
    text(knex, table, 'reasons').notNullable();
    text(knex, table, 'pricing').notNullable();
    text(knex, table, 'payment').notNullable();
    text(knex, table, 'handoff');
    text(knex, table, 'expires_at').notNullable();
    table.unique(['search_id', 'position'], { indexName: 'market_quotes_position' });
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('market_quotes');
  await knex.schema.dropTable('market_searches');
}
