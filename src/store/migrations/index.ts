import type { Knex } from 'knex';
import * as machines from './0001-machines.ts';
import * as identityChallenges from './0002-identity-challenges.ts';
import * as pairings from './0003-pairings.ts';
import * as pairingChallenges from './0004-pairing-challenges.ts';
import * as auditEvents from './0005-audit-events.ts';

export interface NamedMigration extends Knex.Migration {
  name: string;
}

/** Every change of the schema, oldest first. Append only: a change that was released is never edited. */
export const migrations: readonly NamedMigration[] = [
  machines,
  identityChallenges,
  pairings,
  pairingChallenges,
  auditEvents,
];

/** Gives Knex the list from code instead of from a folder, so that a compiled build works too. */
export const migrationSource: Knex.MigrationSource<NamedMigration> = {
  getMigrations: async () => [...migrations],
  getMigrationName: (migration) => migration.name,
  getMigration: async (migration) => migration,
};
