import type { ToggleStates } from '../target/toggles.ts';
import { findToggle } from '../target/toggles.ts';
import { operations, isOperationId } from '../contract/operations.ts';
import type { Catalog } from '../requirements/load-catalog.ts';
import { isContractRequirement } from './contract-requirements.ts';
import type { Check } from './define-check.ts';
import type { Capability, Requirement, Verdict } from './types.ts';

export interface PlanOptions {
  catalog: Catalog;
  states: ToggleStates;
  /** The set in which everything that applies runs; in others only what its toggles change. */
  isDefaultSet: boolean;
  /** Capabilities that the target lacks, each with the option that gives it. */
  missing: Readonly<Partial<Record<Capability, string>>>;
  isReadOnly: boolean;
  /** Ids and groups of --only; empty is everything. */
  only: readonly string[];
  /** Reasons of --skip by id. */
  skip: ReadonlyMap<string, string>;
}

export interface Planned {
  requirement: Requirement;
  check: Check;
}

/** A requirement whose verdict is known before anything runs. */
export interface Decided {
  requirement: Requirement;
  verdict: Extract<Verdict, 'not-applicable' | 'untestable' | 'skipped'>;
  message: string;
}

/** What one toggle set will do. */
export interface SetPlan {
  run: readonly Planned[];
  decided: readonly Decided[];
  /** Built-in requirements, judged from the traffic. Those that must be reached are untestable when they were not. */
  contract: readonly { requirement: Requirement; mustBeReached: boolean }[];
}

/** Decides for every requirement whether it runs in this toggle set, and if not, why. */
export function createPlan(options: PlanOptions): SetPlan {
  const selected = options.catalog.requirements.filter(
    (requirement) => requirement.excluded === undefined && isSelected(requirement, options.only),
  );
  const run: Planned[] = [];
  const decided: Decided[] = [];
  const contract: { requirement: Requirement; mustBeReached: boolean }[] = [];
  for (const requirement of selected) {
    if (!options.isDefaultSet && !isWorthRepeating(requirement, options.states)) continue;
    const early = decide(requirement, options);
    const check = options.catalog.checks.get(requirement.id);
    if (isContractRequirement(requirement)) {
      const isWanted = mustBeReached(requirement, options);
      if (!early) contract.push({ requirement, mustBeReached: isWanted });
      else if (isWanted || early.verdict === 'skipped') decided.push(early);
    } else if (early) decided.push(early);
    else if (check) run.push({ requirement, check });
  }
  return { run, decided, contract };
}

/** A requirement is meant by its id, by its group, or, for a built-in one, because a selected check exercises it. */
function isSelected(requirement: Requirement, only: readonly string[]): boolean {
  if (only.length === 0 || only.includes(requirement.id) || only.includes(requirement.group)) return true;
  if (isContractRequirement(requirement)) return true;
  // Whoever selects contract.getMachine wants the traffic that it is judged from.
  return requirement.operations.some(
    (operation) => only.includes(`contract.${operation}`) || only.includes('contract'),
  );
}

function mustBeReached(requirement: Requirement, options: PlanOptions): boolean {
  if (!options.isDefaultSet) return false;
  const { only } = options;
  return only.length === 0 || only.includes(requirement.id) || only.includes(requirement.group);
}

function isWorthRepeating(requirement: Requirement, states: ToggleStates): boolean {
  if (requirement.everySet || isContractRequirement(requirement)) return true;
  const isTouched = Object.keys(requirement.when).some((name) => states[name] !== defaultStateOf(name));
  return isTouched && findUnmet(requirement, states) === undefined;
}

/** In managed runs the registry is always set, so that is its usual state. */
function defaultStateOf(name: string): string | undefined {
  return name === 'PEAQOS_MCR_API_URL' ? 'set' : findToggle(name)?.defaultState;
}

function findUnmet(requirement: Requirement, states: ToggleStates): string | undefined {
  for (const [name, wanted] of Object.entries(requirement.when)) {
    const state = states[name] ?? '';
    if (!wanted.includes(state)) return `${name} is ${state}; this applies to ${wanted.join(' or ')}.`;
  }
  return undefined;
}

function decide(requirement: Requirement, options: PlanOptions): Decided | undefined {
  const reason = options.skip.get(requirement.id);
  if (reason !== undefined)
    return { requirement, verdict: 'skipped', message: `Skipped by --skip: ${reason}` };
  const unmet = findUnmet(requirement, options.states) ?? findClosedGate(requirement, options.states);
  if (unmet !== undefined) return { requirement, verdict: 'not-applicable', message: unmet };
  const missing = findMissing(requirement, options);
  return missing === undefined ? undefined : { requirement, verdict: 'untestable', message: missing };
}

/** With the gate closed and no key configured, no gated operation can be accepted by anybody. */
function findClosedGate(requirement: Requirement, states: ToggleStates): string | undefined {
  const isClosed =
    states['PEAQOS_REQUIRE_API_AUTH'] === 'true' &&
    states['PEAQOS_API_KEY'] === 'unset' &&
    states['PEAQOS_API_KEYS'] === 'unset';
  if (!isClosed || 'PEAQOS_REQUIRE_API_AUTH' in requirement.when) return undefined;
  const isGated = requirement.operations.some((id) => isOperationId(id) && operations[id].auth !== 'none');
  return isGated ? 'The API gate is closed and no key is configured, so no request can pass.' : undefined;
}

function findMissing(requirement: Requirement, options: PlanOptions): string | undefined {
  const [missing] = requirement.needs.flatMap((need) => options.missing[need] ?? []);
  if (missing !== undefined) return missing;
  if (options.isReadOnly && requirement.writes) return 'Writes to the target: run without --read-only.';
  return undefined;
}
