import type { Knex } from 'knex';
import { text } from './columns.ts';

/** Keep what was paid once from counting twice (contract E.10). */
export const REFERENCE_INDEX = 'market_payments_reference';
export const SIGNATURE_DIGEST_INDEX = 'market_payments_signature_digest';

export const name = '0009-market-payments';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('market_payments', (table) => {
    text(knex, table, 'id').primary();
    text(knex, table, 'order_id').notNullable().references('id').inTable('market_orders');
    text(knex, table, 'machine_id').notNullable().references('id').inTable('machines');
    text(knex, table, 'status').notNullable();
    text(knex, table, 'rail').notNullable();
    text(knex, table, 'amount');
    text(knex, table, 'currency');
    text(knex, table, 'proof');
    text(knex, table, 'notes').notNullable();
    text(knex, table, 'reference');
    text(knex, table, 'signature_digest');
    text(knex, table, 'created_at').notNullable();
    text(knex, table, 'updated_at').notNullable();
    table.check(
      "status in ('not_required', 'intent_created', 'held', 'release_pending', 'released', 'frozen', 'refunded')",
      undefined,
      'market_payments_status_known',
    );
    table.unique(['order_id'], { indexName: 'market_payments_order' });
  });
  await knex.raw(
    `create unique index ${REFERENCE_INDEX} on market_payments (reference) where reference is not null`,
  );
  await knex.raw(
    `create unique index ${SIGNATURE_DIGEST_INDEX} on market_payments (signature_digest) where signature_digest is not null`,
  );
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('market_payments');
}
