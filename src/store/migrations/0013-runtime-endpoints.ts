import type { Knex } from 'knex';
import { text } from './columns.ts';

export const name = '0013-runtime-endpoints';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('runtime_endpoints', (table) => {
    text(knex, table, 'id').primary();
    text(knex, table, 'machine_id').notNullable().references('id').inTable('machines');
    text(knex, table, 'provider_key').notNullable();
    text(knex, table, 'source').notNullable();
    // No foreign key: an endpoint outlives the agent that reported it.
    text(knex, table, 'agent_id');
    text(knex, table, 'label').notNullable();
    text(knex, table, 'endpoint_base_url').notNullable();
    text(knex, table, 'auth_type').notNullable();
    text(knex, table, 'sealed_auth_token');
    text(knex, table, 'model_alias');
    text(knex, table, 'network_scope').notNullable();
    text(knex, table, 'probe_path').notNullable();
    text(knex, table, 'status').notNullable();
    text(knex, table, 'lease_expires_at');
    text(knex, table, 'last_checked_at');
    text(knex, table, 'last_healthy_at');
    text(knex, table, 'created_at').notNullable();
    text(knex, table, 'updated_at').notNullable();
    table.check("source in ('manual', 'agent')", undefined, 'runtime_endpoints_source_known');
    table.check(
      "status in ('active', 'degraded', 'unreachable')",
      undefined,
      'runtime_endpoints_status_known',
    );
    table.unique(['machine_id', 'provider_key'], { indexName: 'runtime_endpoints_provider' });
    table.index(['machine_id', 'created_at', 'id'], 'runtime_endpoints_page');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('runtime_endpoints');
}
