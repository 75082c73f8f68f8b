import { DomainError } from '../domain/errors.ts';
import type { Machine } from '../domain/machine.ts';
import type { AgentPairing } from '../domain/pairing.ts';
import type { Repositories } from '../store/store.ts';

const noMachine = () => new DomainError('NOT_FOUND', 'There is no such machine.');
const noPairing = () => new DomainError('NOT_FOUND', 'There is no such pairing of this machine.');

/** The machine, or NOT_FOUND. */
export async function findMachine(repositories: Repositories, id: string): Promise<Machine> {
  const machine = await repositories.machines.find(id);
  if (!machine) throw noMachine();
  return machine;
}

/** As findMachine, and nobody else changes the machine until the transaction ends. */
export async function lockMachine(repositories: Repositories, id: string): Promise<Machine> {
  const machine = await repositories.machines.findForUpdate(id);
  if (!machine) throw noMachine();
  return machine;
}

/** The pairing of that machine, or NOT_FOUND, also when it belongs to another one (contract B.3). */
export async function findPairing(
  repositories: Repositories,
  machineId: string,
  id: string,
): Promise<AgentPairing> {
  const pairing = await repositories.pairings.find(id);
  if (pairing?.machineId !== machineId) throw noPairing();
  return pairing;
}

/** As findPairing, and nobody else changes the pairing until the transaction ends. */
export async function lockPairing(
  repositories: Repositories,
  machineId: string,
  id: string,
): Promise<AgentPairing> {
  const pairing = await repositories.pairings.findForUpdate(id);
  if (pairing?.machineId !== machineId) throw noPairing();
  return pairing;
}
