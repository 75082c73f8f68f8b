/** What the registry (MCR) says about one machine identity at this moment. */
export interface ResolvedIdentity {
  /** Canonical `did:peaq:<decimal>`, whatever form was asked for. */
  identityRef: string;
  /** EIP-55 addresses that may sign for the machine; never empty. */
  controllerAddresses: string[];
  bondStatus: string;
}

/** Resolution never throws: every outcome is a value, so that each caller decides its own error. */
export type Resolution =
  | { outcome: 'resolved'; identity: ResolvedIdentity }
  | { outcome: 'unknown' }
  | { outcome: 'homed-elsewhere'; details: Record<string, unknown> }
  /** `reason` is one of timeout, network, rate-limited, server-error, invalid-reply, no-controllers. */
  | { outcome: 'unavailable'; reason: string };

export interface IdentityRegistry {
  /** Asks the registry now; parallel questions about one identity share a request. */
  resolve(identityRef: string): Promise<Resolution>;
  /** As resolve, but an answer of up to PEAQOS_MCR_CACHE_MS ms ago will do (contract E.2: lists only). */
  resolveCached(identityRef: string): Promise<Resolution>;
  /** True when the registry answers at all. */
  isReachable(): Promise<boolean>;
}
