import type { Config } from '../config/config.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdentityRegistry } from '../ports/identity-registry.ts';
import type { Ids } from '../ports/ids.ts';
import type { SessionTokens } from '../ports/session-tokens.ts';
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
}

/** The present time as the records hold it. */
export function timestamp(clock: Clock, offsetMs = 0): string {
  return new Date(clock.now() + offsetMs).toISOString();
}
