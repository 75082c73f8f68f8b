import type { CheckFunction } from './context.ts';

export interface CheckOptions {
  /** Runs while no other check of the toggle set runs: for checks that disturb everybody, such as a registry outage. */
  exclusive?: boolean;
  /** Watchdog of the whole check in ms; default 60,000. */
  timeoutMs?: number;
}

export interface Check {
  readonly id: string;
  readonly run: CheckFunction;
  readonly exclusive: boolean;
  readonly timeoutMs: number;
}

/** One check, named by the requirement it answers. */
export function defineCheck(id: string, run: CheckFunction, options: CheckOptions = {}): Check {
  return { id, run, exclusive: options.exclusive ?? false, timeoutMs: options.timeoutMs ?? 60_000 };
}
