import type { AuditEvent } from '../domain/audit-event.ts';
import type { SkillConfig } from '../domain/catalog/skill.ts';
import type { ExecutionRecords, Outcome, Route, Run, Task } from '../domain/executions/execution.ts';
import type { IdentityChallenge, Machine } from '../domain/machine.ts';
import type { Dispute, MarketOrder, Spend } from '../domain/orders/order.ts';
import type { MarketPayment } from '../domain/payments/payment.ts';
import type { Policy } from '../domain/policies/policy.ts';
import type { RuntimeEndpoint } from '../domain/runtime-endpoints/runtime-endpoint.ts';
import type { BoundQuote, MarketSearch } from '../domain/search/market-search.ts';
import type { AgentPairing, PairingChallenge } from '../domain/pairing.ts';

/** Where a page starts: strictly after this row in the list's order (creation time, then id). */
export interface PageKey {
  createdAt: string;
  id: string;
}

export interface PageQuery {
  after: PageKey | null;
  /** Rows wanted, at least 1. */
  limit: number;
}

export interface MachineRepository {
  /** Raises DomainError MACHINE_IDENTITY_EXISTS when another non-archived machine has the identity. */
  insert(machine: Machine): Promise<void>;
  find(id: string): Promise<Machine | null>;
  /**
   * As find, and holds the row until the transaction ends (a no-op where the engine has one writer). Others may still add
   * records that refer to it.
   */
  findForUpdate(id: string): Promise<Machine | null>;
  /** Replaces every column but id and createdAt. Raises MACHINE_IDENTITY_EXISTS as insert does. */
  update(machine: Machine): Promise<void>;
  /** Non-archived machines, oldest first. */
  list(page: PageQuery): Promise<Machine[]>;
}

export interface ChallengeRepository<Challenge> {
  insert(challenge: Challenge): Promise<void>;
  find(id: string): Promise<Challenge | null>;
  /** Marks the challenge used. True for exactly one caller, also among several processes. */
  consume(id: string, at: string): Promise<boolean>;
}

export interface PairingRepository {
  insert(pairing: AgentPairing): Promise<void>;
  find(id: string): Promise<AgentPairing | null>;
  findForUpdate(id: string): Promise<AgentPairing | null>;
  /** Replaces every column but id, machineId and createdAt. */
  update(pairing: AgentPairing): Promise<void>;
  /** All pairings of a machine, oldest first, revoked ones included. */
  list(machineId: string, page: PageQuery): Promise<AgentPairing[]>;
  /** Revokes every pairing of the machine that is not revoked; returns their ids. */
  revokeAll(machineId: string, at: string): Promise<string[]>;
}

export interface AuditRepository {
  append(event: AuditEvent): Promise<void>;
}

export interface SkillConfigRepository {
  find(skillKey: string): Promise<SkillConfig | null>;
  /** Every configured skill, by key. */
  listAll(): Promise<SkillConfig[]>;
  /**
   * Inside a transaction: the present configuration, held until its end, or `initial` where there was none. Parallel
   * first writers of one skill are serialised too.
   */
  findOrInsertForUpdate(initial: SkillConfig): Promise<SkillConfig>;
  /** Replaces every column but the key and createdAt. */
  update(config: SkillConfig): Promise<void>;
}

export interface SearchRepository {
  /** Adds the search and its quotes. */
  insert(search: MarketSearch): Promise<void>;
  /** With its quotes in their order. */
  find(id: string): Promise<MarketSearch | null>;
  findQuote(quoteId: string): Promise<BoundQuote | null>;
}

export interface OrderFilters {
  machineId?: string;
  agentPairingId?: string;
}

export interface OrderRepository {
  insert(order: MarketOrder): Promise<void>;
  find(id: string): Promise<MarketOrder | null>;
  /** As find, and holds the row until the transaction ends. */
  findForUpdate(id: string): Promise<MarketOrder | null>;
  /** Replaces what changes in an order's life: status, spend, attempt, execution ids, hand-off, error and updatedAt. */
  update(order: MarketOrder): Promise<void>;
  /** Oldest first. */
  list(filters: OrderFilters, page: PageQuery): Promise<MarketOrder[]>;
  /**
   * What a pairing's orders created at or after `since` count, `cancelled` and `failed` ones left out and the order
   * `exceptId` too: equal amounts come as one entry with their number, so that the sum can be made exactly.
   */
  spendSince(
    pairingId: string,
    since: string,
    exceptId: string | null,
  ): Promise<{ spend: Spend; count: number }[]>;
}

