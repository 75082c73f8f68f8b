import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusal } from '../../domain/refusal.fixture.ts';
import { json, profile, gated } from '../../ports/registry-server.fixture.ts';
import { archiveMachine } from '../archive-machine.ts';
import { registerMachine } from '../register-machine.ts';
import type { ServiceDeps } from '../service-deps.ts';
import type { Workbench } from '../services.fixture.ts';
import {
  agent,
  changeAtRegistry,
  controller,
  fields,
  mint,
  onboard,
  openWorkbench,
} from '../services.fixture.ts';
import { deleteRuntimeEndpoint } from './delete-endpoint.ts';
import { upsertCommand, withKeys } from './endpoints.fixture.ts';
import { listRuntimeEndpoints, readRuntimeEndpoint } from './read-endpoint.ts';
import { upsertRuntimeEndpoint } from './upsert-endpoint.ts';

let bench: Workbench;
let deps: ServiceDeps;
beforeAll(async () => {
  bench = await openWorkbench();
  deps = withKeys(bench.deps, 1);
});
afterAll(() => bench.close());

const firstPage = { cursor: undefined, limit: undefined };
const token = 'token-of-the-runtime';
const put = (id: string, ...command: Parameters<typeof upsertCommand>) =>
  upsertRuntimeEndpoint(deps, id, 'qvac', upsertCommand(...command));
const countEvents = async (type: string) =>
  (await bench.auditTypes()).filter((candidate) => candidate === type).length;
const time = () => new Date(bench.clock.time).toISOString();

