import { beforeEach, describe, expect, test } from 'vitest';
import { LATER, NOW, TRICKY_TEXT, aMachine } from '../records.fixture.ts';
import type { Store } from '../store.ts';
import type { StoreHarness } from '../harness.fixture.ts';

const PARALLEL = 50;

/** What every engine must do with machines. `current` gives the store of the running test. */
export function describeMachines(current: () => StoreHarness): void {
  describe('machines', () => {
    let store: Store;
    beforeEach(() => {
      store = current().store;
    });

    test('come back with every field unchanged', async () => {
      const machine = aMachine({
        displayName: TRICKY_TEXT,
        capabilities: [TRICKY_TEXT, '', '\0', '\ud800'],
        labels: JSON.parse(`{"__proto__":"kept","my_env":"x","":"empty key"}`) as Record<string, string>,
      });
      await store.machines.insert(machine);
      const found = await store.machines.find(machine.id);
      expect(found).toEqual(machine);
      expect(JSON.stringify(found?.labels)).toBe('{"__proto__":"kept","my_env":"x","":"empty key"}');
    });

    test('keep null and empty values apart from absent ones', async () => {
      const machine = aMachine({
        status: 'draft',
        identityRef: null,
        identityProof: null,
        capabilities: [],
        labels: {},
        policyIds: [],
        skillKeys: [],
        ownerId: '',
      });
      await store.machines.insert(machine);
      expect(await store.machines.find(machine.id)).toEqual(machine);
    });

    test('are not found by an unknown id, nor by one that no engine can hold', async () => {
      expect(await store.machines.find('mach_000000000000')).toBeNull();
      expect(await store.machines.find('mach_\0')).toBeNull();
      expect(await store.machines.find('mach_\ud800')).toBeNull();
      expect(await store.machines.findForUpdate("' or 1=1 --")).toBeNull();
    });

    test('are replaced by an update, except for id and creation time', async () => {
      const machine = aMachine({ status: 'draft' });
      await store.machines.insert(machine);
      const changed = aMachine({
        id: machine.id,
        displayName: TRICKY_TEXT,
        status: 'blocked',
        updatedAt: LATER,
      });
      await store.machines.update({ ...changed, createdAt: LATER });
      expect(await store.machines.find(machine.id)).toEqual({ ...changed, createdAt: NOW });
    });

    test('that do not exist cannot be updated', async () => {
      await expect(store.machines.update(aMachine())).rejects.toThrow('no row');
    });

    test('with text that an engine would refuse or alter are refused on every engine', async () => {
      for (const displayName of ['a\0b', 'half \ud83e']) {
        await expect(store.machines.insert(aMachine({ displayName }))).rejects.toMatchObject({
          code: 'VALIDATION_ERROR',
          details: { issues: [{ path: 'displayName' }] },
        });
      }
    });

    test('share no identity while they are live, whatever the status', async () => {
      const first = aMachine({ status: 'draft' });
      await store.machines.insert(first);
      const second = aMachine({ identityRef: first.identityRef });
      await expect(store.machines.insert(second)).rejects.toMatchObject({
        name: 'DomainError',
        code: 'MACHINE_IDENTITY_EXISTS',
      });
      expect(await store.machines.find(second.id)).toBeNull();

      const third = aMachine();
      await store.machines.insert(third);
      await expect(store.machines.update({ ...third, identityRef: first.identityRef })).rejects.toMatchObject(
        { code: 'MACHINE_IDENTITY_EXISTS' },
      );
      expect(await store.machines.find(third.id)).toEqual(third);
    });

    test('give their identity free when they are archived', async () => {
      const first = aMachine();
      await store.machines.insert(first);
      await store.machines.update({ ...first, status: 'archived' });
      const second = aMachine({ identityRef: first.identityRef });
      await store.machines.insert(second);
      await store.machines.update({ ...second, status: 'archived' });
      await store.machines.insert(aMachine({ identityRef: first.identityRef }));
      await expect(store.machines.update({ ...first, status: 'active' })).rejects.toMatchObject({
        code: 'MACHINE_IDENTITY_EXISTS',
      });
    });

    test('without identity do not clash with each other', async () => {
      await store.machines.insert(aMachine({ identityRef: null, identityProof: null }));
      await store.machines.insert(aMachine({ identityRef: null, identityProof: null }));
      expect(await store.machines.list({ after: null, limit: 10 })).toHaveLength(2);
    });

    test('of one identity created in parallel leave exactly one', async () => {
      const identityRef = 'did:peaq:42';
      const results = await Promise.allSettled(
        Array.from({ length: PARALLEL }, () =>
          store.transaction((tx) => tx.machines.insert(aMachine({ identityRef }))),
        ),
      );
      expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
      const refusals = results.flatMap((result) =>
        result.status === 'rejected' ? [result.reason.code] : [],
      );
      expect(new Set(refusals)).toEqual(new Set(['MACHINE_IDENTITY_EXISTS']));
    });

    test('with a second use of an id, or an unknown status, are refused', async () => {
      const machine = aMachine();
      await store.machines.insert(machine);
      await expect(store.machines.insert(aMachine({ id: machine.id }))).rejects.not.toMatchObject({
        name: 'DomainError',
      });
      await expect(store.machines.insert(aMachine({ status: 'asleep' as 'draft' }))).rejects.toThrow(
        'machines_status_known',
      );
    });
  });
}