export interface PaymentRepository {
  /** Raises VALIDATION_ERROR when another payment has this reference or signature digest. */
  insert(payment: MarketPayment): Promise<void>;
  findByOrder(orderId: string): Promise<MarketPayment | null>;
  /** Replaces every column but id, orderId, machineId and createdAt. Raises VALIDATION_ERROR as insert does. */
  update(payment: MarketPayment): Promise<void>;
}

export interface DisputeRepository {
  insert(dispute: Dispute): Promise<void>;
  findByOrder(orderId: string): Promise<Dispute | null>;
  /** Replaces status, evidence and updatedAt. */
  update(dispute: Dispute): Promise<void>;
}

/** Tasks, routes, runs and outcomes: what was executed for whom, and what came of it. */
export interface ExecutionRepository {
  insertTask(task: Task): Promise<void>;
  /** Replaces every column but id, machineId and createdAt. */
  updateTask(task: Task): Promise<void>;
  insertRoute(route: Route): Promise<void>;
  /** Replaces every column but id, taskId, machineId and createdAt. */
  updateRoute(route: Route): Promise<void>;
  insertRun(run: Run): Promise<void>;
  insertOutcome(outcome: Outcome): Promise<void>;
  findTask(id: string): Promise<Task | null>;
  findRoute(id: string): Promise<Route | null>;
  findRun(id: string): Promise<Run | null>;
  findOutcome(id: string): Promise<Outcome | null>;
  /** The records that an outcome belongs to; null when the outcome is unknown. */
  findByOutcome(outcomeId: string): Promise<ExecutionRecords | null>;
}

export interface PolicyRepository {
  insert(policy: Policy): Promise<void>;
  find(id: string): Promise<Policy | null>;
  /** As find, and holds the row until the transaction ends. */
  findForUpdate(id: string): Promise<Policy | null>;
  /** Those that exist, each once, in the order of `ids`. */
  findMany(ids: readonly string[]): Promise<Policy[]>;
  /** Replaces every column but id and createdAt. */
  update(policy: Policy): Promise<void>;
  /** Oldest first. */
  list(page: PageQuery): Promise<Policy[]>;
}

export interface RuntimeEndpointRepository {
  /** `providerKey` in lower case. */
  find(machineId: string, providerKey: string): Promise<RuntimeEndpoint | null>;
  /**
   * Inside a transaction: the machine's present endpoint for the provider key, held until its end, or `initial` where
   * there was none. Of parallel first writers exactly one gets its own `initial` back.
   */
  findOrInsertForUpdate(initial: RuntimeEndpoint): Promise<RuntimeEndpoint>;
  /** Replaces every column but id, machineId, providerKey and createdAt. */
  update(endpoint: RuntimeEndpoint): Promise<void>;
  /** True for exactly one caller. */
  remove(id: string): Promise<boolean>;
  /** Oldest first. */
  list(machineId: string, page: PageQuery): Promise<RuntimeEndpoint[]>;
}

/** One table each, or one group that is always written together; bound to a connection or to a transaction. */
export interface Repositories {
  machines: MachineRepository;
  identityChallenges: ChallengeRepository<IdentityChallenge>;
  pairings: PairingRepository;
  pairingChallenges: ChallengeRepository<PairingChallenge>;
  auditEvents: AuditRepository;
  skillConfigs: SkillConfigRepository;
  searches: SearchRepository;
  orders: OrderRepository;
  payments: PaymentRepository;
  disputes: DisputeRepository;
  executions: ExecutionRepository;
  policies: PolicyRepository;
  runtimeEndpoints: RuntimeEndpointRepository;
}

export interface StoreHealth {
  reachable: boolean;
  /** Names of migrations that the code has and the database has not. */
  pendingMigrations: string[];
  /** Why it is not reachable, without credentials. */
  error?: string;
}

export interface Store extends Repositories {
  /** Runs work in one transaction: all of it is durable when the promise resolves, or none of it. */
  transaction<T>(work: (repositories: Repositories) => Promise<T>): Promise<T>;
  health(): Promise<StoreHealth>;
  close(): Promise<void>;
}
