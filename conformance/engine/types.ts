import type { ToggleStates } from '../target/toggles.ts';
import type { Exchange } from '../contract/exchange.ts';

export type Level = 'MUST' | 'SHOULD';

/** Who backs a sentence: the public documents, a published client that depends on it, or only our own choice. */
export type Backing = 'documented' | 'client' | 'chosen';

/**
 * A prerequisite outside the HTTP interface. Only `chain` can be had for a running server too; the others exist when the
 * kit starts the server itself.
 */
export type Capability = 'managed' | 'registry' | 'spawn' | 'chain' | 'seller' | 'providers';

/** One normative sentence, as written in requirements/<group>.yaml. */
export interface Requirement {
  id: string;
  group: string;
  level: Level;
  text: string;
  source: string;
  backing: Backing;
  operations: readonly string[];
  /** Toggle states under which the sentence applies; all of them must hold. */
  when: Readonly<Record<string, readonly string[]>>;
  needs: readonly Capability[];
  /** False when the check sends only GET, HEAD and OPTIONS, so that it also runs under --read-only. */
  writes: boolean;
  /** True when the check looks at a process (start, exit) and may pass without one accepted request. */
  process: boolean;
  /** 'none' when no request of the check can be accepted by nature. */
  liveness: 'required' | 'none';
  /** True when the check also runs in every toggle set other than the defaults. */
  everySet: boolean;
  why?: string;
  fix?: string;
  mutants: readonly string[];
  excluded?: string;
}

export type Verdict = 'pass' | 'fail' | 'warn' | 'not-applicable' | 'untestable' | 'skipped' | 'error';

export interface KnownFailure {
  id: string;
  reason: string;
  owner?: string;
  /** ISO date (UTC) after which the entry is stale. */
  expires?: string;
}

/** The outcome of one requirement in one toggle set. */
export interface Result {
  id: string;
  group: string;
  level: Level;
  backing: Backing;
  text: string;
  toggleSet: string;
  verdict: Verdict;
  /** True when this result can make the run not conformant under the chosen profile. */
  counted: boolean;
  message?: string;
  expected?: string;
  actual?: string;
  known?: KnownFailure;
  durationMs: number;
  assertions: number;
  exchangeCount: number;
  /** Evidence, kept only when the verdict is not pass. */
  exchanges: readonly Exchange[];
}

export interface ToggleSet {
  name: string;
  /** Environment on top of the base environment; undefined removes a variable. */
  env: Readonly<Record<string, string | undefined>>;
  why: string;
  /** True when values of `env` are placeholders for a chain that must be started first (target/toggle-sets.ts). */
  needsChain?: boolean;
}

/** What was tested, as every report states it. */
export interface TargetDescription {
  mode: 'managed' | 'black-box';
  /** URL for a black-box target, command for a managed one. */
  address: string;
}

export interface SetDescription {
  name: string;
  why: string;
  states: ToggleStates;
  planned: number;
}
