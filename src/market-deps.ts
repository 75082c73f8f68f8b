import type { Config, Environment } from './config/config.ts';
import { providerVariables } from './config/provider-variables.ts';
import { createSecretBox } from './ports/aes-secret-box.ts';
import type { Clock } from './ports/clock.ts';
import { createCredentialVault } from './ports/memory-credential-vault.ts';
import { createOutboundHttp } from './ports/outbound-http.ts';
import type { SessionTokens } from './ports/session-tokens.ts';
import { createPaymentRpc } from './ports/viem-payment-rpc.ts';
import type { Catalog } from './providers/catalog.ts';
import { withPayees } from './providers/catalog-payees.ts';
import { createProviders } from './providers/index.ts';
import type { ServiceDeps } from './services/service-deps.ts';

export interface MarketSources {
  config: Config;
  /** Asked for the variables that the catalogue names. */
  environment: Environment;
  catalog: Catalog;
  sessionTokens: SessionTokens;
  clock: Clock;
}

export type MarketDeps = Pick<
  ServiceDeps,
  'catalog' | 'providers' | 'providerVariables' | 'paymentRpc' | 'secretBox' | 'credentials'
>;

/** The parts of the market: catalogue, providers, payment RPC and what keeps secrets. Raises CatalogError for a bad payee. */
export function createMarketDeps(sources: MarketSources): MarketDeps {
  const { config, environment, sessionTokens, clock } = sources;
  const variables = providerVariables(environment, sources.catalog.environmentNames());
  const catalog = withPayees(sources.catalog, variables);
  // Without keys of its own the store is sealed with one that follows from the session secret.
  const encryptionKeys = config.storeEncryptionKeys ?? [sessionTokens.deriveKey('store-encryption')];
  const rpcUrl = config.paymentRpcUrl ?? config.peaqEvmRpcUrl ?? config.evmRpcUrl;
  return {
    catalog,
    providerVariables: variables,
    providers: createProviders({
      catalog,
      http: createOutboundHttp({ allowedScopes: config.outboundScopes }),
    }),
    paymentRpc: rpcUrl === null ? null : createPaymentRpc({ url: rpcUrl }),
    secretBox: createSecretBox(encryptionKeys),
    credentials: createCredentialVault({ clock }),
  };
}
