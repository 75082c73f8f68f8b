import { expect, test } from 'vitest';
import type { MarketService, ServiceKind } from '../engine/market.ts';
import { pickService, toService } from './service-kinds.ts';

const free = { defaultRail: 'not-required', supportedRails: ['not-required'], required: false, notes: [] };
const paid = { defaultRail: 'wdk-usdt-transfer', supportedRails: ['wallet'], required: true, notes: [] };
const contract = { inputFields: [], outputFields: [], notes: [] };

/** Only what kinds look at. */
const service = (id: string, fields: object): MarketService =>
  ({
    id,
    skillKey: 'skill',
    providerKey: 'provider',
    executionMode: 'native',
    integrationStatus: 'native',
    operations: ['write', 'read'],
    pricing: { mode: 'fixed', amount: 1, currency: 'USD', notes: [] },
    payment: free,
    ...fields,
  }) as unknown as MarketService;

const reading = [
  { ...contract, operation: 'write', exampleInput: { data: 'x' } },
  { ...contract, operation: 'read', exampleInput: { id: 'y' }, readOnly: true },
];

const services = [
  service('handoff', { executionMode: 'external-handoff' }),
  service('x402-v1', { providerKey: 'agentic-market', payment: { ...paid, defaultRail: 'x402' } }),
  service('x402', { providerKey: 'pay-sh', payment: { ...paid, defaultRail: 'x402' } }),
  service('to-configure', { integrationStatus: 'credentials-required', operationContracts: reading }),
  service('writing', {}),
  service('reading', { operationContracts: reading }),
  service('priced-later', { payment: paid, pricing: { mode: 'quote-required', notes: [] } }),
  service('paid', { payment: paid }),
];
const everything = (): boolean => true;

test.each<[ServiceKind, string]>([
  ['free-read', 'reading'],
  ['paid', 'paid'],
  ['handoff', 'handoff'],
  ['x402', 'x402'],
  ['any', 'reading'],
])('A service of kind %s is %s', (kind, id) => {
  expect(pickService(services, kind, everything)?.id).toBe(id);
});

test('A check may narrow the choice, down to none', () => {
  expect(pickService(services, 'x402', ({ providerKey }) => providerKey !== 'pay-sh')?.id).toBe('x402-v1');
  expect(pickService(services, 'paid', () => false)).toBeUndefined();
});

test('Of a free service the operation that reads only is used, with its example', () => {
  expect(toService(service('a', { operationContracts: reading }))).toMatchObject({
    operation: 'read',
    exampleInput: { id: 'y' },
  });
  expect(toService(service('b', {}))).toMatchObject({ operation: 'write', exampleInput: {} });
});
