/** What the registry (MCR) says about one machine identity at this moment. */
export interface ResolvedIdentity {
  /** Canonical `did:peaq:<decimal>`, whatever form was asked for. */
  identityRef: string;
  /** EIP-55 addresses that may sign for the machine; never empty. */
  controllerAddresses: string[];
  bondStatus: string;
}

export type UnavailableReason =
  | 'timeout'
  | 'network'
  | 'rate-limited'
  | 'server-error'
  | 'invalid-reply'
  | 'no-controllers';

/** Every outcome of asking the registry is a value, so that each rule decides its own error. */
export type Resolution =
  | { outcome: 'resolved'; identity: ResolvedIdentity }
  | { outcome: 'unknown' }
  | { outcome: 'homed-elsewhere' }
  | { outcome: 'unavailable'; reason: UnavailableReason };
