import type { IdentityChallenge } from '../domain/machine.ts';
import { createChallengeRepository } from './challenges.ts';
import type { ChallengeRepository } from './store.ts';
import type { Connections, Table } from './table.ts';

type IdentityChallengeRow = {
  id: string;
  identity_ref: string;
  message: string;
  controller_addresses: string;
  created_at: string;
  expires_at: string;
  consumed_at: string | null;
};

const TABLE: Table<IdentityChallenge, IdentityChallengeRow> = { name: 'identity_challenges', toRow, fromRow };

export function createIdentityChallengeRepository(
  connections: Connections,
): ChallengeRepository<IdentityChallenge> {
  return createChallengeRepository(connections, TABLE);
}

function toRow(challenge: IdentityChallenge): IdentityChallengeRow {
  return {
    id: challenge.id,
    identity_ref: challenge.identityRef,
    message: challenge.message,
    controller_addresses: JSON.stringify(challenge.controllerAddresses),
    created_at: challenge.createdAt,
    expires_at: challenge.expiresAt,
    consumed_at: challenge.consumedAt,
  };
}

function fromRow(row: IdentityChallengeRow): IdentityChallenge {
  return {
    id: row.id,
    identityRef: row.identity_ref,
    message: row.message,
    controllerAddresses: JSON.parse(row.controller_addresses) as string[],
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    consumedAt: row.consumed_at,
  };
}
