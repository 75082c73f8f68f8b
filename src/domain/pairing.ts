export type PairingStatus = 'active' | 'paused' | 'revoked';

/** What an agent may do for its machine. Limits are in major units of `currency`; null = no limit. */
export interface DelegationPolicy {
  allowedSkillKeys: string[];
  deniedSkillKeys: string[];
  allowedServiceIds: string[];
  deniedServiceIds: string[];
  perTransactionLimit: number | null;
  dailySpendLimit: number | null;
  currency: string | null;
}

export interface PairingVerification {
  method: 'eip191';
  signerAddress: string;
  verifiedAt: string;
  challengeExpiresAt: string;
}

/** The one live session of a pairing. The token itself is never stored (contract E.4). */
export interface PairingSession {
  id: string;
  tokenId: string;
  tokenLastFour: string;
  issuedAt: string;
  expiresAt: string;
}

export interface AgentPairing {
  id: string;
  machineId: string;
  agentAddress: string;
  agentDid: string;
  agentProvider: string;
  agentRole: string;
  status: PairingStatus;
  description: string | null;
  verification: PairingVerification | null;
  delegationPolicy: DelegationPolicy;
  session: PairingSession | null;
  createdAt: string;
  updatedAt: string;
}

/** A message that an agent signs to be paired with a machine, or to get a new session. */
export interface PairingChallenge {
  id: string;
  machineId: string;
  /** Canonical DID of the machine, or the machine id where verification is off and it has no identity. */
  machineIdentityRef: string;
  agentAddress: string;
  agentDid: string;
  agentProvider: string;
  agentRole: string;
  message: string;
  /** HMAC-SHA256 (hex) over every bound value; a row altered in the database no longer verifies. */
  hmac: string;
  createdAt: string;
  expiresAt: string;
  consumedAt: string | null;
}
