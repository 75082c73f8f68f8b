import { assertNotArchived } from '../domain/machine-rules.ts';
import type { AgentPairing } from '../domain/pairing.ts';
import { assertTokenIsFor } from '../domain/pairing-session.ts';
import { findMachine, findPairing } from './find-or-refuse.ts';
import type { Page, PageRequest } from './paging.ts';
import { defaultLimit, startOf, toPage } from './paging.ts';
import type { ServiceDeps } from './service-deps.ts';

/** One pairing. Raises NOT_FOUND, MACHINE_NOT_ACTIVE (archived), AGENT_AUTH_INVALID for another pairing's token. */
export async function readPairing(
  deps: ServiceDeps,
  machineId: string,
  pairingId: string,
  token: { machineId: string; pairingId: string } | null,
): Promise<AgentPairing> {
  const machine = await findMachine(deps.store, machineId);
  const pairing = await findPairing(deps.store, machineId, pairingId);
  assertTokenIsFor(token, machineId, pairingId);
  assertNotArchived(machine);
  return pairing;
}

/** A page of a machine's pairings, revoked ones included. Raises NOT_FOUND, MACHINE_NOT_ACTIVE (archived). */
export async function listPairings(
  deps: ServiceDeps,
  machineId: string,
  request: PageRequest,
): Promise<Page<AgentPairing>> {
  const list = { list: 'agent-pairings', filters: { machineId } };
  const limit = request.limit ?? defaultLimit;
  const after = startOf(deps, list, request);
  assertNotArchived(await findMachine(deps.store, machineId));
  const rows = await deps.store.pairings.list(machineId, { after, limit: limit + 1 });
  const pairings = rows.slice(0, limit);
  return toPage(deps, list, pairings, rows.length > limit ? (pairings.at(-1) ?? null) : null);
}
