import { beforeEach, describe, expect, test } from 'vitest';
import type { AgentPairing } from '../../domain/pairing.ts';
import { LATER, NOW, TRICKY_TEXT, aMachine, aPairing } from '../records.fixture.ts';
import type { Store } from '../store.ts';
import type { StoreHarness } from '../harness.fixture.ts';

/** What every engine must do with pairings. `current` gives the store of the running test. */
export function describePairings(current: () => StoreHarness): void {
  describe('pairings', () => {
    let store: Store;
    beforeEach(() => {
      store = current().store;
    });

    async function insertPairing(changes: Partial<AgentPairing> = {}): Promise<AgentPairing> {
      const machine = aMachine();
      await store.machines.insert(machine);
      const pairing = aPairing(machine.id, changes);
      await store.pairings.insert(pairing);
      return pairing;
    }

    test('come back with every field unchanged', async () => {
      const full = await insertPairing({ description: TRICKY_TEXT, agentRole: TRICKY_TEXT });
      expect(await store.pairings.find(full.id)).toEqual(full);
      const { delegationPolicy } = full;
      const bare = await insertPairing({
        description: null,
        verification: null,
        session: null,
        delegationPolicy: {
          ...delegationPolicy,
          allowedSkillKeys: [],
          perTransactionLimit: 0,
          dailySpendLimit: null,
          currency: null,
        },
      });
      expect(await store.pairings.find(bare.id)).toEqual(bare);
      expect(await store.pairings.find('pair_000000000000')).toBeNull();
    });

    test('are replaced by an update, except for id, machine and creation time', async () => {
      const pairing = await insertPairing();
      const changed = aPairing('mach_of_nobody', {
        id: pairing.id,
        status: 'paused',
        description: null,
        session: null,
        updatedAt: LATER,
      });
      await store.pairings.update({ ...changed, createdAt: LATER });
      expect(await store.pairings.find(pairing.id)).toEqual({
        ...changed,
        machineId: pairing.machineId,
        createdAt: NOW,
      });
      await expect(store.pairings.update(aPairing(pairing.machineId))).rejects.toThrow('no row');
    });

    test('need an existing machine', async () => {
      await expect(store.pairings.insert(aPairing('mach_000000000000'))).rejects.toThrow(/foreign key/i);
    });

    test('of a machine are revoked together, each once', async () => {
      const first = await insertPairing({ id: 'p2' });
      await store.pairings.insert(aPairing(first.machineId, { id: 'p1', status: 'paused' }));
      const revoked = aPairing(first.machineId, { status: 'revoked' });
      await store.pairings.insert(revoked);
      const other = await insertPairing();
      expect(await store.pairings.revokeAll(first.machineId, LATER)).toEqual(['p1', 'p2']);
      expect(await store.pairings.find('p2')).toEqual({ ...first, status: 'revoked', updatedAt: LATER });
      expect(await store.pairings.find(revoked.id)).toEqual(revoked);
      expect(await store.pairings.find(other.id)).toEqual(other);
      expect(await store.pairings.revokeAll(first.machineId, LATER)).toEqual([]);
    });
  });
}
