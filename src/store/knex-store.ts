import { createAuditRepository } from './audit-events.ts';
import type { QueryErrorListener } from './connections.ts';
import { connect, connectStarter, disconnect, prepareTarget } from './connections.ts';
import type { DatabaseTarget } from './database-url.ts';
import { parseDatabaseUrl, redact } from './database-url.ts';
import { describeError } from './db-errors.ts';
import { createDisputeRepository } from './disputes.ts';
import { createExecutionRepository } from './executions.ts';
import { checkHealth } from './health.ts';
import { createIdentityChallengeRepository } from './identity-challenges.ts';
import { createMachineRepository } from './machines.ts';
import { migrateToLatest } from './migrate.ts';
import { createOrderRepository } from './orders.ts';
import { createPairingChallengeRepository } from './pairing-challenges.ts';
import { createPairingRepository } from './pairings.ts';
import { createPaymentRepository } from './payments.ts';
import { createPolicyRepository } from './policies.ts';
import { createRuntimeEndpointRepository } from './runtime-endpoints.ts';
import { createSearchRepository } from './searches.ts';
import { createSkillConfigRepository } from './skill-configs.ts';
import type { Repositories, Store } from './store.ts';
import type { Connections } from './table.ts';
import { runTransaction } from './transaction.ts';

export interface StoreOptions {
  /** `sqlite:./file.db`, `sqlite3:./file.db` or `postgres://…` (PEAQOS_DATABASE_URL). */
  databaseUrl: string;
  onQueryError?: QueryErrorListener;
}

/**
 * Opens the database, makes the file and its folder when they are missing, and runs pending migrations.
 * Raises an Error for a URL that cannot be used and for a database that cannot be opened; it never holds the password.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const target = parseDatabaseUrl(options.databaseUrl);
  await prepareTarget(target);
  await migrate(target);
  return createStore(target, connect(target, options.onQueryError));
}

async function migrate(target: DatabaseTarget): Promise<void> {
  const starter = connectStarter(target);
  try {
    await migrateToLatest(starter);
  } catch (error) {
    // The original error is not kept as a cause: what a driver attaches to it is not ours to vouch for.
    throw new Error(redact(target, `The database ${target.label} cannot be opened: ${describeError(error)}`));
  } finally {
    await starter.destroy();
  }
}

function createStore(target: DatabaseTarget, connections: Connections): Store {
  let closed: Promise<void> | undefined;
  return {
    ...createRepositories(connections),
    transaction: (work) =>
      runTransaction(connections.write, (trx) => work(createRepositories({ read: trx, write: trx }))),
    async health() {
      const health = await checkHealth(connections.read);
      return health.error === undefined ? health : { ...health, error: redact(target, health.error) };
    },
    close: () => (closed ??= disconnect(connections)),
  };
}

function createRepositories(connections: Connections): Repositories {
  return {
    machines: createMachineRepository(connections),
    identityChallenges: createIdentityChallengeRepository(connections),
    pairings: createPairingRepository(connections),
    pairingChallenges: createPairingChallengeRepository(connections),
    auditEvents: createAuditRepository(connections),
    skillConfigs: createSkillConfigRepository(connections),
    searches: createSearchRepository(connections),
    orders: createOrderRepository(connections),
    payments: createPaymentRepository(connections),
    disputes: createDisputeRepository(connections),
    executions: createExecutionRepository(connections),
    policies: createPolicyRepository(connections),
    runtimeEndpoints: createRuntimeEndpointRepository(connections),
  };
}
