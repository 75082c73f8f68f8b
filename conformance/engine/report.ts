import type { Result, SetDescription, TargetDescription } from './types.ts';
import type { ToggleStates } from '../target/toggles.ts';
import type { RunVerdict, StaleEntry } from './verdict.ts';

/** The whole of a finished (or interrupted) run: the one model behind every report. */
export interface RunReport {
  tool: { name: string; version: string };
  target: TargetDescription;
  sets: readonly SetDescription[];
  /** What the kit found out by asking (black box only). */
  detected: ToggleStates;
  profile: { name: string; counts: readonly string[] };
  strict: boolean;
  readOnly: boolean;
  seed: number;
  /** ISO 8601, UTC. */
  startedAt: string;
  durationMs: number;
  /** Number and SHA-256 of the requirement ids of this version: two runs with the same hash asked the same questions. */
  requirements: { count: number; sha256: string };
  excluded: readonly { id: string; reason: string }[];
  verdict: RunVerdict;
  results: readonly Result[];
  leftovers: readonly string[];
  staleBaseline: readonly StaleEntry[];
}
