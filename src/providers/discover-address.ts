import type { MarketService } from '../domain/catalog/market-service.ts';
import type { AdapterDeps } from './adapter-deps.ts';
import { largestResultBytes } from './adapter-deps.ts';
import { readTarget } from './configured-values.ts';
import type { LiveOffer, ProviderAccess } from './provider-adapter.ts';

/** What is asked to learn whether a provider is there. */
export interface DiscoveryProbe {
  /** The value that holds the address. */
  key: string;
  path: string;
  /** As the reasons of a quote name it. */
  who: string;
}

/**
 * One offer per service, available unless the provider reports an error of its own. Undefined when it does not answer or
 * nobody configured its address.
 */
export async function discoverByAddress(
  { http, limits }: AdapterDeps,
  services: readonly MarketService[],
  access: ProviderAccess,
  probe: DiscoveryProbe,
): Promise<LiveOffer[] | undefined> {
  const { who } = probe;
  const target = findTarget(access, probe.key);
  if (!target) return undefined;
  const url = `${target.baseUrl}${probe.path}`;
  const sent = { url, method: 'HEAD', headers: {}, timeoutMs: limits.discoverMs, retries: 0 } as const;
  const reply = await http.send({ ...sent, origin: target.origin, maxBytes: largestResultBytes });
  // Whoever redirects is there.
  if ('failure' in reply && reply.failure !== 'redirect') return undefined;
  const isAvailable = 'failure' in reply || reply.status < 500;
  const reason = isAvailable ? `${who} answers` : `${who} reports an error`;
  return services.map(({ id }) => ({ serviceId: id, isAvailable, reasons: [reason] }));
}

/** The configured address; null in place of a refusal. */
export function findTarget(access: ProviderAccess, key: string): ReturnType<typeof readTarget> | null {
  try {
    return readTarget(access, key);
  } catch {
    return null;
  }
}
