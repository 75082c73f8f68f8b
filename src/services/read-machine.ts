import { DomainError } from '../domain/errors.ts';
import type { Resolution } from '../domain/identity-resolution.ts';
import { assertIdentityStands } from '../domain/identity-standing.ts';
import type { Machine } from '../domain/machine.ts';
import { findMachine } from './find-or-refuse.ts';
import type { ListIdentity, Page, PageRequest } from './paging.ts';
import { defaultLimit, startOf, toPage } from './paging.ts';
import type { ServiceDeps } from './service-deps.ts';

/**
 * One machine; its identity is resolved now, unless verification is off or it is archived. Raises NOT_FOUND,
 * MACHINE_NOT_ACTIVATED, PEAQOS_IDENTITY_UNAVAILABLE (contract E.2).
 */
export async function readMachine(deps: ServiceDeps, id: string): Promise<Machine> {
  const machine = await findMachine(deps.store, id);
  if (machine.status === 'archived' || deps.config.machineIdentityVerification === 'disabled') return machine;
  assertIdentityStands(machine, await resolveOf(machine, (ref) => deps.registry.resolve(ref)));
  return machine;
}

/** A machine without identity is as good as unknown to the registry. */
async function resolveOf(machine: Machine, ask: (ref: string) => Promise<Resolution>): Promise<Resolution> {
  return machine.identityRef === null ? { outcome: 'unknown' } : ask(machine.identityRef);
}

/** Rows looked at in one call at the most; a page may end early when the registry leaves many of them out. */
const largestScan = 2_000;
/** Registry questions under way at once for one list. */
const parallelQuestions = 16;

const list: ListIdentity = { list: 'machines', filters: {} };

/** A page of machines, those left out whose identity does not stand or cannot be checked (contract E.2). */
export async function listMachines(deps: ServiceDeps, request: PageRequest): Promise<Page<Machine>> {
  const limit = request.limit ?? defaultLimit;
  const shown: Machine[] = [];
  let last = startOf(deps, list, request);
  for (let scanned = 0; scanned < largestScan;) {
    const wanted = limit + 1 - shown.length;
    const rows = await deps.store.machines.list({ after: last, limit: wanted });
    shown.push(...(await keepStanding(deps, rows)));
    if (shown.length > limit) return toPage(deps, list, shown.slice(0, limit), shown[limit - 1] ?? null);
    if (rows.length < wanted) return toPage(deps, list, shown, null);
    last = rows.at(-1) ?? last;
    scanned += rows.length;
  }
  return toPage(deps, list, shown, last);
}

async function keepStanding(deps: ServiceDeps, rows: Machine[]): Promise<Machine[]> {
  if (deps.config.machineIdentityVerification === 'disabled') return rows;
  const standing: Machine[] = [];
  for (let i = 0; i < rows.length; i += parallelQuestions) {
    const group = rows.slice(i, i + parallelQuestions);
    const verdicts = await Promise.all(group.map((machine) => isStanding(deps, machine)));
    standing.push(...group.filter((_, index) => verdicts[index]));
  }
  return standing;
}

async function isStanding(deps: ServiceDeps, machine: Machine): Promise<boolean> {
  const resolution = await resolveOf(machine, (ref) => deps.registry.resolveCached(ref));
  try {
    assertIdentityStands(machine, resolution);
    return true;
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
}
