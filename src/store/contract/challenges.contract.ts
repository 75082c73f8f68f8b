import { beforeEach, describe, expect, test } from 'vitest';
import {
  LATER,
  TRICKY_TEXT,
  aMachine,
  aPairing,
  aPairingChallenge,
  anIdentityChallenge,
} from '../records.fixture.ts';
import type { Store } from '../store.ts';
import type { StoreHarness } from '../harness.fixture.ts';

const PARALLEL = 50;

/** What every engine must do with challenges. `current` gives the store of the running test. */
export function describeChallenges(current: () => StoreHarness): void {
  describe('challenges', () => {
    let store: Store;
    beforeEach(() => {
      store = current().store;
    });

    test('come back with every field unchanged', async () => {
      const identity = anIdentityChallenge({ message: TRICKY_TEXT, controllerAddresses: [] });
      await store.identityChallenges.insert(identity);
      expect(await store.identityChallenges.find(identity.id)).toEqual(identity);
      const machine = aMachine();
      await store.machines.insert(machine);
      const pairing = aPairingChallenge(machine.id, { message: TRICKY_TEXT, consumedAt: LATER });
      await store.pairingChallenges.insert(pairing);
      expect(await store.pairingChallenges.find(pairing.id)).toEqual(pairing);
    });

    test('serve exactly one of many parallel uses', async () => {
      const challenge = anIdentityChallenge();
      await store.identityChallenges.insert(challenge);
      const uses = await Promise.all(
        Array.from({ length: PARALLEL }, (_, index) =>
          store.identityChallenges.consume(challenge.id, `use ${index}`),
        ),
      );
      expect(uses.filter(Boolean)).toHaveLength(1);
      const winner = `use ${uses.indexOf(true)}`;
      expect(await store.identityChallenges.find(challenge.id)).toEqual({
        ...challenge,
        consumedAt: winner,
      });
    });

    test('serve exactly one of many parallel transactions', async () => {
      const machine = aMachine();
      await store.machines.insert(machine);
      const challenge = aPairingChallenge(machine.id);
      await store.pairingChallenges.insert(challenge);
      const uses = await Promise.all(
        Array.from({ length: PARALLEL }, () =>
          store.transaction(async (tx) => {
            if (!(await tx.pairingChallenges.consume(challenge.id, LATER))) return false;
            await tx.pairings.insert(aPairing(machine.id));
            return true;
          }),
        ),
      );
      expect(uses.filter(Boolean)).toHaveLength(1);
      expect(await store.pairings.list(machine.id, { after: null, limit: 500 })).toHaveLength(1);
    });

    test('that are unknown cannot be used', async () => {
      expect(await store.identityChallenges.consume('mchal_000000000000', LATER)).toBe(false);
      expect(await store.identityChallenges.consume('mchal_\0', LATER)).toBe(false);
    });
  });
}
