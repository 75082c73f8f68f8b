import { beforeEach, describe, expect, test } from 'vitest';
import { LATER, aMachine, aPairing, anAuditEvent, anIdentityChallenge } from '../records.fixture.ts';
import type { Store } from '../store.ts';
import type { StoreHarness } from '../harness.fixture.ts';

const PARALLEL = 50;

/** What every engine must do with transactions. `current` gives the store of the running test. */
export function describeTransactions(current: () => StoreHarness): void {
  describe('transactions', () => {
    let store: Store;
    beforeEach(() => {
      store = current().store;
    });

    test('return the value of their work and keep all of it', async () => {
      const machine = aMachine();
      const value = await store.transaction(async (tx) => {
        await tx.machines.insert(machine);
        await tx.pairings.insert(aPairing(machine.id));
        expect(await tx.machines.find(machine.id)).toEqual(machine);
        expect(await tx.machines.list({ after: null, limit: 1 })).toEqual([machine]);
        return 'done';
      });
      expect(value).toBe('done');
      expect(await store.machines.find(machine.id)).toEqual(machine);
    });

    test('that fail leave nothing', async () => {
      const [machine, challenge] = [aMachine(), anIdentityChallenge()];
      await store.identityChallenges.insert(challenge);
      const work = store.transaction(async (tx) => {
        await tx.machines.insert(machine);
        await tx.identityChallenges.consume(challenge.id, LATER);
        await tx.auditEvents.append(anAuditEvent());
        throw new Error('changed my mind');
      });
      await expect(work).rejects.toThrow('changed my mind');
      expect(await store.machines.find(machine.id)).toBeNull();
      expect(await store.identityChallenges.consume(challenge.id, LATER)).toBe(true);
      expect(await current().readTable('audit_events')).toEqual([]);
    });

    test('are not seen from outside before they end', async () => {
      const machine = aMachine();
      await store.transaction(async (tx) => {
        await tx.machines.insert(machine);
        expect(await store.machines.find(machine.id)).toBeNull();
      });
      expect(await store.machines.find(machine.id)).toEqual(machine);
    });

    test('that swallow a failed statement are refused as a whole', async () => {
      const [machine, taken] = [aMachine(), aMachine()];
      await store.machines.insert(taken);
      const work = store.transaction(async (tx) => {
        await tx.machines.insert(machine);
        await tx.machines.insert(aMachine({ identityRef: taken.identityRef })).catch(() => {});
      });
      await expect(work).rejects.toMatchObject({ code: 'MACHINE_IDENTITY_EXISTS' });
      expect(await store.machines.find(machine.id)).toBeNull();
    });

    test('on one row wait for each other and lose no update', async () => {
      const machine = aMachine({ displayName: '0' });
      await store.machines.insert(machine);
      await Promise.all(
        Array.from({ length: PARALLEL }, () =>
          store.transaction(async (tx) => {
            const current = await tx.machines.findForUpdate(machine.id);
            if (current === null) throw new Error('The machine is gone.');
            await tx.machines.update({ ...current, displayName: String(Number(current.displayName) + 1) });
          }),
        ),
      );
      expect((await store.machines.find(machine.id))?.displayName).toBe(String(PARALLEL));
    });

    test('that lock two rows in opposite orders both succeed in the end', async () => {
      const machine = aMachine();
      await store.machines.insert(machine);
      const [a, b] = [aPairing(machine.id, { description: '0' }), aPairing(machine.id, { description: '0' })];
      await store.pairings.insert(a);
      await store.pairings.insert(b);
      const addOne = (ids: string[]): Promise<void> =>
        store.transaction(async (tx) => {
          for (const id of ids) {
            const current = await tx.pairings.findForUpdate(id);
            if (current === null) throw new Error('The pairing is gone.');
            await tx.pairings.update({ ...current, description: String(Number(current.description) + 1) });
          }
        });
      await Promise.all([addOne([a.id, b.id]), addOne([b.id, a.id])]);
      expect((await store.pairings.find(a.id))?.description).toBe('2');
      expect((await store.pairings.find(b.id))?.description).toBe('2');
    });
  });
}
