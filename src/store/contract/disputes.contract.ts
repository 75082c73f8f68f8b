import { beforeEach, describe, expect, test } from 'vitest';
import type { MarketOrder } from '../../domain/orders/order.ts';
import type { StoreHarness } from '../harness.fixture.ts';
import { aDispute, anOrder, storeOrder } from '../market-records.fixture.ts';
import { LATER, aPairing } from '../records.fixture.ts';
import type { Store } from '../store.ts';

/** What every engine must do with disputes. `current` gives the store of the running test. */
export function describeDisputes(current: () => StoreHarness): void {
  describe('disputes', () => {
    let store: Store;
    let order: MarketOrder;
    beforeEach(async () => {
      store = current().store;
      order = await storeOrder(store);
    });

    test('come back with every field unchanged', async () => {
      const dispute = aDispute(order);
      await store.disputes.insert(dispute);
      expect(await store.disputes.findByOrder(order.id)).toEqual(dispute);
      expect(await store.disputes.findByOrder('ord_000000000000')).toBeNull();
      expect(await store.disputes.findByOrder('ord_\0')).toBeNull();
    });

    test('are changed in status, evidence and time of update only', async () => {
      const dispute = aDispute(order);
      await store.disputes.insert(dispute);
      const change = { status: 'resolved', evidence: {}, updatedAt: LATER } as const;
      await store.disputes.update({
        ...dispute,
        ...change,
        orderId: 'ord_of_nobody',
        machineId: 'mach_of_nobody',
        reason: 'another',
        createdAt: LATER,
      });
      expect(await store.disputes.findByOrder(order.id)).toEqual({ ...dispute, ...change });
      await expect(store.disputes.update(aDispute(order))).rejects.toThrow('no row');
    });

    test('need an existing order, are one for each, and have a known status', async () => {
      const stranger = anOrder(aPairing(order.machineId));
      await expect(store.disputes.insert(aDispute(stranger))).rejects.toThrow(/foreign key/i);
      await expect(store.disputes.insert(aDispute(order, { status: 'lost' as 'open' }))).rejects.toThrow(
        'disputes_status_known',
      );
      await store.disputes.insert(aDispute(order));
      await expect(store.disputes.insert(aDispute(order))).rejects.toThrow(/order/);
    });
  });
}