describe('putting a runtime endpoint', () => {
  it('registers a manual one and records it', async () => {
    const id = await onboard(deps, mint(bench));
    const { endpoint, isNew } = await upsertRuntimeEndpoint(deps, id, 'QVac', upsertCommand());
    expect(isNew).toBe(true);
    expect(endpoint).toEqual({
      id: expect.stringMatching(/^rte_[0-9a-f]{12}$/),
      machineId: id,
      providerKey: 'qvac',
      source: 'manual',
      agentId: null,
      label: 'QVAC runtime',
      endpointBaseUrl: 'http://127.0.0.1:11434',
      authType: 'none',
      sealedAuthToken: null,
      modelAlias: null,
      networkScope: 'loopback',
      probePath: '/v1/models',
      status: 'active',
      leaseExpiresAt: null,
      lastCheckedAt: null,
      lastHealthyAt: null,
      createdAt: time(),
      updatedAt: time(),
    });
    expect(await readRuntimeEndpoint(deps, id, 'qVAC')).toEqual(endpoint);
    expect((await bench.auditTypes()).at(-1)).toBe('runtime-endpoint.upserted');
  });

  it('replaces the one that is there, whatever the case of the key, back to the defaults', async () => {
    const id = await onboard(deps, mint(bench));
    const before = await put(id, { label: 'GPU', modelAlias: 'llama', status: 'degraded', probePath: '/up' });
    bench.clock.time += 1_000;
    const changed = upsertCommand({ endpointBaseUrl: 'https://runtime.example' });
    const { endpoint, isNew } = await upsertRuntimeEndpoint(deps, id, 'QVAC', changed);
    expect(isNew).toBe(false);
    expect(endpoint).toEqual({
      ...before.endpoint,
      endpointBaseUrl: 'https://runtime.example',
      label: 'QVAC runtime',
      modelAlias: null,
      probePath: '/v1/models',
      status: 'active',
      updatedAt: time(),
    });
    expect((await listRuntimeEndpoints(deps, id, firstPage)).items).toEqual([endpoint]);
  });

  it('makes one that an agent reported a manual one', async () => {
    const id = await onboard(deps, mint(bench));
    const { endpoint } = await put(id);
    const reported = { ...endpoint, source: 'agent', agentId: 'magent_0123456789ab' } as const;
    await deps.store.runtimeEndpoints.update({ ...reported, leaseExpiresAt: time() });
    expect((await put(id)).endpoint).toMatchObject({ source: 'manual', agentId: null, leaseExpiresAt: null });
  });

  it('counts a status that is sent as a check, and only an active one as healthy', async () => {
    const id = await onboard(deps, mint(bench));
    const times = async (...command: Parameters<typeof upsertCommand>) => {
      bench.clock.time += 1_000;
      const { lastCheckedAt, lastHealthyAt } = (await put(id, ...command)).endpoint;
      return [lastCheckedAt, lastHealthyAt];
    };
    expect(await times()).toEqual([null, null]);
    expect(await times({ status: 'active' })).toEqual([time(), time()]);
    const healthy = time();
    expect(await times({ status: 'unreachable' })).toEqual([time(), healthy]);
    const checked = time();
    expect(await times()).toEqual([checked, healthy]);
  });

  it('seals the token, keeps it when none is sent, and drops it without authentication', async () => {
    const id = await onboard(deps, mint(bench));
    const sealedAfter = async (...command: Parameters<typeof upsertCommand>) =>
      (await put(id, ...command)).endpoint.sealedAuthToken;
    const sealed = await sealedAfter({ authType: 'bearer' }, token);
    expect(deps.secretBox.open(sealed!, 'runtime-endpoint-token')).toBe(token);
    expect(deps.secretBox.open(sealed!, 'skill-credentials')).toBeNull();
    expect(await sealedAfter({ authType: 'api-key' })).toBe(sealed);
    const other = await sealedAfter({ authType: 'api-key' }, 'other');
    expect(deps.secretBox.open(other!, 'runtime-endpoint-token')).toBe('other');
    expect(await sealedAfter({})).toBeNull();
    expect(await sealedAfter({ authType: 'none' }, token)).toBeNull();
    expect(await sealedAfter({ authType: 'bearer' })).toBeNull();
    expect(await bench.dump()).not.toContain(token);
  });

  it('makes one endpoint when many come at once, and says so to one of them', async () => {
    const id = await onboard(deps, mint(bench));
    const earlier = await countEvents('runtime-endpoint.upserted');
    const puts = await Promise.all(
      Array.from({ length: 12 }, (_, index) => put(id, { label: `label ${index}` })),
    );
    expect(puts.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(new Set(puts.map(({ endpoint }) => endpoint.id)).size).toBe(1);
    expect((await listRuntimeEndpoints(deps, id, firstPage)).items).toHaveLength(1);
    expect(await countEvents('runtime-endpoint.upserted')).toBe(earlier + puts.length);
  });

  it.each(['ftp://host', 'http://user:secret@host', 'http://169.254.169.254/latest'])(
    'refuses the URL %s before it asks anybody',
    async (endpointBaseUrl) => {
      const command = upsertCommand({ endpointBaseUrl });
      await expect(upsertRuntimeEndpoint(deps, 'mach_000000000000', 'qvac', command)).rejects.toThrow(
        refusal('VALIDATION_ERROR', {
          details: { issues: [{ path: 'endpointBaseUrl', message: expect.any(String) }] },
        }),
      );
    },
  );

  it('goes by the networks that the operator allows', async () => {
    const id = await onboard(deps, mint(bench));
    const lanOnly = withKeys(bench.configured({ PEAQOS_RUNTIME_NETWORK_SCOPES: 'lan' }), 1);
    const at = (endpointBaseUrl: string) =>
      upsertRuntimeEndpoint(lanOnly, id, 'qvac', upsertCommand({ endpointBaseUrl }));
    await expect(at('http://127.0.0.1:1')).rejects.toThrow(refusal('VALIDATION_ERROR'));
    await expect(at('http://localhost:1')).rejects.toThrow(refusal('VALIDATION_ERROR'));
    expect(await at('http://192.168.1.7:1')).toMatchObject({ isNew: true });
  });

  it('writes nothing for a machine that was archived while the registry took its time', async () => {
    const did = mint(bench);
    const id = await onboard(deps, did);
    const gate = gated(json(200, profile(did.slice('did:peaq:'.length), controller.address)));
    bench.registry.answers.set(`/machine/${did}`, gate.answer);
    const asked = bench.registry.paths.length;
    const slow = put(id);
    await expect.poll(() => bench.registry.paths.length, { timeout: 10_000 }).toBe(asked + 1);
    await archiveMachine(deps, id);
    gate.open();
    await expect(slow).rejects.toThrow(refusal('MACHINE_NOT_ACTIVE'));
    expect(await deps.store.runtimeEndpoints.find(id, 'qvac')).toBeNull();
  });
});

describe('listing runtime endpoints', () => {
  it('gives those of one machine, page by page, with a cursor of its own', async () => {
    const [id, other] = [await onboard(deps, mint(bench)), await onboard(deps, mint(bench))];
    const keys = ['c', 'a', 'b'];
    for (const key of keys) {
      bench.clock.time += 1_000;
      await upsertRuntimeEndpoint(deps, id, key, upsertCommand());
    }
    await put(other);
    const page = await listRuntimeEndpoints(deps, id, { cursor: undefined, limit: 2 });
    const rest = await listRuntimeEndpoints(deps, id, { cursor: page.nextCursor, limit: 2 });
    expect([...page.items, ...rest.items].map(({ providerKey }) => providerKey)).toEqual(keys);
    expect(rest.nextCursor).toBeUndefined();
    await expect(listRuntimeEndpoints(deps, other, { cursor: page.nextCursor, limit: 2 })).rejects.toThrow(
      refusal('VALIDATION_ERROR'),
    );
  });
});

describe('deleting a runtime endpoint', () => {
  it('removes it, whatever the case of the key, and finds nothing the second time', async () => {
    const id = await onboard(deps, mint(bench));
    const { endpoint } = await put(id);
    await deleteRuntimeEndpoint(deps, id, 'QVAC');
    expect((await bench.auditTypes()).at(-1)).toBe('runtime-endpoint.deleted');
    const events = await bench.auditTypes();
    await expect(deleteRuntimeEndpoint(deps, id, 'qvac')).rejects.toThrow(refusal('NOT_FOUND'));
    expect(await bench.auditTypes()).toEqual(events);
    const anew = await put(id);
    expect(anew.isNew).toBe(true);
    expect(anew.endpoint.id).not.toBe(endpoint.id);
  });

  it('succeeds for one of many at once', async () => {
    const id = await onboard(deps, mint(bench));
    await put(id);
    const earlier = await countEvents('runtime-endpoint.deleted');
    const results = await Promise.allSettled(
      Array.from({ length: 6 }, () => deleteRuntimeEndpoint(deps, id, 'qvac')),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await countEvents('runtime-endpoint.deleted')).toBe(earlier + 1);
  });
});

describe.each([
  ['list', (id: string) => listRuntimeEndpoints(deps, id, firstPage)],
  ['read', (id: string) => readRuntimeEndpoint(deps, id, 'qvac')],
  ['put', (id: string) => put(id)],
  ['delete', (id: string) => deleteRuntimeEndpoint(deps, id, 'qvac')],
] as const)('to %s', (_, call) => {
  async function prepare(): Promise<{ id: string; did: string }> {
    const did = mint(bench);
    const id = await onboard(deps, did);
    await put(id);
    return { id, did };
  }

  it('the machine must be there', async () => {
    await expect(call('mach_000000000000')).rejects.toThrow(refusal('NOT_FOUND'));
  });

  it.each(['draft', 'degraded', 'blocked', 'archived'])('the machine must not be %s', async (status) => {
    const { id } = await prepare();
    await bench.alter('machines', id, { status });
    await expect(call(id)).rejects.toThrow(refusal('MACHINE_NOT_ACTIVE', { details: { status } }));
  });

  it('the machine must have proven its identity, while that is demanded', async () => {
    const { id } = await prepare();
    await bench.alter('machines', id, { identity_proof: null });
    await expect(call(id)).rejects.toThrow(
      refusal('MACHINE_NOT_ACTIVATED', { details: { reason: 'unverified' } }),
    );
  });

  it('the identity must stand now; a bond is not needed', async () => {
    const { id, did } = await prepare();
    changeAtRegistry(bench, did, { owner: agent.address });
    await expect(call(id)).rejects.toThrow(
      refusal('MACHINE_NOT_ACTIVATED', { details: { reason: 'controller-changed' } }),
    );
    changeAtRegistry(bench, did, { bond_status: 'unbonded' });
    await call(id);
  });
});

describe('with identity verification disabled', () => {
  it('an active machine is enough', async () => {
    const free = withKeys(bench.configured({ PEAQOS_MACHINE_IDENTITY_VERIFICATION: 'disabled' }), 1);
    const command = { fields, identityRef: null, identityProof: null };
    const { id } = await registerMachine(free, command);
    await bench.alter('machines', id, { status: 'active' });
    expect(await upsertRuntimeEndpoint(free, id, 'qvac', upsertCommand())).toMatchObject({ isNew: true });
  });
});

it('an endpoint of another machine is not found', async () => {
  const [mine, other] = [await onboard(deps, mint(bench)), await onboard(deps, mint(bench))];
  await put(mine);
  await expect(readRuntimeEndpoint(deps, other, 'qvac')).rejects.toThrow(refusal('NOT_FOUND'));
  await expect(deleteRuntimeEndpoint(deps, other, 'qvac')).rejects.toThrow(refusal('NOT_FOUND'));
  expect(await readRuntimeEndpoint(deps, mine, 'qvac')).toMatchObject({ machineId: mine });
});
