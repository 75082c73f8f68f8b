import type { Knex } from 'knex';
import * as machines from './0001-machines.ts';
import * as identityChallenges from './0002-identity-challenges.ts';
import * as pairings from './0003-pairings.ts';
import * as pairingChallenges from './0004-pairing-challenges.ts';
import * as auditEvents from './0005-audit-events.ts';
import * as skillConfigs from './0006-skill-configs.ts';
import * as marketSearches from './0007-market-searches.ts';
import * as marketOrders from './0008-market-orders.ts';
import * as marketPayments from './0009-market-payments.ts';
import * as disputes from './0010-disputes.ts';
import * as executions from './0011-executions.ts';
import * as policies from './0012-policies.ts';
import * as runtimeEndpoints from './0013-runtime-endpoints.ts';

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
  skillConfigs,
  marketSearches,
  marketOrders,
  marketPayments,
  disputes,
  executions,
  policies,
  runtimeEndpoints,
];

/** Gives Knex the list from code instead of from a folder, so that a compiled build works too. */
export const migrationSource: Knex.MigrationSource<NamedMigration> = {
  getMigrations: async () => [...migrations],
  getMigrationName: (migration) => migration.name,
  getMigration: async (migration) => migration,
};
