import type { Resolution } from '../domain/identity-resolution.ts';
import type { Clock } from './clock.ts';

/** This many questions without an answer, one after the other, are an outage; one machine's trouble is none. */
const outageAfter = 3;
/** During an outage, lists do not wait for another time-out for this many ms. */
const outagePauseMs = 2_000;
const largestSize = 10_000;

/** Remembers registry answers for `cacheMs`, and outages for a moment, so that a long list costs one time-out. */
export class ResolutionCache {
  readonly #cacheMs: number;
  readonly #clock: Clock;
  readonly #answers = new Map<string, { at: number; resolution: Resolution }>();
  #unanswered = 0;
  #outageUntil = 0;

  constructor(cacheMs: number, clock: Clock) {
    this.#cacheMs = cacheMs;
    this.#clock = clock;
  }

  /** A fresh enough answer; an outage of just now counts as one. Undefined when the registry must be asked. */
  find(did: string): Resolution | undefined {
    const known = this.#answers.get(did);
    if (known && this.#clock.now() - known.at <= this.#cacheMs) return known.resolution;
    return this.#clock.now() < this.#outageUntil ? { outcome: 'unavailable', reason: 'network' } : undefined;
  }

  remember(did: string, resolution: Resolution): void {
    if (resolution.outcome === 'unavailable') {
      const isUnanswered = resolution.reason === 'timeout' || resolution.reason === 'network';
      this.#unanswered = isUnanswered ? this.#unanswered + 1 : 0;
      if (this.#unanswered >= outageAfter) this.#outageUntil = this.#clock.now() + outagePauseMs;
      return;
    }
    this.#unanswered = 0;
    this.#outageUntil = 0;
    this.#answers.delete(did);
    if (this.#cacheMs === 0) return;
    const [oldest] = this.#answers.keys();
    if (this.#answers.size >= largestSize && oldest !== undefined) this.#answers.delete(oldest);
    this.#answers.set(did, { at: this.#clock.now(), resolution });
  }
}
