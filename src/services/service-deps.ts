import type { Config } from '../config/config.ts';
import type { Clock } from '../ports/clock.ts';
import type { CredentialVault } from '../ports/credential-vault.ts';
import type { IdentityRegistry } from '../ports/identity-registry.ts';
import type { Ids } from '../ports/ids.ts';
import type { PaymentRpc } from '../ports/payment-rpc.ts';
import type { SecretBox } from '../ports/secret-box.ts';
import type { SessionTokens } from '../ports/session-tokens.ts';
import type { Catalog } from '../providers/load-catalog.ts';
import type { Providers } from '../providers/provider-adapter.ts';
import type { CursorCodec } from '../store/cursor.ts';
import type { Store } from '../store/store.ts';

/** What the use cases work with. */
export interface ServiceDeps {
  store: Store;
  registry: IdentityRegistry;
  clock: Clock;
  ids: Ids;
  sessionTokens: SessionTokens;
  cursors: CursorCodec;
  config: Config;
  catalog: Catalog;
  providers: Providers;
  /** Variables that the catalogue names, as far as they are set. */
  providerVariables: Readonly<Record<string, string>>;
  /** Null when no RPC node is configured. */
  paymentRpc: PaymentRpc | null;
  secretBox: SecretBox;
  /** Credentials that came with orders. */
  credentials: CredentialVault;
}

/** The present time as the records hold it. */
export function timestamp(clock: Clock, offsetMs = 0): string {
  return new Date(clock.now() + offsetMs).toISOString();
}
