import type { Reply } from '../engine/context.ts';
import { AssertionFailed } from '../engine/outcomes.ts';
import type { Exchange } from './exchange.ts';
import type { WireAnswer } from './http-client.ts';
import { parseJson, valueAt } from './json.ts';

/** An answer as a check sees it. */
export class HttpReply<Body> implements Reply<Body> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly json: unknown;
  readonly exchange: Exchange;

  constructor(answer: WireAnswer, exchange: Exchange) {
    this.status = answer.status;
    this.headers = answer.headers;
    this.text = answer.text;
    this.json = parseJson(answer.text);
    this.exchange = exchange;
  }

  get isAccepted(): boolean {
    return this.exchange.isAccepted;
  }

  get body(): Body {
    const isReadable = this.status === 204 || this.json !== undefined;
    if (this.status >= 200 && this.status < 300 && isReadable) return this.json as Body;
    const code = this.at('error.code');
    const answer = typeof code === 'string' ? `${this.status} ${code}` : `${this.status}`;
    throw new AssertionFailed(
      `${this.exchange.operationId ?? this.exchange.method} succeeds`,
      '2xx with a JSON body',
      answer,
    );
  }

  at(path: string): unknown {
    return valueAt(this.json, path);
  }
}
