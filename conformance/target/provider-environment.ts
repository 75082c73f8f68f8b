import type { ProviderStandIns } from '../registry/providers/provider-stand-ins.ts';

/** The blob that the documents of Walrus show, which readers of the stand-in find there. */
const shownBlobId = 'M4hsZGQ1oCktdzegB6HnI6Mi28S2nqOPHxK-W7_4BUk';

/** Addresses of providers that a person may set for started servers, to try the real ones. */
export const providerAddresses = [
  'PEAQOS_PYTH_URL',
  'PEAQOS_WALRUS_PUBLISHER_URL',
  'PEAQOS_WALRUS_AGGREGATOR_URL',
  'PEAQOS_WORLD_ID_VERIFY_URL',
  'PEAQOS_QVAC_URL',
  'PEAQOS_PAY_SH_URL',
  'PEAQOS_AGENTIC_MARKET_URL',
] as const;

/**
 * Environment that points a server at the stand-ins, with every provider set up. The names are those of our own server;
 * what another one reads of them is for it to say.
 */
export function toProviderEnvironment({ urls }: ProviderStandIns): Record<string, string> {
  return {
    PEAQOS_PYTH_URL: urls.pyth,
    PEAQOS_PYTH_API_KEY: 'pyth-key-of-the-kit',
    PEAQOS_WALRUS_PUBLISHER_URL: urls.walrus,
    PEAQOS_WALRUS_AGGREGATOR_URL: urls.walrus,
    PEAQOS_WORLD_ID_VERIFY_URL: urls['world-id'],
    PEAQOS_WORLD_ID_APP_ID: 'app_0123456789abcdef0123456789abcdef',
    PEAQOS_WORLD_ID_RP_ID: 'rp_0123456789abcdef',
    PEAQOS_QVAC_URL: urls['openai-runtime'],
    PEAQOS_PAY_SH_URL: urls.x402,
    PEAQOS_AGENTIC_MARKET_URL: urls['x402-v1'],
    PEAQOS_MARKET_PAYEE_ADDRESS: '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC',
  };
}

/** Puts there what the examples of the providers' documents ask for. */
export function seedStandIns({ providers }: ProviderStandIns): void {
  providers.walrus.blobs.set(shownBlobId, Buffer.from('temperature=21.4'));
}
