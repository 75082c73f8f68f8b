import { join } from 'node:path';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, createApiClient, itemOf, machineFields, outcomeOf, textOf } from './api-client.fixture.ts';
import { knowMachine, startRegistryServer } from './ports/registry-server.fixture.ts';
import type { RegistryServer } from './ports/registry-server.fixture.ts';
import { makeFolder, startServe } from './serve.fixture.ts';
import type { ServeRun } from './serve.fixture.ts';

const controller = privateKeyToAccount(generatePrivateKey());
const agent = privateKeyToAccount(generatePrivateKey());

describe('a restart', () => {
  let registry: RegistryServer;
  let folder = '';
  let remove = async () => {};

  beforeAll(async () => {
    ({ folder, remove } = await makeFolder());
    registry = await startRegistryServer();
    knowMachine(registry, '77', controller.address);
  });
  afterAll(async () => {
    await registry.stop();
    await remove();
  });

  /** Starts on the same database each time. */
  const start = (database: string, variables: Record<string, string> = {}): Promise<ServeRun> =>
    startServe({
      PEAQOS_DATABASE_URL: `sqlite:${join(folder, database)}`,
      PEAQOS_MCR_API_URL: registry.url,
      ...variables,
    });

  async function pairOn(serve: ServeRun) {
    const client = createApiClient(serve.url);
    const machineId = await client.onboard('did:peaq:77', controller);
    const pairing = await client.pair(machineId, agent);
    const token = textOf(pairing, 'pairingToken');
    const pairingId = textOf(pairing, 'id');
    const read = async (at: ServeRun) =>
      outcomeOf(await createApiClient(at.url).readPairing(machineId, pairingId, token));
    return { machineId, pairingId, token, read };
  }

  it('keeps tokens and unused challenges good when the session secret is configured', async () => {
    const secret = { PEAQOS_AGENT_PAIRING_SESSION_SECRET: 'a configured secret' };
    const first = await start('configured.db', secret);
    const { machineId, pairingId, read } = await pairOn(first);
    expect(await read(first)).toBe('200');
    const agentProof = await createApiClient(first.url).proveAgent(machineId, agent);
    await first.stop();

    const second = await start('configured.db', secret);
    expect(await read(second)).toBe('200');
    const path = `/api/v1/machines/${machineId}/agent-pairings/${pairingId}/sessions`;
    expect(outcomeOf(await call(second.url, 'POST', path, { body: { agentProof } }))).toBe('201');
    expect(await read(second)).toBe('401 AGENT_AUTH_INVALID');
    await second.stop();
  });

  it('ends tokens and unused challenges when the session secret is random', async () => {
    const first = await start('random.db');
    const { machineId, pairingId, read } = await pairOn(first);
    expect(await read(first)).toBe('200');
    const agentProof = await createApiClient(first.url).proveAgent(machineId, agent);
    await first.stop();

    const second = await start('random.db');
    expect(await read(second)).toBe('401 AGENT_AUTH_INVALID');
    const path = `/api/v1/machines/${machineId}/agent-pairings/${pairingId}/sessions`;
    const stale = await call(second.url, 'POST', path, { body: { agentProof } });
    expect(outcomeOf(stale)).toBe('401 AGENT_PAIRING_PROOF_INVALID');

    const fresh = await createApiClient(second.url).proveAgent(machineId, agent);
    const rotated = itemOf(await call(second.url, 'POST', path, { body: { agentProof: fresh } }));
    const token = textOf(rotated, 'pairingToken');
    expect((await createApiClient(second.url).readPairing(machineId, pairingId, token)).status).toBe(200);
    await second.stop();
  });

  it('keeps machines, pairings and unused identity challenges', async () => {
    const first = await start('kept.db');
    const { machineId, pairingId } = await pairOn(first);
    const machine = itemOf(await call(first.url, 'GET', `/api/v1/machines/${machineId}`));
    knowMachine(registry, '78', controller.address);
    const identityProof = await createApiClient(first.url).proveIdentity('did:peaq:78', controller);
    await first.stop();

    const second = await start('kept.db');
    expect(itemOf(await call(second.url, 'GET', `/api/v1/machines/${machineId}`))).toEqual(machine);
    const pairing = itemOf(
      await call(second.url, 'GET', `/api/v1/machines/${machineId}/agent-pairings/${pairingId}`),
    );
    expect(pairing).toMatchObject({ id: pairingId, status: 'active', hasAuthToken: true });
    const body = { ...machineFields, identityRef: 'did:peaq:78', identityProof };
    expect(outcomeOf(await call(second.url, 'POST', '/api/v1/machines', { body }))).toBe('201');
    await second.stop();
  });
});
