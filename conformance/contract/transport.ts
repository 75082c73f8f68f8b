import type { Reply } from '../engine/context.ts';
import { NoAnswer, Untestable } from '../engine/outcomes.ts';
import type { Exchange, Violation } from './exchange.ts';
import type { HttpClient, WireAnswer, WireRequest } from './http-client.ts';
import type { Operation } from './operations.ts';
import type { Redactor } from './redactor.ts';
import { parseJson, valueAt } from './json.ts';
import { HttpReply } from './reply.ts';
import { findSentSecrets } from './sent-secrets.ts';
import { findViolations } from './validate-answer.ts';

/** What a path that does not exist is answered: a target that answers everything like this proves nothing. */
export interface UnknownPathAnswer {
  status: number;
  text: string;
}

export interface TransportOptions {
  client: HttpClient;
  redactor: Redactor;
  apiKeys: readonly string[];
  isReadOnly: boolean;
  unknownPathAnswer: UnknownPathAnswer | undefined;
  /** Told of every exchange, answered or not. */
  record: (exchange: Exchange) => void;
}

/** Bodies kept as evidence are cut here. */
export const longestBody = 16 * 1024;

const readingMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** The one way to a target: guards, records, redacts and judges every exchange. */
export class Transport {
  readonly #options: TransportOptions;

  constructor(options: TransportOptions) {
    this.#options = options;
  }

  get baseUrl(): string {
    return this.#options.client.baseUrl;
  }

  /** Sends one request. Raises Untestable for a write under --read-only and NoAnswer when nothing comes back. */
  async send(request: WireRequest, operation: Operation | undefined): Promise<Reply> {
    if (this.#options.isReadOnly && !readingMethods.has(request.method)) {
      throw new Untestable(`${request.method} ${request.path} would write; run without --read-only.`);
    }
    const started = performance.now();
    this.#learnSentSecrets(request);
    try {
      const answer = await this.#options.client.send(request);
      return this.#accept(request, operation, answer);
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      const durationMs = performance.now() - started;
      this.#options.record({ ...this.#describe(request, operation), durationMs, failure: error.message });
      throw error;
    }
  }

  #accept(request: WireRequest, operation: Operation | undefined, answer: WireAnswer): Reply {
    this.#learnSecrets(answer);
    const { redactor, record } = this.#options;
    const violations = operation ? findViolations(operation, answer) : [];
    const exchange: Exchange = {
      ...this.#describe(request, operation),
      status: answer.status,
      responseHeaders: redactor.headers(answer.headers),
      responseBody: cut(redactor.text(answer.text)),
      durationMs: answer.durationMs,
      violations: violations.map((violation) => this.#redact(violation)),
      isAccepted: this.#isAccepted(answer, violations),
    };
    record(exchange);
    return new HttpReply(answer, exchange);
  }

  #isAccepted(answer: WireAnswer, violations: readonly Violation[]): boolean {
    const unknown = this.#options.unknownPathAnswer;
    const isIndifferent = unknown?.status === answer.status && unknown.text === answer.text;
    const conforms = violations.every((violation) => violation.backing === 'chosen');
    return answer.status >= 200 && answer.status < 300 && conforms && !isIndifferent;
  }

  #describe(request: WireRequest, operation: Operation | undefined): Exchange {
    const { redactor, client, apiKeys } = this.#options;
    const key = request.headers['x-api-key'];
    return {
      operationId: operation?.operationId ?? null,
      method: request.method,
      url: redactor.text(client.baseUrl + request.path),
      requestHeaders: redactor.headers(request.headers),
      requestBody:
        request.body === undefined ? null : cut(redactor.text(Buffer.from(request.body).toString('utf8'))),
      status: null,
      responseHeaders: {},
      responseBody: null,
      durationMs: 0,
      violations: [],
      isAccepted: false,
      usedKnownKey: key !== undefined && apiKeys.includes(key),
    };
  }

  #redact(violation: Violation): Violation {
    return { ...violation, actual: this.#options.redactor.text(violation.actual) };
  }

  /** What a check plants is a secret too, or evidence of a leak would leak it. */
  #learnSentSecrets({ body }: WireRequest): void {
    if (body === undefined) return;
    for (const secret of findSentSecrets(Buffer.from(body).toString('utf8')))
      this.#options.redactor.add(secret);
  }

  /** A token in an answer is a secret from this moment on, wherever it turns up again. */
  #learnSecrets(answer: WireAnswer): void {
    const json = parseJson(answer.text);
    for (const path of ['item.pairingToken', 'pairingToken']) {
      const token = valueAt(json, path);
      if (typeof token === 'string') this.#options.redactor.add(token);
    }
  }
}

function cut(text: string): string {
  return text.length <= longestBody
    ? text
    : `${text.slice(0, longestBody)}… (${text.length} characters in all)`;
}
