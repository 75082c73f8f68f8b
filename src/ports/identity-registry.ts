import type { Resolution } from '../domain/identity-resolution.ts';

/** The registry of machine identities (MCR). It never throws: see Resolution. */
export interface IdentityRegistry {
  /** Asks the registry now. */
  resolve(identityRef: string): Promise<Resolution>;
  /**
   * As resolve, but an answer of up to PEAQOS_MCR_CACHE_MS ms ago will do (contract E.2: lists only). Parallel questions
   * about one identity share a request, and an outage of just now counts as an answer.
   */
  resolveCached(identityRef: string): Promise<Resolution>;
  /** True when the registry answers at all. */
  isReachable(): Promise<boolean>;
}
