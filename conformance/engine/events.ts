import type { RunReport } from './report.ts';
import type { Result, SetDescription, TargetDescription } from './types.ts';

/** What happens in a run, in order. Reporters are fed with these and know nothing else of running. */
export type RunEvent =
  | { type: 'run-started'; target: TargetDescription; profile: string; seed: number; sets: readonly string[] }
  | { type: 'set-started'; set: SetDescription }
  | { type: 'check-started'; id: string; toggleSet: string }
  | { type: 'result'; result: Result }
  | { type: 'set-finished'; toggleSet: string; durationMs: number; leftovers: readonly string[] }
  | { type: 'run-finished'; report: RunReport };

/** Something that shows or writes a run. Events come one after the other; the run waits for each answer. */
export interface Reporter {
  handle(event: RunEvent): Promise<void> | void;
}
