import type { Knex } from 'knex';

/** A text column that sorts by bytes on every engine, so that pages have one order everywhere. */
export function text(knex: Knex, table: Knex.CreateTableBuilder, name: string): Knex.ColumnBuilder {
  const isPostgres = knex.client.dialect === 'postgresql';
  return table.specificType(name, isPostgres ? 'text collate "C"' : 'text');
}
