import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  agentFields,
  call,
  createApiClient,
  itemOf,
  machineFields,
  outcomeOf,
  textOf,
} from './api-client.fixture.ts';
import { knowMachine, startRegistryServer } from './ports/registry-server.fixture.ts';
import { makeFolder, startServe } from './serve.fixture.ts';

const controller = privateKeyToAccount(generatePrivateKey());
const agent = privateKeyToAccount(generatePrivateKey());
const apiKey = 'the-deployment-key-3f1c9d7a';
const listedKey = 'another-deployment-key-8b2e4f60';
const wrongKey = 'a-guessed-deployment-key-51aa07de';
const sessionSecret = 'session-secret-c0ffee-0123456789-abcdef';

/** Every way in which a secret text may have been written down. */
function spellingsOf(secret: string): string[] {
  const bare = secret.replace(/^0x/, '');
  const encodings = [
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    Buffer.from(secret).toString('hex'),
  ];
  const isHex = /^[0-9a-f]+$/i.test(bare) && bare.length % 2 === 0;
  return [
    bare,
    bare.toUpperCase(),
    ...encodings,
    ...(isHex ? [Buffer.from(bare, 'hex').toString('base64')] : []),
  ];
}

describe('after onboarding and pairing at the most talkative log level', () => {
  const secrets = new Map<string, string>([
    ['the API key', apiKey],
    ['the key of the list', listedKey],
    ['the wrong API key', wrongKey],
    ['the session secret', sessionSecret],
  ]);
  /** Must be found where the others must not: otherwise the search itself is broken. */
  let machineId = '';
  let log = '';
  let database: Buffer = Buffer.alloc(0);
  let answers = '';
  let remove = async () => {};

  beforeAll(async () => {
    const temporary = await makeFolder();
    ({ remove } = temporary);
    const registry = await startRegistryServer();
    knowMachine(registry, '77', controller.address);
    const serve = await startServe({
      PEAQOS_DATABASE_URL: `sqlite:${join(temporary.folder, 'secrets.db')}`,
      PEAQOS_MCR_API_URL: registry.url,
      PEAQOS_REQUIRE_API_AUTH: 'true',
      PEAQOS_API_KEY: apiKey,
      PEAQOS_API_KEYS: listedKey,
      PEAQOS_AGENT_PAIRING_SESSION_SECRET: sessionSecret,
      PEAQOS_LOG_LEVEL: 'trace',
    });
    answers = await actWithSecrets(serve.url);
    database = await readFiles(temporary.folder);
    await serve.stop();
    database = Buffer.concat([database, await readFiles(temporary.folder)]);
    log = serve.output();
    await registry.stop();
  });
  afterAll(() => remove());

  /** Uses every secret, rightly and wrongly; returns the answers that must not repeat one. */
  async function actWithSecrets(url: string): Promise<string> {
    const headers = { 'x-api-key': apiKey };
    const client = createApiClient(url, headers);
    const post = (path: string, body: unknown) => call(url, 'POST', `/api/v1${path}`, { body, headers });
    const given = [await call(url, 'GET', '/api/v1/machines', { headers: { 'x-api-key': wrongKey } })];

    const identityProof = await client.proveIdentity('did:peaq:77', controller);
    const wrongProof = {
      ...identityProof,
      signature: await agent.signMessage({ message: 'something else' }),
    };
    secrets.set('the identity signature', identityProof.signature);
    secrets.set('a wrong identity signature', wrongProof.signature);
    const machine = { ...machineFields, identityRef: 'did:peaq:77' };
    given.push(await post('/machines', { ...machine, identityProof: wrongProof }));
    machineId = textOf(itemOf(await post('/machines', { ...machine, identityProof })), 'id');
    given.push(await post('/machines', { ...machine, identityProof }));
    await call(url, 'PATCH', `/api/v1/machines/${machineId}`, { body: { status: 'active' }, headers });

    const pairings = `/machines/${machineId}/agent-pairings`;
    const agentProof = await client.proveAgent(machineId, agent);
    secrets.set('the agent signature', agentProof.signature);
    const pairing = { ...agentFields, agentAddress: agent.address, agentProof };
    given.push(await post(pairings, { ...pairing, agentRole: 'another role' }));
    given.push(await post(pairings, { ...pairing, agentProof: { ...agentProof, signature: 'malformed' } }));
    const paired = itemOf(await post(pairings, pairing));
    const pairingId = textOf(paired, 'id');
    const token = textOf(paired, 'pairingToken');

    const rotation = await client.proveAgent(machineId, agent);
    secrets.set('the signature of the rotation', rotation.signature);
    const rotated = itemOf(await post(`${pairings}/${pairingId}/sessions`, { agentProof: rotation }));
    for (const [name, jwt] of [
      ['the first token', token],
      ['the second token', textOf(rotated, 'pairingToken')],
    ] as const) {
      secrets.set(name, jwt);
      secrets.set(`the signature of ${name}`, jwt.split('.')[2] ?? '');
      given.push(await client.readPairing(machineId, pairingId, `${jwt.slice(0, -5)}AAAAA`));
      given.push(await client.readPairing(machineId, pairingId, jwt));
    }
    given.push(await call(url, 'GET', `/api/v1${pairings}`, { headers }));
    given.push(await call(url, 'GET', `/api/v1/machines/${machineId}`, { headers }));
    given.push(await call(url, 'GET', `/api/v1/machines?cursor=${token}`, { headers }));
    expect(given.map(outcomeOf)).toEqual([
      '401 AUTH_INVALID',
      '401 MACHINE_IDENTITY_PROOF_INVALID',
      '401 MACHINE_IDENTITY_PROOF_INVALID',
      '401 AGENT_PAIRING_PROOF_INVALID',
      '400 VALIDATION_ERROR',
      '401 AGENT_AUTH_INVALID',
      '401 AGENT_AUTH_INVALID',
      '401 AGENT_AUTH_INVALID',
      '200',
      '200',
      '200',
      '400 VALIDATION_ERROR',
    ]);
    return JSON.stringify(given);
  }

  it('the search finds what must be there, and the flow used every secret', () => {
    expect(database.includes(machineId)).toBe(true);
    expect(database.includes(agent.address)).toBe(true);
    expect(log).toContain('/api/v1/machines/{machineId}/agent-pairings');
    expect(answers).toContain(machineId);
    expect(secrets.size).toBe(12);
    for (const secret of secrets.values()) expect(secret.length).toBeGreaterThanOrEqual(20);
  });

  const places = {
    'the database': (text: string) => database.includes(text),
    'the log': (text: string) => log.includes(text),
    'the answers of later requests': (text: string) => answers.includes(text),
  };

  it.each(Object.entries(places))('no secret, in any spelling, is in %s', (_place, holds) => {
    const found = [...secrets].filter(([, secret]) => spellingsOf(secret).some(holds)).map(([name]) => name);
    expect(found).toEqual([]);
  });
});

/** The bytes of every file in the folder: the database and its write-ahead log. */
async function readFiles(folder: string): Promise<Buffer> {
  const names = await readdir(folder);
  return Buffer.concat(await Promise.all(names.map((name) => readFile(join(folder, name)))));
}
