import { beforeEach, describe, expect, test } from 'vitest';
import { aSkillConfig } from '../market-records.fixture.ts';
import { LATER, NOW } from '../records.fixture.ts';
import type { StoreHarness } from '../harness.fixture.ts';
import type { Store } from '../store.ts';

const PARALLEL = 50;

/** What every engine must do with the configuration of skills. `current` gives the store of the running test. */
export function describeSkillConfigs(current: () => StoreHarness): void {
  describe('skill configurations', () => {
    let store: Store;
    beforeEach(() => {
      store = current().store;
    });

    test('come back with every field unchanged', async () => {
      const full = aSkillConfig({ skillKey: 'b' });
      const bare = aSkillConfig({ skillKey: 'B', enabled: false, settings: {}, sealedCredentials: null });
      expect(await store.skillConfigs.findOrInsertForUpdate(full)).toEqual(full);
      expect(await store.skillConfigs.findOrInsertForUpdate(bare)).toEqual(bare);
      expect(await store.skillConfigs.find('b')).toEqual(full);
      expect(await store.skillConfigs.listAll()).toEqual([bare, full]);
      expect(await store.skillConfigs.find('c')).toBeNull();
      expect(await store.skillConfigs.find('\0')).toBeNull();
    });

    test('that are there are given back instead of the initial one, and are left as they are', async () => {
      const config = aSkillConfig();
      await store.skillConfigs.findOrInsertForUpdate(config);
      const other = aSkillConfig({
        skillKey: config.skillKey,
        enabled: false,
        settings: {},
        createdAt: LATER,
        updatedAt: LATER,
      });
      expect(await store.skillConfigs.findOrInsertForUpdate(other)).toEqual(config);
      expect(await store.skillConfigs.listAll()).toEqual([config]);
    });

    test('are replaced by an update, except for key and creation time', async () => {
      const config = await store.skillConfigs.findOrInsertForUpdate(aSkillConfig());
      const changed = {
        ...config,
        enabled: false,
        settings: { a: 1 },
        sealedCredentials: null,
        updatedAt: LATER,
      };
      await store.skillConfigs.update({ ...changed, createdAt: LATER });
      expect(await store.skillConfigs.find(config.skillKey)).toEqual({ ...changed, createdAt: NOW });
      await expect(store.skillConfigs.update(aSkillConfig({ skillKey: 'absent' }))).rejects.toThrow('no row');
    });

    test('keep the change of every one of many parallel first writers', async () => {
      const initial = aSkillConfig({ settings: {} });
      await Promise.all(
        Array.from({ length: PARALLEL }, (_, index) =>
          store.transaction(async (tx) => {
            const config = await tx.skillConfigs.findOrInsertForUpdate(initial);
            await tx.skillConfigs.update({
              ...config,
              settings: { ...config.settings, [`key${index}`]: index },
            });
          }),
        ),
      );
      const settings = (await store.skillConfigs.find(initial.skillKey))?.settings;
      expect(Object.values(settings ?? {}).toSorted((a, b) => Number(a) - Number(b))).toEqual(
        Array.from({ length: PARALLEL }, (_, index) => index),
      );
    });

    test('that cannot be stored on every engine are refused', async () => {
      await expect(
        store.skillConfigs.findOrInsertForUpdate(aSkillConfig({ sealedCredentials: 'a\0' })),
      ).rejects.toMatchObject({
        code: 'VALIDATION_ERROR',
        details: { issues: [{ path: 'sealedCredentials' }] },
      });
    });
  });
}
