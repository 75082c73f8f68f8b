import type { OutboundHttp } from '../ports/outbound-http.ts';
import type { ProviderEntry } from './catalog.ts';

/** How long calls may take, in ms. Clients of an execution wait 60 s for its whole answer. */
export interface CallLimits {
  discoverMs: number;
  challengeMs: number;
  /** For operations that only read. */
  readMs: number;
  executeMs: number;
}

export const defaultLimits: CallLimits = {
  discoverMs: 3_000,
  challengeMs: 15_000,
  readMs: 20_000,
  executeMs: 45_000,
};

/** Largest answer that is read, and largest result that is kept. */
export const largestResultBytes = 262_144;

/** What an adapter works with. */
export interface AdapterDeps {
  entry: ProviderEntry;
  http: OutboundHttp;
  limits: CallLimits;
}
