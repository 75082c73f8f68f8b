import { beforeEach, describe, expect, test } from 'vitest';
import type { RuntimeEndpoint } from '../../domain/runtime-endpoints/runtime-endpoint.ts';
import type { StoreHarness } from '../harness.fixture.ts';
import { LATER, NOW, TRICKY_TEXT, aMachine, newId } from '../records.fixture.ts';
import type { Store } from '../store.ts';

const PARALLEL = 20;

/** An endpoint with a value in every field. */
function aRuntimeEndpoint(machineId: string, changes: Partial<RuntimeEndpoint> = {}): RuntimeEndpoint {
  return {
    id: newId('rte'),
    machineId,
    providerKey: 'qvac',
    source: 'agent',
    agentId: newId('magent'),
    label: TRICKY_TEXT,
    endpointBaseUrl: 'http://127.0.0.1:11434',
    authType: 'bearer',
    sealedAuthToken: 'AQAA_-b',
    modelAlias: TRICKY_TEXT,
    networkScope: 'lan',
    probePath: '/v1/models',
    status: 'degraded',
    leaseExpiresAt: LATER,
    lastCheckedAt: NOW,
    lastHealthyAt: LATER,
    createdAt: NOW,
    updatedAt: NOW,
    ...changes,
  };
}

const bareFields = {
  source: 'manual',
  agentId: null,
  authType: 'none',
  sealedAuthToken: null,
  modelAlias: null,
  leaseExpiresAt: null,
  lastCheckedAt: null,
  lastHealthyAt: null,
} as const;

/** What every engine must do with runtime endpoints. `current` gives the store of the running test. */
export function describeRuntimeEndpoints(current: () => StoreHarness): void {
  describe('runtime endpoints', () => {
    let store: Store;
    let machineId: string;
    beforeEach(async () => {
      store = current().store;
      machineId = await insertMachine();
    });

    async function insertMachine(): Promise<string> {
      const machine = aMachine();
      await store.machines.insert(machine);
      return machine.id;
    }

    function insertEndpoint(changes: Partial<RuntimeEndpoint> = {}): Promise<RuntimeEndpoint> {
      return store.runtimeEndpoints.findOrInsertForUpdate(aRuntimeEndpoint(machineId, changes));
    }

    test('come back with every field unchanged', async () => {
      const full = aRuntimeEndpoint(machineId);
      expect(await store.runtimeEndpoints.findOrInsertForUpdate(full)).toEqual(full);
      expect(await store.runtimeEndpoints.find(machineId, 'qvac')).toEqual(full);
      const bare = aRuntimeEndpoint(machineId, { ...bareFields, providerKey: 'a:b.c-d_e' });
      expect(await store.runtimeEndpoints.findOrInsertForUpdate(bare)).toEqual(bare);
      expect(await store.runtimeEndpoints.find(machineId, 'a:b.c-d_e')).toEqual(bare);
    });

    test('are found by machine and provider key only', async () => {
      await insertEndpoint();
      expect(await store.runtimeEndpoints.find(await insertMachine(), 'qvac')).toBeNull();
      expect(await store.runtimeEndpoints.find(machineId, 'qva')).toBeNull();
      expect(await store.runtimeEndpoints.find(machineId, '\0')).toBeNull();
      expect(await store.runtimeEndpoints.find('\0', 'qvac')).toBeNull();
    });

    test('that are there are given back instead of the initial one, and are left as they are', async () => {
      const endpoint = await insertEndpoint();
      expect(await insertEndpoint({ ...bareFields, label: 'other', createdAt: LATER })).toEqual(endpoint);
      expect(await store.runtimeEndpoints.find(machineId, 'qvac')).toEqual(endpoint);
      const elsewhere = aRuntimeEndpoint(await insertMachine());
      expect(await store.runtimeEndpoints.findOrInsertForUpdate(elsewhere)).toEqual(elsewhere);
    });

    test('are added once by many parallel first writers, and none of their changes is lost', async () => {
      const label = '';
      const initials = Array.from({ length: PARALLEL }, () => aRuntimeEndpoint(machineId, { label }));
      const added = await Promise.all(
        initials.map((initial) =>
          store.transaction(async (tx) => {
            const present = await tx.runtimeEndpoints.findOrInsertForUpdate(initial);
            await tx.runtimeEndpoints.update({ ...present, label: `${present.label}x` });
            return present.id === initial.id;
          }),
        ),
      );
      expect(added.filter(Boolean)).toHaveLength(1);
      expect((await store.runtimeEndpoints.find(machineId, 'qvac'))?.label).toBe('x'.repeat(PARALLEL));
    });

    test('are replaced by an update, except for id, machine, provider key and creation time', async () => {
      const endpoint = await insertEndpoint();
      const changed = aRuntimeEndpoint(machineId, {
        ...bareFields,
        id: endpoint.id,
        label: 'b',
        endpointBaseUrl: 'https://runtime.example',
        networkScope: 'public',
        probePath: '/health',
        status: 'active',
        updatedAt: LATER,
      });
      const moved = { machineId: await insertMachine(), providerKey: 'akash', createdAt: LATER };
      await store.runtimeEndpoints.update({ ...changed, ...moved });
      expect(await store.runtimeEndpoints.find(machineId, 'qvac')).toEqual(changed);
      await expect(store.runtimeEndpoints.update(aRuntimeEndpoint(machineId))).rejects.toThrow('no row');
    });

    test('are removed once, and can then be added anew', async () => {
      const endpoint = await insertEndpoint();
      const other = await insertEndpoint({ providerKey: 'akash' });
      const removals = await Promise.all(
        Array.from({ length: PARALLEL }, () => store.runtimeEndpoints.remove(endpoint.id)),
      );
      expect(removals.filter(Boolean)).toHaveLength(1);
      expect(await store.runtimeEndpoints.find(machineId, 'qvac')).toBeNull();
      expect(await store.runtimeEndpoints.find(machineId, 'akash')).toEqual(other);
      const anew = aRuntimeEndpoint(machineId);
      expect(await store.runtimeEndpoints.findOrInsertForUpdate(anew)).toEqual(anew);
    });

    test('of one machine are listed in order of creation, page by page', async () => {
      const newest = await insertEndpoint({ id: '0', providerKey: 'c', createdAt: LATER });
      const b = await insertEndpoint({ id: 'b', providerKey: 'a' });
      const a = await insertEndpoint({ id: 'a', providerKey: 'b' });
      await store.runtimeEndpoints.findOrInsertForUpdate(aRuntimeEndpoint(await insertMachine()));
      const list: typeof store.runtimeEndpoints.list = (...page) => store.runtimeEndpoints.list(...page);
      expect(await list(machineId, { after: null, limit: 500 })).toEqual([a, b, newest]);
      expect(await list(machineId, { after: { createdAt: NOW, id: 'a' }, limit: 1 })).toEqual([b]);
      expect(await list('mach_\0', { after: null, limit: 1 })).toEqual([]);
    });

    test('need an existing machine', async () => {
      const homeless = aRuntimeEndpoint('mach_000000000000');
      await expect(store.runtimeEndpoints.findOrInsertForUpdate(homeless)).rejects.toThrow(/foreign key/i);
    });
  });
}
