/** A sentence that an answer broke, with the place in it. */
export interface Violation {
  /** JSON pointer into the response body; '' is the whole answer. */
  pointer: string;
  expected: string;
  actual: string;
  /** `chosen` for values no public document states, such as the exact status of an error. */
  backing: 'documented' | 'chosen';
}

/** One request and its answer. Everything in it is already redacted and cut to 16 KiB a body. */
export interface Exchange {
  operationId: string | null;
  method: string;
  url: string;
  requestHeaders: Record<string, string>;
  requestBody: string | null;
  /** Null when no answer arrived; `failure` then says why. */
  status: number | null;
  responseHeaders: Record<string, string>;
  responseBody: string | null;
  durationMs: number;
  failure?: string;
  violations: readonly Violation[];
  /** True when answered 2xx in conformance with the contract, and not with what an unknown path also gets. */
  isAccepted: boolean;
  /** True when the x-api-key sent was one of the keys the kit was given. */
  usedKnownKey: boolean;
}
