import { beforeEach, describe, expect, test } from 'vitest';
import { paymentStatuses } from '../../domain/payments/payment.ts';
import type { MarketOrder } from '../../domain/orders/order.ts';
import type { StoreHarness } from '../harness.fixture.ts';
import { aPayment, anOrder, storeOrder } from '../market-records.fixture.ts';
import { LATER, NOW, aPairing } from '../records.fixture.ts';
import type { Store } from '../store.ts';

const PARALLEL = 50;
const DIGEST = 'ab'.repeat(32);

const refusal = (path: string): object => ({
  name: 'DomainError',
  code: 'VALIDATION_ERROR',
  details: { issues: [{ path, message: 'was used for another payment' }] },
});

/** What every engine must do with payments. `current` gives the store of the running test. */
export function describePayments(current: () => StoreHarness): void {
  describe('payments', () => {
    let store: Store;
    let order: MarketOrder;
    beforeEach(async () => {
      store = current().store;
      order = await storeOrder(store);
    });

    test('come back with every field unchanged', async () => {
      const full = aPayment(order, { signatureDigest: DIGEST });
      await store.payments.insert(full);
      expect(await store.payments.findByOrder(order.id)).toEqual(full);
      const other = await storeOrder(store);
      const bare = aPayment(other, { amount: null, currency: null, proof: null, notes: [], reference: null });
      await store.payments.insert(bare);
      expect(await store.payments.findByOrder(other.id)).toEqual(bare);
      expect(await store.payments.findByOrder('ord_000000000000')).toBeNull();
      expect(await store.payments.findByOrder('ord_\0')).toBeNull();
    });

    test('are replaced by an update, except for id, order, machine and creation time', async () => {
      const payment = aPayment(order);
      await store.payments.insert(payment);
      const changed = { ...aPayment(order, { id: payment.id, status: 'released', proof: null }), amount: 7 };
      await store.payments.update({ ...changed, machineId: 'mach_of_nobody', createdAt: LATER });
      expect(await store.payments.findByOrder(order.id)).toEqual({ ...changed, createdAt: NOW });
      await expect(store.payments.update(aPayment(order))).rejects.toThrow('no row');
    });

    test('take every known status and no other', async () => {
      const payment = aPayment(order);
      await store.payments.insert(payment);
      for (const status of paymentStatuses) {
        await store.payments.update({ ...payment, status });
        expect((await store.payments.findByOrder(order.id))?.status).toBe(status);
      }
      await expect(store.payments.update({ ...payment, status: 'lost' as 'held' })).rejects.toThrow(
        'market_payments_status_known',
      );
    });

    test('need an existing order, and are one for each', async () => {
      await expect(store.payments.insert(aPayment(anOrder(aPairing(order.machineId))))).rejects.toThrow(
        /foreign key/i,
      );
      await store.payments.insert(aPayment(order));
      await expect(store.payments.insert(aPayment(order))).rejects.toThrow(/order/);
    });

    test.each([
      ['reference', { reference: '0xabc', signatureDigest: null }, 'transactionHash'],
      ['signature', { reference: null, signatureDigest: DIGEST }, 'payment.paymentSignature'],
      [
        'signature and the reference made from it',
        { reference: 'x402:eip155:8453:ab', signatureDigest: DIGEST },
        'payment.paymentSignature',
      ],
    ])('never share a %s', async (_what, used, path) => {
      await store.payments.insert(aPayment(order, used));
      const other = await storeOrder(store);
      await expect(store.payments.insert(aPayment(other, used))).rejects.toMatchObject(refusal(path));
      expect(await store.payments.findByOrder(other.id)).toBeNull();

      const payment = aPayment(other, { reference: null, signatureDigest: null });
      await store.payments.insert(payment);
      await expect(store.payments.update({ ...payment, ...used })).rejects.toMatchObject(refusal(path));
      expect(await store.payments.findByOrder(other.id)).toEqual(payment);
    });

    test('of one reference made in parallel leave exactly one', async () => {
      const orders = Array.from({ length: PARALLEL }, () =>
        anOrder(aPairing(order.machineId, { id: order.agentPairingId })),
      );
      await Promise.all(orders.map((each) => store.orders.insert(each)));
      const results = await Promise.allSettled(
        orders.map((each) =>
          store.transaction((tx) => tx.payments.insert(aPayment(each, { reference: '0xabc' }))),
        ),
      );
      expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
      const reasons = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
      for (const reason of reasons) expect(reason).toMatchObject(refusal('transactionHash'));
    });

    test('with text that no engine can hold are refused for that text', async () => {
      await expect(
        store.payments.insert(aPayment(order, { currency: '\0', signatureDigest: DIGEST })),
      ).rejects.toMatchObject({ code: 'VALIDATION_ERROR', details: { issues: [{ path: 'currency' }] } });
    });
  });
}
