import type { Knex } from 'knex';
import { text } from './columns.ts';

export const name = '0011-executions';

// Each record refers to the one before it. The ids that point forward (a task's route, a run's outcome) have no foreign
// keys, because the record that they name is written later.
export async function up(knex: Knex): Promise<void> {
  await createTasks(knex);
  await createRoutes(knex);
  await createRuns(knex);
  await createOutcomes(knex);
}

export async function down(knex: Knex): Promise<void> {
  for (const table of ['outcomes', 'runs', 'routes', 'tasks']) await knex.schema.dropTable(table);
}

async function createTasks(knex: Knex): Promise<void> {
  await knex.schema.createTable('tasks', (table) => {
    text(knex, table, 'id').primary();
    text(knex, table, 'machine_id').notNullable().references('id').inTable('machines');
    text(knex, table, 'agent_pairing_id').references('id').inTable('pairings');
    text(knex, table, 'order_id').references('id').inTable('market_orders');
    text(knex, table, 'service_type').notNullable();
    text(knex, table, 'operation');
    text(knex, table, 'input').notNullable();
    text(knex, table, 'required_capabilities').notNullable();
    text(knex, table, 'status').notNullable();
    text(knex, table, 'candidates').notNullable();
    text(knex, table, 'route_id');
    text(knex, table, 'run_id');
    text(knex, table, 'outcome_id');
    text(knex, table, 'error_message');
    text(knex, table, 'created_at').notNullable();
    text(knex, table, 'updated_at').notNullable();
    table.check(
      "status in ('created', 'discovered', 'resolved', 'executing', 'completed', 'handoff', 'failed')",
      undefined,
      'tasks_status_known',
    );
  });
}

async function createRoutes(knex: Knex): Promise<void> {
  await knex.schema.createTable('routes', (table) => {
    text(knex, table, 'id').primary();
    text(knex, table, 'task_id').notNullable().references('id').inTable('tasks');
    text(knex, table, 'machine_id').notNullable().references('id').inTable('machines');
    text(knex, table, 'service_id').notNullable();
    text(knex, table, 'skill_key').notNullable();
    text(knex, table, 'provider_key').notNullable();
    text(knex, table, 'execution_mode').notNullable();
    text(knex, table, 'integration_status').notNullable();
    text(knex, table, 'status').notNullable();
    text(knex, table, 'handoff');
    text(knex, table, 'runtime_endpoint_id');
    text(knex, table, 'created_at').notNullable();
    text(knex, table, 'updated_at').notNullable();
    table.check(
      "status in ('selected', 'dispatched', 'completed', 'failed', 'handed_off')",
      undefined,
      'routes_status_known',
    );
  });
}

async function createRuns(knex: Knex): Promise<void> {
  await knex.schema.createTable('runs', (table) => {
    text(knex, table, 'id').primary();
    text(knex, table, 'task_id').notNullable().references('id').inTable('tasks');
    text(knex, table, 'route_id').notNullable().references('id').inTable('routes');
    text(knex, table, 'order_id').references('id').inTable('market_orders');
    text(knex, table, 'machine_id').notNullable().references('id').inTable('machines');
    text(knex, table, 'service_id').notNullable();
    text(knex, table, 'skill_key').notNullable();
    text(knex, table, 'execution_mode').notNullable();
    text(knex, table, 'status').notNullable();
    text(knex, table, 'outcome_id');
    text(knex, table, 'started_at').notNullable();
    text(knex, table, 'finished_at');
    table.check("status in ('completed', 'failed', 'external')", undefined, 'runs_status_known');
  });
}

async function createOutcomes(knex: Knex): Promise<void> {
  await knex.schema.createTable('outcomes', (table) => {
    text(knex, table, 'id').primary();
    text(knex, table, 'run_id').notNullable().references('id').inTable('runs');
    text(knex, table, 'task_id').notNullable().references('id').inTable('tasks');
    text(knex, table, 'order_id').references('id').inTable('market_orders');
    text(knex, table, 'machine_id').notNullable().references('id').inTable('machines');
    text(knex, table, 'service_id').notNullable();
    text(knex, table, 'skill_key').notNullable();
    text(knex, table, 'execution_mode').notNullable();
    text(knex, table, 'status').notNullable();
    text(knex, table, 'result').notNullable();
    text(knex, table, 'error_message');
    text(knex, table, 'error_code');
    text(knex, table, 'external_ref');
    text(knex, table, 'created_at').notNullable();
    table.check("status in ('completed', 'failed', 'external')", undefined, 'outcomes_status_known');
  });
}
