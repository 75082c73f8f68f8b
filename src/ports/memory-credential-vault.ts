import type { Clock } from './clock.ts';
import type { CredentialVault, ProviderCredentials } from './credential-vault.ts';

export interface VaultOptions {
  clock: Clock;
  /** How long credentials are kept, in ms. */
  ttlMs?: number;
  /** Beyond this many orders the oldest credentials are dropped. */
  maxEntries?: number;
}

interface Entry {
  credentials: ProviderCredentials;
  expiresAt: number;
}

const dayMs = 86_400_000;

/** Credentials in this process's memory alone: an execution after a restart finds none (contract E.11). */
export function createCredentialVault({
  clock,
  ttlMs = dayMs,
  maxEntries = 10_000,
}: VaultOptions): CredentialVault {
  /** In the order they were kept, which is the order in which they expire unless the clock was set back. */
  const entries = new Map<string, Entry>();

  const dropExpired = () => {
    for (const [orderId, { expiresAt }] of entries) {
      if (expiresAt > clock.now()) return;
      entries.delete(orderId);
    }
  };
  return {
    keep(orderId, credentials) {
      dropExpired();
      entries.delete(orderId);
      entries.set(orderId, { credentials: structuredClone(credentials), expiresAt: clock.now() + ttlMs });
      const [oldest] = entries.keys();
      if (entries.size > maxEntries && oldest !== undefined) entries.delete(oldest);
    },
    find(orderId) {
      dropExpired();
      const entry = entries.get(orderId);
      return entry && entry.expiresAt > clock.now() ? entry.credentials : undefined;
    },
    drop: (orderId) => void entries.delete(orderId),
  };
}
