import type { Knex } from 'knex';
import { DomainError } from '../domain/errors.ts';
import { insertText, runStatement, selectText, updateText } from './statement.ts';
import type { PageQuery } from './store.ts';

/** Where a repository reads and writes; inside a transaction both are the transaction's connection. */
export interface Connections {
  read: Knex;
  write: Knex;
}

/** Numbers are whole and small, such as a position: engines differ in how they give back all others, which are text. */
export type Row = Record<string, string | number | null>;

/** How records of one kind lie in their table. Lists and objects are JSON text, so that every engine gives back the same. */
export interface WritableTable<Entity, EntityRow extends Row> {
  name: string;
  /** The column that names a row; `id` where it is absent. */
  key?: keyof EntityRow & string;
  toRow(entity: Entity): EntityRow;
}

export interface Table<Entity, EntityRow extends Row> extends WritableTable<Entity, EntityRow> {
  fromRow(row: EntityRow): Entity;
}

/** Adds one row. Raises VALIDATION_ERROR for text that not every engine can keep unchanged. */
export async function insertRow<Entity, EntityRow extends Row>(
  db: Knex,
  table: WritableTable<Entity, EntityRow>,
  entity: Entity,
): Promise<void> {
  const row = toStorableRow(table, entity);
  await runStatement(db, insertText(table.name, Object.keys(row)), Object.values(row));
}

/** The row with this id, or null. `lock` holds it until the transaction ends, where the engine has row locks. */
export async function findRow<Entity, EntityRow extends Row>(
  db: Knex,
  table: Table<Entity, EntityRow>,
  id: string,
  lock?: 'lock',
): Promise<Entity | null> {
  return findRowBy(db, table, keyOf(table), id, lock);
}

/** As findRow, by any column in which every value is unique. */
export async function findRowBy<Entity, EntityRow extends Row>(
  db: Knex,
  table: Table<Entity, EntityRow>,
  column: keyof EntityRow & string,
  value: string,
  lock?: 'lock',
): Promise<Entity | null> {
  if (!isStorable(value)) return null;
  const text = selectText(db, { table: table.name, column, isLocked: lock === 'lock' });
  const [row] = await runStatement<EntityRow>(db, text, [value]);
  return row === undefined ? null : table.fromRow(row);
}

/** Replaces every column of a row but the `fixed` ones. Raises an Error when there is no such row. */
export async function replaceRow<Entity, EntityRow extends Row>(
  db: Knex,
  table: WritableTable<Entity, EntityRow>,
  entity: Entity,
  fixed: readonly (keyof EntityRow & string)[],
): Promise<void> {
  const row = toStorableRow(table, entity);
  const key = keyOf(table);
  const columns = Object.keys(row).filter((column) => column !== key && !fixed.includes(column));
  const values = [...columns.map((column) => row[column] ?? null), row[key] ?? null];
  const changed = await runStatement(db, updateText(table.name, key, columns), values);
  if (changed.length !== 1) throw new Error(`${table.name} has no row ${row[key]} to update.`);
}

/** The row of an entity. Raises VALIDATION_ERROR for text that not every engine can keep unchanged. */
export function toStorableRow<Entity, EntityRow extends Row>(
  table: WritableTable<Entity, EntityRow>,
  entity: Entity,
): EntityRow {
  const row = table.toRow(entity);
  const issues = Object.entries(row)
    .filter(([, value]) => typeof value === 'string' && !isStorable(value))
    .map(([column]) => ({
      path: toPropertyName(column),
      message: 'must not contain NUL characters or lone surrogates',
    }));
  if (issues.length > 0)
    throw new DomainError('VALIDATION_ERROR', 'A text contains characters that cannot be stored.', {
      issues,
    });
  return row;
}

/** One page of a list in the order of creation (contract A.7), found by key so that its cost does not grow with the table. */
export function pageOf(list: Knex.QueryBuilder, page: PageQuery): Knex.QueryBuilder {
  const rest =
    page.after === null
      ? list
      : list.whereRaw('(created_at, id) > (?, ?)', [page.after.createdAt, page.after.id]);
  return rest.orderBy(['created_at', 'id']).limit(page.limit);
}

/** False for text with a NUL character or half a surrogate pair, which some engine refuses or alters. */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

function keyOf<Entity, EntityRow extends Row>(
  table: WritableTable<Entity, EntityRow>,
): keyof EntityRow & string {
  return table.key ?? 'id';
}

function toPropertyName(column: string): string {
  return column.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
