import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { call, createApiClient, itemOf, outcomeOf, textOf } from './api-client.fixture.ts';
import { skipWithout, preparePythonClients, run } from './python-sdk.fixture.ts';
import type { Finished, PythonClients } from './python-sdk.fixture.ts';
import { makeFolder, runCommand, startServe, waitForUrl } from './serve.fixture.ts';
import type { CommandRun, ServeRun } from './serve.fixture.ts';

const script = fileURLToPath(new URL('interop/onboard_and_pair.py', import.meta.url));
const apiKey = 'the key of this deployment';
const controllerKey = generatePrivateKey();
const agentKey = generatePrivateKey();
const controller = privateKeyToAccount(controllerKey);
const agent = privateKeyToAccount(agentKey);

describe('the published Python clients, unchanged', () => {
  let clients: PythonClients | { missing: string };
  let folder = '';
  let remove = async () => {};
  let registry: CommandRun;
  let registryUrl = '';
  let serve: ServeRun;

  const variables = (database: string) => ({
    PEAQOS_DATABASE_URL: `sqlite:${join(folder, database)}`,
    PEAQOS_MCR_API_URL: registryUrl,
  });

  beforeAll(async () => {
    clients = await preparePythonClients({ ...process.env, DO_NOT_TRACK: '1' });
    if ('missing' in clients) return;
    ({ folder, remove } = await makeFolder());
    registry = runCommand(['registry', '--port', '0']);
    registryUrl = await waitForUrl(registry, /PEAQOS_MCR_API_URL=(http:\/\/\S+)/);
    serve = await startServe({
      ...variables('gated.db'),
      PEAQOS_REQUIRE_API_AUTH: 'true',
      PEAQOS_API_KEY: apiKey,
    });
  }, 400_000);
  afterAll(async () => {
    registry?.signal('SIGTERM');
    await serve?.stop();
    await remove();
  });

  beforeEach((context) => {
    skipWithout(clients, context.skip);
  });

  const installed = (): PythonClients => {
    if ('missing' in clients) throw new Error(clients.missing);
    return clients;
  };

  /** A new machine at the registry, owned by the controller; returns its identity. */
  async function mint(): Promise<string> {
    const answer = await fetch(`${registryUrl}/admin/machines`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ owner: controller.address }),
    });
    const { machineId } = (await answer.json()) as { machineId: string };
    return `did:peaq:${machineId}`;
  }

  /** Only what the clients need: nothing of the surroundings, no tracking, a home that is removed. */
  const environment = () => ({
    PATH: process.env['PATH'],
    HOME: folder,
    DO_NOT_TRACK: '1',
    PEAQOS_RPC_URL: 'http://127.0.0.1:9',
    PEAQOS_PRIVATE_KEY: controllerKey,
    PEAQOS_ORCHESTRATION_URL: serve.url,
    PEAQOS_ORCH_API_KEY: apiKey,
  });

  const refusals = {
    wrongSigner: { code: 'MACHINE_IDENTITY_PROOF_INVALID', status: 401, details: null },
    reusedProof: { code: 'MACHINE_IDENTITY_PROOF_INVALID', status: 401, details: null },
    pairingADraft: { code: 'MACHINE_NOT_ACTIVE', status: 409, details: { status: 'draft' } },
    rotatingARevokedPairing: { code: 'AGENT_PAIRING_INACTIVE', status: 403, details: { status: 'revoked' } },
  };
  const required = { code: 'AUTH_REQUIRED', status: 401, details: null };
  const invalid = { code: 'AUTH_INVALID', status: 401, details: null };
  const ready = ['store', 'catalog', 'auth', 'runtime', 'skills'].map((name) => [name, 'pass']);

  it.each([
    ['as npm start runs it', false, ready, { withoutKey: null, wrongKey: null, readiness: null }],
    ['behind an API key', true, [], { withoutKey: required, wrongKey: invalid, readiness: required }],
  ])(
    'the SDK onboards, pairs, rotates, updates, revokes and archives on a server %s',
    { timeout: 60_000 },
    async (_case, isGated, readiness, keyRefusals) => {
      const open = isGated ? null : await startServe(variables('open.db'));
      const settings = {
        apiKey: isGated ? apiKey : null,
        identityRef: await mint(),
        controllerKey,
        agentKey,
      };
      const finished = await run(installed().python, [script], {
        env: environment(),
        cwd: folder,
        input: JSON.stringify({ ...settings, url: (open ?? serve).url }),
      });
      await open?.stop();
      expect(finished).toMatchObject({ code: 0, err: '' });
      expect(JSON.parse(finished.out)).toEqual({
        machineId: expect.stringMatching(/^mach_[0-9a-f]{12}$/),
        pairingId: expect.stringMatching(/^pair_[0-9a-f]{12}$/),
        archivedStatus: 'archived',
        readiness,
        refusals: { ...refusals, ...keyRefusals },
      });
    },
  );

  describe('the CLI', () => {
    let identityRef = '';
    let machineId = '';
    let controllerKeyFile = '';
    let agentKeyFile = '';

    const peaqos = (args: readonly string[]): Promise<Finished> =>
      run(installed().peaqos, ['scale', ...args], { env: environment(), cwd: folder, timeoutMs: 60_000 });
    const jsonOf = ({ code, out, err }: Finished): Record<string, unknown> => {
      if (code !== 0) throw new Error(`exit code ${code}: ${err}`);
      return JSON.parse(out);
    };
    const headers = { 'x-api-key': apiKey };
    const onboardArgs = () =>
      ['machine', 'onboard'].concat(
        ['--identity-ref', identityRef, '--display-name', 'Press 8', '--owner-id', 'owner-1'],
        ['--machine-type', 'press', '--runtime-profile', 'edge', '--labels', 'site=Berlin'],
        ['--identity-key-file', controllerKeyFile, '--yes', '--json'],
      );
    const agentArgs = () =>
      ['--machine-id', machineId, '--agent-address', agent.address].concat(
        ['--agent-provider', 'openai', '--agent-role', 'trader'],
        ['--agent-key-file', agentKeyFile, '--yes', '--json'],
      );

    it('onboards a machine and activates it', { timeout: 60_000 }, async () => {
      identityRef = await mint();
      controllerKeyFile = join(folder, 'controller.key');
      agentKeyFile = join(folder, 'agent.key');
      await writeFile(controllerKeyFile, `${controllerKey}\n`);
      await writeFile(agentKeyFile, `${agentKey}\n`);
      const machine = jsonOf(await peaqos(onboardArgs()));
      machineId = textOf(machine, 'id');
      const stored = itemOf(await call(serve.url, 'GET', `/api/v1/machines/${machineId}`, { headers }));
      expect(stored).toMatchObject({ status: 'active', identityRef, labels: { site: 'Berlin' } });
    });

    it(
      'refuses to onboard the same identity twice, with its exit code for an API error',
      { timeout: 60_000 },
      async () => {
        const refused = await peaqos(onboardArgs());
        expect(refused.code).toBe(2);
        expect(refused.err).toContain('already registered');
      },
    );

    it('pairs an agent, and refreshes its session', { timeout: 60_000 }, async () => {
      const policy = [
        '--per-tx-limit',
        '0.5',
        '--daily-limit',
        '25',
        '--currency',
        'USDT',
        '--allowed-skills',
        'a.b,c.d',
      ];
      const paired = jsonOf(await peaqos(['agent', 'pair', ...agentArgs(), ...policy]));
      const pairingId = textOf(paired, 'id');
      const token = tokenOf(paired);
      const read = async (used: string) =>
        createApiClient(serve.url, headers).readPairing(machineId, pairingId, used);
      expect((await read(token)).body.item).toMatchObject({
        agentAddress: agent.address,
        agentRole: 'trader',
        delegationPolicy: { perTransactionLimit: 0.5, dailySpendLimit: 25, allowedSkillKeys: ['a.b', 'c.d'] },
      });

      const refreshed = jsonOf(await peaqos(['agent', 'refresh', pairingId, ...agentArgs()]));
      expect(outcomeOf(await read(tokenOf(refreshed)))).toBe('200');
      expect(outcomeOf(await read(token))).toBe('401 AGENT_AUTH_INVALID');
    });
  });
});

/** The one-time token in the CLI's JSON, however it spells the field. */
function tokenOf(pairing: Record<string, unknown>): string {
  return textOf(pairing, 'pairing_token' in pairing ? 'pairing_token' : 'pairingToken');
}
