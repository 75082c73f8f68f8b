import type { Knex } from 'knex';
import { text } from './columns.ts';

export const name = '0008-market-orders';

// task_id, route_id, run_id and outcome_id have no foreign keys: those records refer to the order, and are written after it.
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('market_orders', (table) => {
    addShortColumns(knex, table);
    addLongColumns(knex, table);
    table.check(
      "status in ('created', 'payment_pending', 'ready', 'executing', 'delivered', 'confirmed', 'disputed', 'cancelled', 'failed', 'handoff')",
      undefined,
      'market_orders_status_known',
    );
    table.index(['created_at', 'id'], 'market_orders_page');
    table.index(['machine_id', 'created_at', 'id'], 'market_orders_machine_page');
    // Also finds what a pairing spent since a point in time.
    table.index(['agent_pairing_id', 'created_at', 'id'], 'market_orders_pairing_page');
    table.index(['machine_id', 'agent_pairing_id', 'created_at', 'id'], 'market_orders_both_page');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('market_orders');
}

// First, so that SQLite reads what decides (status, spend) without following the chain of pages of a long row.
function addShortColumns(knex: Knex, table: Knex.CreateTableBuilder): void {
  text(knex, table, 'id').primary();
  text(knex, table, 'machine_id').notNullable().references('id').inTable('machines');
  text(knex, table, 'agent_pairing_id').notNullable().references('id').inTable('pairings');
  text(knex, table, 'status').notNullable();
  text(knex, table, 'spend_amount').notNullable();
  text(knex, table, 'spend_currency');
  text(knex, table, 'created_at').notNullable();
  text(knex, table, 'updated_at').notNullable();
  text(knex, table, 'service_id').notNullable();
  text(knex, table, 'skill_key').notNullable();
  text(knex, table, 'provider_key').notNullable();
  text(knex, table, 'service_type').notNullable();
  text(knex, table, 'operation').notNullable();
  text(knex, table, 'execution_mode').notNullable();
  text(knex, table, 'integration_status').notNullable();
  text(knex, table, 'search_id').references('id').inTable('market_searches');
  text(knex, table, 'quote_id').references('id').inTable('market_quotes');
  text(knex, table, 'task_id');
  text(knex, table, 'route_id');
  text(knex, table, 'run_id');
  text(knex, table, 'outcome_id');
  text(knex, table, 'attempt');
}

function addLongColumns(knex: Knex, table: Knex.CreateTableBuilder): void {
  text(knex, table, 'input').notNullable();
  text(knex, table, 'payment').notNullable();
  text(knex, table, 'budget');
  text(knex, table, 'handoff');
  text(knex, table, 'error_message');
  text(knex, table, 'service_snapshot').notNullable();
}
