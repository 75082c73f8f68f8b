import { beforeEach, describe, expect, test } from 'vitest';
import { LATER, NOW, aMachine, aPairing } from '../records.fixture.ts';
import type { PageKey, Store } from '../store.ts';
import type { StoreHarness } from '../harness.fixture.ts';

const MAX_PAGES = 100;

/** What every engine must do with lists. `current` gives the store of the running test. */
export function describeLists(current: () => StoreHarness): void {
  describe('lists', () => {
    let store: Store;
    beforeEach(() => {
      store = current().store;
    });

    async function readAll(
      limit: number,
      between: () => Promise<unknown> = async () => {},
    ): Promise<string[]> {
      const ids: string[] = [];
      let after: PageKey | null = null;
      for (let pages = 0; pages < MAX_PAGES; pages += 1) {
        const page = await store.machines.list({ after, limit });
        expect(page.length).toBeLessThanOrEqual(limit);
        ids.push(...page.map((machine) => machine.id));
        const last = page.at(-1);
        if (page.length < limit || last === undefined) return ids;
        after = { createdAt: last.createdAt, id: last.id };
        await between();
      }
      throw new Error(`The list did not end within ${MAX_PAGES} pages.`);
    }

    test('are in order of creation, then of the bytes of the id', async () => {
      const ids = ['b', 'a', 'B', '_', 'A', '1', 'é', 'z', '-', 'a-b', 'aB', 'a_b', '😀', '\uffff'];
      for (const id of ids) await store.machines.insert(aMachine({ id }));
      await store.machines.insert(aMachine({ id: 'zz', createdAt: '2026-05-16T11:59:59.999Z' }));
      await store.machines.insert(aMachine({ id: '0', createdAt: '2026-05-16T12:00:00.001Z' }));
      const byBytes = ids.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      expect(await readAll(500)).toEqual(['zz', ...byBytes, '0']);
      expect(await readAll(3)).toEqual(['zz', ...byBytes, '0']);
      expect(await readAll(1)).toEqual(['zz', ...byBytes, '0']);
    });

    test('page without repeats or gaps while rows of the same time are added', async () => {
      const before = Array.from({ length: 40 }, () => aMachine());
      await Promise.all(before.map((machine) => store.machines.insert(machine)));
      const seen = await readAll(7, () =>
        Promise.all([
          store.machines.insert(aMachine()),
          store.machines.insert(aMachine({ createdAt: '2026-01-01T00:00:00.000Z' })),
        ]),
      );
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen).toEqual(expect.arrayContaining(before.map((machine) => machine.id)));
    });

    test('leave out archived machines, and are empty past the end', async () => {
      await store.machines.insert(aMachine({ id: 'a', status: 'archived' }));
      await store.machines.insert(aMachine({ id: 'b', status: 'blocked' }));
      await store.machines.insert(aMachine({ id: 'c', status: 'archived' }));
      expect(await readAll(1)).toEqual(['b']);
      expect(await store.machines.list({ after: { createdAt: LATER, id: '' }, limit: 5 })).toEqual([]);
    });

    test('of pairings hold one machine only, revoked ones included', async () => {
      const [mine, other] = [aMachine(), aMachine()];
      await store.machines.insert(mine);
      await store.machines.insert(other);
      const pairings = [
        aPairing(mine.id, { id: 'a' }),
        aPairing(mine.id, { id: 'b', status: 'revoked' }),
        aPairing(mine.id, { id: 'c', createdAt: LATER }),
      ];
      for (const pairing of [...pairings, aPairing(other.id)]) await store.pairings.insert(pairing);
      expect(await store.pairings.list(mine.id, { after: null, limit: 500 })).toEqual(pairings);
      expect(await store.pairings.list(mine.id, { after: { createdAt: NOW, id: 'a' }, limit: 1 })).toEqual([
        pairings[1],
      ]);
      expect(await store.pairings.list('mach_\0', { after: null, limit: 1 })).toEqual([]);
    });
  });
}
