import { expect, it } from 'vitest';
import { createOutboundHttp } from '../ports/outbound-http.ts';
import { createProviders } from './index.ts';
import { catalog } from './provider-call.fixture.ts';

const http = createOutboundHttp({ allowedScopes: [] });
const providers = createProviders({ catalog, http });

it('every provider whose entry names an adapter has one, and no other', () => {
  for (const { key, adapter } of catalog.providers) {
    expect(providers.adapterFor(key)?.providerKey ?? null).toBe(adapter === null ? null : key);
  }
  expect(catalog.providers.some(({ adapter }) => adapter !== null)).toBe(true);
});

it('a provider has one adapter, whatever the case of its key', () => {
  expect(providers.adapterFor('PYTH')).toBe(providers.adapterFor('pyth'));
  expect(providers.adapterFor('pay-sh')).not.toBe(providers.adapterFor('agentic-market'));
});

it.each(['nobody', '', 'constructor'])('"%s" has none', (key) => {
  expect(providers.adapterFor(key)).toBeNull();
});

it('an adapter that is not known here is none', () => {
  const entry = { key: 'x', adapter: 'constructor', credentialsBlock: null, payeeEnv: null, values: [] };
  const others = createProviders({ catalog: { findProvider: () => entry }, http });
  expect(others.adapterFor('x')).toBeNull();
});
