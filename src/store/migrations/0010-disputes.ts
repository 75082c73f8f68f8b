import type { Knex } from 'knex';
import { text } from './columns.ts';

export const name = '0010-disputes';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('disputes', (table) => {
    text(knex, table, 'id').primary();
    text(knex, table, 'order_id').notNullable().references('id').inTable('market_orders');
    text(knex, table, 'machine_id').notNullable().references('id').inTable('machines');
    text(knex, table, 'status').notNullable();
    text(knex, table, 'reason').notNullable();
    text(knex, table, 'evidence').notNullable();
    text(knex, table, 'created_at').notNullable();
    text(knex, table, 'updated_at').notNullable();
    table.check("status in ('open', 'resolved')", undefined, 'disputes_status_known');
    table.unique(['order_id'], { indexName: 'disputes_order' });
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('disputes');
}
