import { describe, expect, it } from 'vitest';
import { catalogFiles } from '../../generated/catalog.gen.js';
import type { CatalogFile, CatalogSource } from './catalog-file.ts';
import { sellerFile } from './catalog-file.fixture.ts';
import { checkCatalog } from './check-catalog.ts';

const builtIn = catalogFiles as CatalogSource[];

type Change = (file: CatalogFile) => void;

const bad: [mistake: string, change: Change, problem: string][] = [
  [
    'an unknown skill',
    (f) => (f.services[0]!.skillKey = 'acme-forcast'),
    'services[0].skillKey: this file has no skill "acme-forcast". Did you mean "acme-forecast"?',
  ],
  [
    'an unused skill',
    (f) => f.skills.push({ ...f.skills[0]!, key: 'acme-idle' }),
    'skills[1]: no service of this file has the skillKey "acme-idle".',
  ],
  [
    'an operation without contract',
    (f) => (f.services[0]!.operations = ['forecast', 'forcast']),
    'services[0].operations[1]: "forcast" has no operation contract. Did you mean "forecast"?',
  ],
  [
    'an endpoint of no operation',
    (f) => f.services[0]!.endpoints!.push({ operation: 'history', method: 'GET', path: '/' }),
    'services[0].endpoints[1].operation: "history" has no operation contract.',
  ],
  [
    'a seller without endpoint',
    (f) => (f.services[0]!.endpoints = []),
    'services[0].endpoints: the adapter "x402" needs one for the operation "forecast".',
  ],
  [
    'an endpoint without address',
    (f) => Reflect.deleteProperty(f.provider.values[0]!, 'default'),
    'services[0].endpoints[0]: needs "url", or "base" with the key of a url value that has a default.',
  ],
  [
    'an operation that is there twice',
    (f) => f.services[0]!.operationContracts.push(f.services[0]!.operationContracts[0]!),
    'services[0].operationContracts[1].operation: "forecast" is there twice.',
  ],
  [
    'an example that lacks a required field',
    (f) => (f.services[0]!.operationContracts[0]!.exampleInput = {}),
    'services[0].operationContracts[0].exampleInput: the required field "city" is missing.',
  ],
  [
    'an example with a field of its own',
    (f) => (f.services[0]!.operationContracts[0]!.exampleInput['day'] = 1),
    'services[0].operationContracts[0].exampleInput: "day" is none of the inputFields.',
  ],
  [
    'a misspelt type of service',
    (f) => (f.services[0]!.serviceType = 'machine.comerce'),
    'services[0].serviceType: "machine.comerce" is no type of the contract. Did you mean "machine.commerce"?',
  ],
  [
    'a fixed price without amount',
    (f) => (f.services[0]!.pricing = { mode: 'fixed', currency: 'USDC', notes: [] }),
    'services[0].pricing.amount: a fixed price needs it; 0 when the service is free.',
  ],
  [
    'a fixed price without currency',
    (f) => (f.services[0]!.pricing = { mode: 'fixed', amount: 1, currency: null, notes: [] }),
    'services[0].pricing.currency: a fixed price needs it.',
  ],
  [
    'a payment for nothing',
    (f) => (f.services[0]!.pricing = { mode: 'fixed', amount: 0, currency: 'USDC', notes: [] }),
    'services[0].pricing.amount: must be above 0, or "payment" of the service must have required: false.',
  ],
  [
    'a price without payment',
    (f) => {
      f.services[0]!.pricing = { mode: 'fixed', amount: 1, currency: 'USDC', notes: [] };
      f.services[0]!.payment = {
        defaultRail: 'not-required',
        supportedRails: ['not-required'],
        required: false,
        notes: [],
      };
    },
    'services[0].payment: must have required: true because the price is above 0.',
  ],
  [
    'a default rail that is not supported',
    (f) => (f.provider.payment.defaultRail = 'wallet'),
    'provider.payment.defaultRail: "wallet" must be one of supportedRails too.',
  ],
  [
    'a paid rail where none is required',
    (f) => (f.provider.payment.required = false),
    'provider.payment.defaultRail: must be not-required because required is false.',
  ],
  [
    'a required payment that is not required',
    (f) => f.provider.payment.supportedRails.push('not-required'),
    'provider.payment.supportedRails: must not hold not-required because payment is required.',
  ],
  [
    'a payee that is no address of its chain',
    (f) => Object.assign(f.provider.payment, { chain: 'eip155:8453', payeeAddress: '0x12' }),
    'provider.payment.payeeAddress: must be an EVM address: 0x and 40 hex digits.',
  ],
  [
    'an unknown adapter',
    (f) => (f.provider.adapter = 'x403'),
    'provider.adapter: must be null or one of openai-runtime, pyth, walrus, world-id, x402. Did you mean "x402"?',
  ],
  [
    'an adapter without its values',
    (f) => (f.provider.values[0]!.key = 'url'),
    'provider.values: the adapter "x402" needs one with the key "sellerUrl".',
  ],
  [
    'a native service that nothing calls',
    (f) => (f.provider.adapter = null),
    'services[0]: native execution needs "adapter" in the provider.',
  ],
  [
    'a hand-off to nowhere',
    (f) => (f.services[0]!.executionMode = 'external-handoff'),
    'services[0]: an external hand-off needs "handoff" here or in the provider.',
  ],
  [
    'a value that is there twice',
    (f) => f.provider.values.push({ ...f.provider.values[0]!, kind: 'text', env: 'ACME_OTHER' }),
    'provider.values[1].key: "sellerUrl" is there twice.',
  ],
  [
    'a default secret',
    (f) => f.provider.values.push({ ...f.provider.values[0]!, key: 'token', kind: 'secret', default: 's' }),
    'provider.values[1].default: a secret has none; leave it out.',
  ],
  [
    'a default that is no address',
    (f) => (f.provider.values[0]!.default = 'acme.example'),
    'provider.values[0].default: must be an address that starts with http:// or https://.',
  ],
  [
    'a service of the built-in catalogue',
    (f) => (f.services[0]!.id = 'walrus:read-blob'),
    'services[0].id: the service "walrus:read-blob" is taken by services[1].id of walrus.yaml.',
  ],
  [
    'a skill of the built-in catalogue',
    (f) => (f.skills[0]!.key = f.services[0]!.skillKey = 'walrus-read'),
    'skills[0].key: the skill "walrus-read" is taken by skills[1].key of walrus.yaml.',
  ],
  [
    'a provider of the built-in catalogue',
    (f) => (f.provider.key = 'walrus'),
    'provider.key: the provider "walrus" is taken by provider.key of walrus.yaml.',
  ],
  [
    'a credentials block of the built-in catalogue',
    (f) => (f.provider.credentialsBlock = 'worldId'),
    'provider.credentialsBlock: the credentials block "worldId" is taken by provider.credentialsBlock of world-id.yaml.',
  ],
];

describe('a file that obeys the schema', () => {
  it.each(bad)('%s is a mistake', (_mistake, change, problem) => {
    const content = sellerFile();
    change(content);
    expect(checkCatalog([...builtIn, { file: 'acme.yaml', content }])).toContain(`acme.yaml: ${problem}`);
  });

  it('has no mistake otherwise', () => {
    expect(checkCatalog([...builtIn, { file: 'acme.yaml', content: sellerFile() }])).toEqual([]);
  });
});
