import type { ProviderInFile } from './catalog-file.ts';

/** The adapters there are, with the values that each looks up by these keys. A catalogue entry must list them. */
export const adapterValues: ReadonlyMap<string, readonly string[]> = new Map([
  ['openai-runtime', ['baseUrl', 'token']],
  ['pyth', ['baseUrl', 'apiKey']],
  ['walrus', ['publisherUrl', 'aggregatorUrl', 'publisherToken']],
  ['world-id', ['rpId', 'appId', 'verifyBaseUrl']],
  ['x402', ['sellerUrl']],
]);

/** The default address that an endpoint's path belongs to; undefined when it has none, or several could be meant. */
export function defaultAddress(provider: ProviderInFile, base: string | undefined): string | undefined {
  const addresses = provider.values.filter(
    (value) => value.kind === 'url' && (base === undefined || value.key === base),
  );
  return addresses.length === 1 ? addresses[0]?.default : undefined;
}
