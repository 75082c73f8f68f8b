import { join } from 'node:path';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  agentFields,
  call,
  countOutcomes,
  createApiClient,
  itemOf,
  machineFields,
  textOf,
} from './api-client.fixture.ts';
import type { Answer } from './api-client.fixture.ts';
import { knowMachine, startRegistryServer } from './ports/registry-server.fixture.ts';
import type { RegistryServer } from './ports/registry-server.fixture.ts';
import { makeFolder, startServe } from './serve.fixture.ts';
import type { ServeRun } from './serve.fixture.ts';
import { startPostgres } from './store/postgres.fixture.ts';
import type { PostgresFixture } from './store/postgres.fixture.ts';

const controller = privateKeyToAccount(generatePrivateKey());
const agent = privateKeyToAccount(generatePrivateKey());
const sessionSecret = 'one secret that every process of the deployment knows';

/** Where the requests go: one or more processes on one database. */
interface Deployment {
  processes: ServeRun[];
  end(): Promise<void>;
}

let registry: RegistryServer;
beforeAll(async () => {
  registry = await startRegistryServer();
});
afterAll(() => registry.stop());

const variables = (databaseUrl: string) => ({
  PEAQOS_DATABASE_URL: databaseUrl,
  PEAQOS_MCR_API_URL: registry.url,
  PEAQOS_AGENT_PAIRING_SESSION_SECRET: sessionSecret,
});

async function deployOnSqlite(): Promise<Deployment> {
  const { folder, remove } = await makeFolder();
  const serve = await startServe(variables(`sqlite:${join(folder, 'parallel.db')}`));
  return {
    processes: [serve],
    async end() {
      await serve.stop();
      await remove();
    },
  };
}

async function deployOnPostgres(): Promise<Deployment> {
  const postgres: PostgresFixture = await startPostgres();
  const databaseUrl = await postgres.createDatabase();
  const first = await startServe(variables(databaseUrl));
  const processes = [first, await startServe(variables(databaseUrl))];
  return {
    processes,
    async end() {
      await Promise.all(processes.map((serve) => serve.stop()));
      await postgres.stop();
    },
  };
}

const deployments = [
  { title: 'one process on SQLite', deploy: deployOnSqlite },
  { title: 'two processes on one PostgreSQL', deploy: deployOnPostgres },
];

