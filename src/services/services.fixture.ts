import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PrivateKeyAccount } from 'viem/accounts';
import { privateKeyToAccount } from 'viem/accounts';
import type { Environment } from '../config/config.ts';
import { loadConfig } from '../config/config.ts';
import { agent as agentRecord, controller as controllerRecord } from '../domain/records.fixture.ts';
import { createMarketDeps } from '../market-deps.ts';
import { randomIds } from '../ports/ids.ts';
import { createMcrRegistry } from '../ports/mcr-registry.ts';
import type { RegistryServer } from '../ports/registry-server.fixture.ts';
import { findDeadUrl, knowMachine, startRegistryServer } from '../ports/registry-server.fixture.ts';
import { createSessionTokens } from '../ports/session-tokens.ts';
import { loadCatalog } from '../providers/load-catalog.ts';
import { createCursorCodec } from '../store/cursor.ts';
import { beside } from '../store/harness.fixture.ts';
import { openStore } from '../store/knex-store.ts';
import { createIdentityChallenge } from './create-identity-challenge.ts';
import { createPairingChallenge } from './create-pairing-challenge.ts';
import type { IssuedPairing } from './issue-session.ts';
import type { PairAgent } from './pair-agent.ts';
import { pairAgent } from './pair-agent.ts';
import { registerMachine } from './register-machine.ts';
import type { ServiceDeps } from './service-deps.ts';
import { updateMachine } from './update-machine.ts';
import type { ProofInput } from './verify-identity-proof.ts';

export const controller = privateKeyToAccount(controllerRecord.key);
export const agent = privateKeyToAccount(agentRecord.key);

/** Everything a use case works with, and all of it real: a SQLite file, a registry over HTTP, signatures. */
export interface Workbench {
  deps: ServiceDeps;
  registry: RegistryServer;
  /** ms since the epoch; stands still unless a test moves it. */
  clock: { time: number; now(): number };
  /** The same with other settings. */
  configured(variables: Environment): ServiceDeps;
  /** The same with a registry at which nobody answers. */
  cutOff(): ServiceDeps;
  /** The types of all audit events so far, oldest first. */
  auditTypes(): Promise<string[]>;
  /** Changes columns of a stored row, past the store. */
  alter(table: string, id: string, columns: Record<string, unknown>): Promise<void>;
  /** Every row that was stored, as text. */
  dump(): Promise<string>;
  close(): Promise<void>;
}

export async function openWorkbench(variables: Environment = {}): Promise<Workbench> {
  const folder = await mkdtemp(join(tmpdir(), 'machine-markets-services-'));
  const databaseUrl = `sqlite:${join(folder, 'services.db')}`;
  const [catalog, store, registry, deadUrl] = await Promise.all([
    loadCatalog(null),
    openStore({ databaseUrl }),
    startRegistryServer(),
    findDeadUrl(),
  ]);
  const clock = { time: Date.parse('2026-05-16T12:00:00.000Z'), now: () => clock.time };
  const sessionTokens = createSessionTokens(Buffer.from('the session secret of these tests'));
  const cursors = createCursorCodec(sessionTokens.deriveKey('list-cursor'));
  const createDeps = (changes: Environment, baseUrl: string): ServiceDeps => {
    const config = loadConfig({ PEAQOS_MCR_CACHE_MS: '0', ...variables, ...changes });
    const identities = createMcrRegistry({ baseUrl, timeoutMs: 10_000, cacheMs: config.mcrCacheMs, clock });
    const environment = { ...variables, ...changes };
    return {
      ...createMarketDeps({ config, environment, catalog, sessionTokens, clock }),
      store,
      clock,
      ids: randomIds,
      sessionTokens,
      cursors,
      config,
      registry: identities,
    };
  };
  const readTable = (name: string) => beside(databaseUrl, (db) => db(name).orderByRaw('rowid'));
  return {
    deps: createDeps({}, registry.url),
    registry,
    clock,
    configured: (changes) => createDeps(changes, registry.url),
    cutOff: () => createDeps({}, deadUrl),
    auditTypes: async () => (await readTable('audit_events')).map((row: { type: string }) => row.type),
    alter: (table, id, columns) =>
      beside(databaseUrl, async (db) => void (await db(table).where({ id }).update(columns))),
    async dump() {
      const names = await beside(databaseUrl, (db) =>
        db('sqlite_master').where({ type: 'table' }).pluck('name'),
      );
      return JSON.stringify(await Promise.all(names.map(readTable)));
    },
    async close() {
      await store.close();
      await registry.stop();
      await rm(folder, { recursive: true });
    },
  };
}

export const fields = {
  displayName: 'Press 7',
  ownerId: 'owner-1',
  machineType: 'press',
  runtimeProfile: 'edge',
  capabilities: [],
  labels: {},
  policyIds: [],
  skillKeys: [],
};

let lastMachine = 0;

/** A machine that the registry knows, owned by the controller; returns its canonical identity. */
export function mint(bench: Workbench, changes: Record<string, unknown> = {}): string {
  lastMachine += 1;
  knowMachine(bench.registry, String(lastMachine), controller.address, changes);
  return `did:peaq:${lastMachine}`;
}

/** From now on the registry says something else about a machine it knows; null: nothing at all. */
export function changeAtRegistry(
  bench: Workbench,
  did: string,
  changes: Record<string, unknown> | null,
): void {
  const machineId = did.slice('did:peaq:'.length);
  if (changes === null) bench.registry.answers.delete(`/machine/${did}`);
  else knowMachine(bench.registry, machineId, controller.address, changes);
}

export async function proveIdentity(
  deps: ServiceDeps,
  identityRef: string,
  account: PrivateKeyAccount = controller,
): Promise<ProofInput> {
  const challenge = await createIdentityChallenge(deps, identityRef);
  return { challengeId: challenge.id, signature: await account.signMessage({ message: challenge.message }) };
}

/** A machine registered with a fresh proof, then set to `active`; returns its id. */
export async function onboard(deps: ServiceDeps, identityRef: string): Promise<string> {
  const identityProof = await proveIdentity(deps, identityRef);
  const { id } = await registerMachine(deps, { fields, identityRef, identityProof });
  await updateMachine(deps, id, { fields: { status: 'active' }, identityRef: null, identityProof: null });
  return id;
}

export const agentInput = {
  agentAddress: agent.address,
  agentDid: undefined,
  agentProvider: 'anthropic',
  agentRole: 'buyer',
};

export async function proveAgent(
  deps: ServiceDeps,
  machineId: string,
  input: Parameters<typeof createPairingChallenge>[2] = agentInput,
): Promise<ProofInput> {
  const challenge = await createPairingChallenge(deps, machineId, input);
  return { challengeId: challenge.id, signature: await agent.signMessage({ message: challenge.message }) };
}

/** What a request to pair says; nothing beside the agent unless a test adds it. */
export function pairCommand(changes: Partial<PairAgent> = {}): PairAgent {
  return { agent: agentInput, agentProof: null, description: null, delegationPolicy: null, ...changes };
}

/** Pairs the agent with a fresh proof. */
export async function pair(deps: ServiceDeps, machineId: string): Promise<IssuedPairing> {
  return pairAgent(deps, machineId, pairCommand({ agentProof: await proveAgent(deps, machineId) }));
}
