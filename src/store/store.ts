import type { AuditEvent } from '../domain/audit-event.ts';
import type { IdentityChallenge, Machine } from '../domain/machine.ts';
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
  /** As find, and holds the row until the transaction ends (a no-op where the engine has one writer). */
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

/** One table each, bound to a connection or to a transaction. */
export interface Repositories {
  machines: MachineRepository;
  identityChallenges: ChallengeRepository<IdentityChallenge>;
  pairings: PairingRepository;
  pairingChallenges: ChallengeRepository<PairingChallenge>;
  auditEvents: AuditRepository;
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
