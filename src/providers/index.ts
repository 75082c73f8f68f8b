import type { OutboundHttp } from '../ports/outbound-http.ts';
import type { AdapterDeps, CallLimits } from './adapter-deps.ts';
import { defaultLimits } from './adapter-deps.ts';
import type { Catalog } from './catalog.ts';
import { createOpenAiRuntimeAdapter } from './openai-runtime.ts';
import type { ProviderAdapter, Providers } from './provider-adapter.ts';
import { createPythAdapter } from './pyth.ts';
import { createWalrusAdapter } from './walrus.ts';
import { createWorldIdAdapter } from './world-id.ts';
import { createX402Adapter } from './x402-seller.ts';

export { createProviderAccess, createRuntimeAccess } from './provider-access.ts';
export type { AccessSources, RuntimeAddress } from './provider-access.ts';

export interface ProvidersDeps {
  catalog: Pick<Catalog, 'findProvider'>;
  http: OutboundHttp;
  limits?: CallLimits;
}

/** By the names that catalogue entries give. */
const factories: ReadonlyMap<string, (deps: AdapterDeps) => ProviderAdapter> = new Map([
  ['openai-runtime', createOpenAiRuntimeAdapter],
  ['pyth', createPythAdapter],
  ['walrus', createWalrusAdapter],
  ['world-id', createWorldIdAdapter],
  ['x402', createX402Adapter],
]);

/** The adapters that the catalogue's providers name; keys are compared in lower case. */
export function createProviders({ catalog, http, limits = defaultLimits }: ProvidersDeps): Providers {
  const adapters = new Map<string, ProviderAdapter>();
  return {
    adapterFor: (providerKey) => {
      const entry = catalog.findProvider(providerKey);
      const create = entry?.adapter ? factories.get(entry.adapter) : undefined;
      if (!entry || !create) return null;
      const adapter = adapters.get(entry.key) ?? create({ entry, http, limits });
      adapters.set(entry.key, adapter);
      return adapter;
    },
  };
}
