import type { Knex } from 'knex';
import { text } from './columns.ts';

export const name = '0005-audit-events';

// machine_id has no foreign key: an event must stay writable and readable whatever becomes of the record it is about.
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('audit_events', (table) => {
    text(knex, table, 'id').primary();
    text(knex, table, 'actor').notNullable();
    text(knex, table, 'type').notNullable();
    text(knex, table, 'resource_type').notNullable();
    text(knex, table, 'resource_id').notNullable();
    text(knex, table, 'machine_id');
    text(knex, table, 'payload').notNullable();
    text(knex, table, 'created_at').notNullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('audit_events');
}
