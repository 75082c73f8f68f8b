import type { PairingChallenge } from '../domain/pairing.ts';
import { createChallengeRepository } from './challenges.ts';
import type { ChallengeRepository } from './store.ts';
import type { Connections, Table } from './table.ts';

type PairingChallengeRow = {
  id: string;
  machine_id: string;
  machine_identity_ref: string;
  agent_address: string;
  agent_did: string;
  agent_provider: string;
  agent_role: string;
  message: string;
  hmac: string;
  created_at: string;
  expires_at: string;
  consumed_at: string | null;
};

const TABLE: Table<PairingChallenge, PairingChallengeRow> = { name: 'pairing_challenges', toRow, fromRow };

export function createPairingChallengeRepository(
  connections: Connections,
): ChallengeRepository<PairingChallenge> {
  return createChallengeRepository(connections, TABLE);
}

function toRow(challenge: PairingChallenge): PairingChallengeRow {
  return {
    id: challenge.id,
    machine_id: challenge.machineId,
    machine_identity_ref: challenge.machineIdentityRef,
    agent_address: challenge.agentAddress,
    agent_did: challenge.agentDid,
    agent_provider: challenge.agentProvider,
    agent_role: challenge.agentRole,
    message: challenge.message,
    hmac: challenge.hmac,
    created_at: challenge.createdAt,
    expires_at: challenge.expiresAt,
    consumed_at: challenge.consumedAt,
  };
}

function fromRow(row: PairingChallengeRow): PairingChallenge {
  return {
    id: row.id,
    machineId: row.machine_id,
    machineIdentityRef: row.machine_identity_ref,
    agentAddress: row.agent_address,
    agentDid: row.agent_did,
    agentProvider: row.agent_provider,
    agentRole: row.agent_role,
    message: row.message,
    hmac: row.hmac,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    consumedAt: row.consumed_at,
  };
}
