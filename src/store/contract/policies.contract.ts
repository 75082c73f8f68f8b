import { beforeEach, describe, expect, test } from 'vitest';
import type { Policy } from '../../domain/policies/policy.ts';
import type { StoreHarness } from '../harness.fixture.ts';
import { LATER, NOW, TRICKY_TEXT, newId } from '../records.fixture.ts';
import type { Store } from '../store.ts';

/** More ids than one statement takes on any engine. */
const MANY = 70_000;
const PARALLEL = 20;

/** A policy with a value in every field. */
function aPolicy(changes: Partial<Policy> = {}): Policy {
  return {
    id: newId('pol'),
    name: TRICKY_TEXT,
    allowedSkillKeys: ['pyth-price-feed', TRICKY_TEXT],
    deniedSkillKeys: ['akash'],
    regionRules: ['eu'],
    requiredCapabilities: ['iot'],
    nativeOnly: true,
    handoffAllowed: false,
    budgetCap: { currency: 'USDT', amount: 0.1 },
    createdAt: NOW,
    updatedAt: NOW,
    ...changes,
  };
}

/** What every engine must do with policies. `current` gives the store of the running test. */
export function describePolicies(current: () => StoreHarness): void {
  describe('policies', () => {
    let store: Store;
    beforeEach(() => {
      store = current().store;
    });

    async function insertPolicy(changes: Partial<Policy> = {}): Promise<Policy> {
      const policy = aPolicy(changes);
      await store.policies.insert(policy);
      return policy;
    }

    test('come back with every field unchanged', async () => {
      const full = await insertPolicy();
      expect(await store.policies.find(full.id)).toEqual(full);
      const bare = await insertPolicy({
        allowedSkillKeys: [],
        deniedSkillKeys: [],
        regionRules: [],
        requiredCapabilities: [],
        nativeOnly: false,
        handoffAllowed: true,
        budgetCap: null,
      });
      expect(await store.policies.find(bare.id)).toEqual(bare);
      expect(await store.policies.find('pol_000000000000')).toBeNull();
      expect(await store.policies.find('\0')).toBeNull();
    });

    test('are found together, each once and in the order asked for, absent ones left out', async () => {
      const [a, b] = [await insertPolicy({ id: 'a' }), await insertPolicy({ id: 'b' })];
      await insertPolicy({ id: 'c' });
      expect(await store.policies.findMany(['b', 'absent', 'a', '\0', 'b'])).toEqual([b, a]);
      expect(await store.policies.findMany([])).toEqual([]);
      const many = Array.from({ length: MANY }, (_, index) => `absent-${index}`);
      expect(await store.policies.findMany([...many, 'a'])).toEqual([a]);
    });

    test('are replaced by an update, except for id and creation time', async () => {
      const policy = await insertPolicy();
      const changed = aPolicy({ id: policy.id, name: 'b', budgetCap: null, updatedAt: LATER });
      await store.policies.update({ ...changed, createdAt: LATER });
      expect(await store.policies.find(policy.id)).toEqual({ ...changed, createdAt: NOW });
      await expect(store.policies.update(aPolicy())).rejects.toThrow('no row');
    });

    test('are held by a transaction that changes them', async () => {
      const { id } = await insertPolicy({ allowedSkillKeys: [] });
      await Promise.all(
        Array.from({ length: PARALLEL }, (_, index) =>
          store.transaction(async (tx) => {
            const policy = (await tx.policies.findForUpdate(id))!;
            const allowedSkillKeys = [...policy.allowedSkillKeys, `skill-${index}`];
            await tx.policies.update({ ...policy, allowedSkillKeys });
          }),
        ),
      );
      expect((await store.policies.find(id))?.allowedSkillKeys).toHaveLength(PARALLEL);
    });

    test('are listed in order of creation, page by page', async () => {
      const newest = await insertPolicy({ id: '0', createdAt: LATER });
      const [b, a] = [await insertPolicy({ id: 'b' }), await insertPolicy({ id: 'a' })];
      expect(await store.policies.list({ after: null, limit: 500 })).toEqual([a, b, newest]);
      expect(await store.policies.list({ after: { createdAt: NOW, id: 'a' }, limit: 1 })).toEqual([b]);
    });

    test('that cannot be stored on every engine are refused', async () => {
      await expect(store.policies.insert(aPolicy({ name: 'a\0' }))).rejects.toMatchObject({
        code: 'VALIDATION_ERROR',
        details: { issues: [{ path: 'name' }] },
      });
    });
  });
}
