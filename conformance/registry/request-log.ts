/** One request the registry received; admin requests are not recorded. */
export interface RecordedRequest {
  method: string;
  /** As sent, with the query and still percent-encoded. */
  path: string;
  /** ms since the epoch. */
  at: number;
}

const capacity = 10_000;

/** The last 10,000 requests, oldest first. */
export class RequestLog {
  #requests: RecordedRequest[] = [];

  record(request: RecordedRequest): void {
    this.#requests.push(request);
    // Cutting only at twice the capacity keeps recording cheap.
    if (this.#requests.length >= 2 * capacity) this.#requests = this.#requests.slice(-capacity);
  }

  list(): RecordedRequest[] {
    return this.#requests.slice(-capacity);
  }
}
