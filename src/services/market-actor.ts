import { DomainError } from '../domain/errors.ts';
import type { Machine } from '../domain/machine.ts';
import type { MarketOrder } from '../domain/orders/order.ts';
import type { AgentPairing } from '../domain/pairing.ts';
import { assertPairingActive, assertTokenIsFor } from '../domain/pairing-session.ts';
import type { Repositories } from '../store/store.ts';
import { findMachine } from './find-or-refuse.ts';
import type { StandingDemand } from './machine-standing.ts';
import { assertMachineStands } from './machine-standing.ts';
import type { ServiceDeps } from './service-deps.ts';

/** What a verified pairing token says; null when the request carried none. */
export type PairingToken = { machineId: string; pairingId: string } | null;

/** The machine a request is for, and the pairing it acts through. */
export interface MarketActor {
  machine: Machine;
  pairing: AgentPairing;
}

export interface NamedActor {
  machineId: string | null;
  agentPairingId: string | null;
}

const missing = (path: string) =>
  new DomainError('VALIDATION_ERROR', 'The request is not valid.', {
    issues: [{ path, message: 'is required without a pairing token' }],
  });

const pairingRequired = () =>
  new DomainError('AGENT_PAIRING_REQUIRED', 'The machine has no such pairing; pair an agent with it first.');

/**
 * Who acts, from the token and the body together. Raises AGENT_AUTH_INVALID when they differ, VALIDATION_ERROR or
 * AGENT_PAIRING_REQUIRED when neither says it, NOT_FOUND, the codes of assertMachineStands, and AGENT_PAIRING_INACTIVE
 * (contract E.1 steps 6 to 9).
 */
export async function authoriseActor(
  deps: ServiceDeps,
  token: PairingToken,
  named: NamedActor,
  demand: StandingDemand,
): Promise<MarketActor> {
  const machineId = named.machineId ?? token?.machineId;
  const pairingId = named.agentPairingId ?? token?.pairingId;
  if (machineId === undefined) throw missing('machineId');
  assertTokenIsFor(token, machineId, pairingId ?? '');
  const machine = await findMachine(deps.store, machineId);
  await assertMachineStands(deps, machine, demand);
  if (pairingId === undefined) throw pairingRequired();
  return { machine, pairing: await findActivePairing(deps.store, machineId, pairingId) };
}

/** The pairing, active now. Raises AGENT_PAIRING_REQUIRED when the machine has no such pairing, AGENT_PAIRING_INACTIVE. */
export async function findActivePairing(
  repositories: Repositories,
  machineId: string,
  pairingId: string,
): Promise<AgentPairing> {
  const pairing = await repositories.pairings.find(pairingId);
  if (pairing?.machineId !== machineId) throw pairingRequired();
  assertPairingActive(pairing);
  return pairing;
}

/** As findActivePairing, and nobody else acts through the pairing until the transaction ends. */
export async function lockActivePairing(
  repositories: Repositories,
  machineId: string,
  pairingId: string,
): Promise<AgentPairing> {
  const pairing = await repositories.pairings.findForUpdate(pairingId);
  if (pairing?.machineId !== machineId) throw pairingRequired();
  assertPairingActive(pairing);
  return pairing;
}

/**
 * The order's own pairing acts: with a token it must be that pairing's, without one the pairing must be active. Raises
 * AGENT_AUTH_INVALID, AGENT_PAIRING_REQUIRED or AGENT_PAIRING_INACTIVE (contract B.5, F).
 */
export async function assertActsForOrder(
  deps: ServiceDeps,
  token: PairingToken,
  order: MarketOrder,
): Promise<void> {
  assertTokenIsFor(token, order.machineId, order.agentPairingId);
  if (token === null) await findActivePairing(deps.store, order.machineId, order.agentPairingId);
}
