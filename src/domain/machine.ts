export type MachineStatus = 'draft' | 'active' | 'degraded' | 'blocked' | 'archived';

/** A verified controller proof as it is kept. The signature itself is not stored (contract C.2). */
export interface IdentityProof {
  method: 'eip191';
  identityRef: string;
  signerAddress: string;
  challengeId: string;
  verifiedAt: string;
  challengeExpiresAt: string;
  controllerAddresses: string[];
  resolutionSource: 'peaqos-mcr';
}

/** A machine record. All timestamps in this folder are ISO 8601 UTC with milliseconds. */
export interface Machine {
  id: string;
  displayName: string;
  ownerId: string;
  machineType: string;
  runtimeProfile: string;
  status: MachineStatus;
  /** Canonical `did:peaq:<decimal>`; null only for drafts made while identity verification was off. */
  identityRef: string | null;
  identityProof: IdentityProof | null;
  capabilities: string[];
  labels: Record<string, string>;
  policyIds: string[];
  skillKeys: string[];
  createdAt: string;
  updatedAt: string;
}

/** A message that a machine's controller signs to prove control of its identity. */
export interface IdentityChallenge {
  id: string;
  identityRef: string;
  message: string;
  controllerAddresses: string[];
  createdAt: string;
  expiresAt: string;
  consumedAt: string | null;
}