describe.each(deployments)('requests in parallel to $title', ({ deploy }) => {
  let deployment: Deployment;
  let url = '';
  let machines = 0;

  beforeAll(async () => {
    deployment = await deploy();
    url = deployment.processes[0]?.url ?? '';
  });
  afterAll(() => deployment.end());

  /** Sends `count` requests at once, in turn to each process. */
  function storm(count: number, send: (url: string, index: number) => Promise<Answer>): Promise<Answer[]> {
    const { processes } = deployment;
    const targets = Array.from({ length: count }, (_, i) => processes[i % processes.length]?.url ?? url);
    return Promise.all(targets.map(send));
  }

  function nextIdentity(): string {
    machines += 1;
    knowMachine(registry, String(machines), controller.address);
    return `did:peaq:${machines}`;
  }

  const register = (body: object) => (to: string) =>
    call(to, 'POST', '/api/v1/machines', { body: { ...machineFields, ...body } });

  it('let one identity proof register exactly one machine of fifty', async () => {
    const identityRef = nextIdentity();
    const identityProof = await createApiClient(url).proveIdentity(identityRef, controller);
    const answers = await storm(50, register({ identityRef, identityProof }));
    expect(countOutcomes(answers)).toEqual({ '201': 1, '401 MACHINE_IDENTITY_PROOF_INVALID': 49 });
  });

  it('let one agent proof make exactly one pairing of fifty', async () => {
    const client = createApiClient(url);
    const machineId = await client.onboard(nextIdentity(), controller);
    const agentProof = await client.proveAgent(machineId, agent);
    const path = `/api/v1/machines/${machineId}/agent-pairings`;
    const body = { ...agentFields, agentAddress: agent.address, agentProof };
    const answers = await storm(50, (to) => call(to, 'POST', path, { body }));
    expect(countOutcomes(answers)).toEqual({ '201': 1, '401 AGENT_PAIRING_PROOF_INVALID': 49 });
    const paired = answers.find(({ status }) => status === 201);
    const listed = await call(url, 'GET', path);
    expect(listed.body.items?.map(({ id }) => id)).toEqual([paired?.body.item?.['id']]);
  });

  it('let one agent proof rotate a session exactly once of fifty, to the session that then works', async () => {
    const client = createApiClient(url);
    const machineId = await client.onboard(nextIdentity(), controller);
    const pairing = await client.pair(machineId, agent);
    const pairingId = textOf(pairing, 'id');
    const agentProof = await client.proveAgent(machineId, agent);
    const path = `/api/v1/machines/${machineId}/agent-pairings/${pairingId}/sessions`;
    const answers = await storm(50, (to) => call(to, 'POST', path, { body: { agentProof } }));
    expect(countOutcomes(answers)).toEqual({ '201': 1, '401 AGENT_PAIRING_PROOF_INVALID': 49 });
    const rotated = answers.find(({ status }) => status === 201);
    const token = textOf(rotated?.body.item ?? {}, 'pairingToken');
    const old = textOf(pairing, 'pairingToken');
    // Every process agrees on which token is the current one.
    const reads = await storm(4, (to) => createApiClient(to).readPairing(machineId, pairingId, token));
    expect(countOutcomes(reads)).toEqual({ '200': 4 });
    const oldReads = await storm(4, (to) => createApiClient(to).readPairing(machineId, pairingId, old));
    expect(countOutcomes(oldReads)).toEqual({ '401 AGENT_AUTH_INVALID': 4 });
  });

  it('let twenty proofs of one identity register exactly one machine, and spend only its own challenge', async () => {
    const identityRef = nextIdentity();
    const client = createApiClient(url);
    const proofs = await Promise.all(
      Array.from({ length: 20 }, () => client.proveIdentity(identityRef, controller)),
    );
    const send = (to: string, index: number) => register({ identityRef, identityProof: proofs[index] })(to);
    const answers = await storm(20, send);
    expect(countOutcomes(answers)).toEqual({ '201': 1, '409 MACHINE_IDENTITY_EXISTS': 19 });

    const winner = answers.findIndex(({ status }) => status === 201);
    const machineId = textOf(itemOf(answers[winner] ?? { status: 0, body: {} }), 'id');
    await call(url, 'DELETE', `/api/v1/machines/${machineId}`);
    const again = [proofs[winner], proofs[(winner + 1) % 20]];
    const outcomes = [];
    for (const identityProof of again) {
      outcomes.push(countOutcomes([await register({ identityRef, identityProof })(url)]));
    }
    expect(outcomes).toEqual([{ '401 MACHINE_IDENTITY_PROOF_INVALID': 1 }, { '201': 1 }]);
  });

  it('archive a machine once, however many ask for it', async () => {
    const machineId = await createApiClient(url).onboard(nextIdentity(), controller);
    const answers = await storm(20, (to) => call(to, 'DELETE', `/api/v1/machines/${machineId}`));
    expect(countOutcomes(answers)).toEqual({ '204': 20 });
  });

  it('keep every field when many change different ones', async () => {
    const machineId = await createApiClient(url).onboard(nextIdentity(), controller);
    const changes = [
      { displayName: 'new name' },
      { labels: { site: 'Berlin' } },
      { capabilities: ['weigh'] },
      { skillKeys: ['a.b'] },
    ];
    const answers = await storm(4, (to, index) =>
      call(to, 'PATCH', `/api/v1/machines/${machineId}`, { body: changes[index] }),
    );
    expect(countOutcomes(answers)).toEqual({ '200': 4 });
    expect(itemOf(await call(url, 'GET', `/api/v1/machines/${machineId}`))).toMatchObject(
      Object.assign({}, ...changes),
    );
  });
});
