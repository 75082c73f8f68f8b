export type EndpointAuthType = 'none' | 'api-key' | 'bearer';
export type NetworkScope = 'loopback' | 'lan' | 'vpn' | 'public';
export type EndpointHealth = 'active' | 'degraded' | 'unreachable';
export type EndpointSource = 'manual' | 'agent';

/** A service that a machine runs itself, called when a skill of its provider is executed (contract C.4, E.13). */
export interface RuntimeEndpoint {
  id: string;
  machineId: string;
  /** In lower case; a machine has one endpoint for each. */
  providerKey: string;
  source: EndpointSource;
  /** The machine agent that reported it last; null for a manual one. */
  agentId: string | null;
  label: string;
  /** Scheme, host and port. */
  endpointBaseUrl: string;
  authType: EndpointAuthType;
  /** The token, sealed (ports/secret-box.ts); null when there is none. */
  sealedAuthToken: string | null;
  modelAlias: string | null;
  networkScope: NetworkScope;
  probePath: string;
  /** As it was reported last; `healthAt` says what it is worth now. */
  status: EndpointHealth;
  leaseExpiresAt: string | null;
  lastCheckedAt: string | null;
  lastHealthyAt: string | null;
  createdAt: string;
  updatedAt: string;
}
