import { afterAll, beforeAll, expect, test } from 'vitest';
import { startProviderStandIns } from '../registry/providers/provider-stand-ins.ts';
import type { ProviderStandIns } from '../registry/providers/provider-stand-ins.ts';
import { createSteeredProviders } from './provider-control.ts';

let standIns: ProviderStandIns;
beforeAll(async () => {
  standIns = await startProviderStandIns();
});
afterAll(() => standIns.close());

test('What a check broke and set is put back, and what it did stays counted', async () => {
  const { control, repair } = createSteeredProviders(standIns);
  control.setFault('pyth', { kind: 'status', status: 503 });
  control.seller.setFault({ kind: 'status', status: 500 });
  control.seller.standIn.terms.amount = '99';
  control.seller.standIn.settlementFailure = 'insufficient_funds';
  control.seller.standIn.executions += 1;
  control.providers.pyth.apiKey = 'wanted';
  expect((await fetch(control.urls.pyth)).status).toBe(503);
  expect((await fetch(control.seller.url)).status).toBe(500);
  repair();
  expect((await fetch(control.urls.pyth)).status).not.toBe(503);
  expect((await fetch(control.seller.url)).status).toBe(402);
  expect(standIns.providers.x402).toMatchObject({ settlementFailure: null, executions: 1 });
  expect(standIns.providers.x402.terms.amount).not.toBe('99');
  expect(standIns.providers.pyth.apiKey).toBeNull();
});

test('A seller tells the requests that carried one payment from all others', async () => {
  const { control } = createSteeredProviders(standIns);
  await fetch(control.seller.url, { headers: { 'payment-signature': 'mine' } });
  await fetch(control.sellerV1.url, { headers: { 'x-payment': 'mine' } });
  await fetch(control.seller.url);
  expect(control.seller.callsWith('mine')).toHaveLength(1);
  expect(control.sellerV1.callsWith('mine')).toHaveLength(1);
  expect(control.seller.calls().length).toBeGreaterThan(1);
});
