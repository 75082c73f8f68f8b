import type { OperationId } from '../../generated/operations.gen.ts';
import { findOperation, operations } from '../contract/operations.ts';
import type { Operation } from '../contract/operations.ts';
import type { Transport } from '../contract/transport.ts';
import type { ApiKeyChoice, CallOptions, Reply, SendOptions, SuccessBody } from '../engine/context.ts';
import type { CleanUp } from './clean-up.ts';
import { kitVersion } from './package-root.ts';
import { Undo } from './undo.ts';

export interface RequestsOptions {
  transport: Transport;
  apiKeys: readonly string[];
  cleanUp: CleanUp;
  requirementId: string;
  /** As UndoOptions. */
  isLasting: boolean;
}

/** Turns calls into requests, and notes what they create so that it is removed after the check. */
export class Requests {
  readonly #options: RequestsOptions;
  readonly #undo: Undo;

  constructor(options: RequestsOptions) {
    this.#options = options;
    const { cleanUp, isLasting } = options;
    this.#undo = new Undo({ cleanUp, isLasting, call: (id, callOptions) => this.#call(id, callOptions) });
  }

  async call<Id extends OperationId>(
    operationId: Id,
    options: CallOptions = {},
  ): Promise<Reply<SuccessBody<Id>>> {
    const skillKey = options.path?.['skillKey'];
    if (operationId === 'updateSkillConfig' && skillKey !== undefined) await this.#undo.keepSkill(skillKey);
    return (await this.#call(operationId, options)) as Reply<SuccessBody<Id>>;
  }

  send(options: SendOptions): Promise<Reply> {
    return this.#send(findOperation(options.method, options.path), options);
  }

  #call(operationId: OperationId, options: CallOptions): Promise<Reply> {
    const operation = operations[operationId];
    const hasBody = options.body !== undefined;
    return this.#send(operation, {
      method: operation.method.toUpperCase(),
      path: toPath(operation, options),
      headers: { ...(hasBody ? { 'content-type': 'application/json' } : {}), ...options.headers },
      ...(hasBody ? { rawBody: JSON.stringify(options.body) } : {}),
      ...(options.apiKey === undefined ? {} : { apiKey: options.apiKey }),
      ...(options.pairingToken === undefined ? {} : { pairingToken: options.pairingToken }),
    });
  }

  async #send(operation: Operation | undefined, options: SendOptions): Promise<Reply> {
    const { method, path, rawBody } = options;
    const body = typeof rawBody === 'string' ? Buffer.from(rawBody) : rawBody;
    const reply = await this.#options.transport.send(
      { method, path, headers: this.#toHeaders(options, body), body },
      operation,
    );
    this.#undo.note(operation, options, reply);
    return reply;
  }

  #toHeaders(options: SendOptions, body: Uint8Array | undefined): Record<string, string> {
    const headers: Record<string, string> = {
      accept: 'application/json',
      'user-agent': `machine-markets-conformance/${kitVersion} (${this.#options.requirementId})`,
    };
    const apiKey = this.#toKey(options.apiKey ?? 'valid');
    if (apiKey !== undefined) headers['x-api-key'] = apiKey;
    if (options.pairingToken !== undefined) headers['x-agent-pairing-token'] = options.pairingToken;
    for (const [name, value] of Object.entries(options.headers ?? {})) headers[name.toLowerCase()] = value;
    const hasLength = 'content-length' in headers || 'transfer-encoding' in headers;
    const mayHaveBody = !['GET', 'HEAD', 'OPTIONS', 'DELETE'].includes(options.method);
    if (!hasLength && (body !== undefined || mayHaveBody))
      headers['content-length'] = String(body?.byteLength ?? 0);
    return headers;
  }

  #toKey(choice: ApiKeyChoice): string | undefined {
    if (choice === 'none') return undefined;
    return choice === 'valid' ? this.#options.apiKeys[0] : choice;
  }
}

function toPath(operation: Operation, options: CallOptions): string {
  const path = operation.path.replace(/\{(\w+)\}/g, (_match, name: string) => {
    const value = options.path?.[name];
    if (value === undefined) throw new Error(`${operation.operationId} needs path: { ${name}: … }.`);
    return encodeURIComponent(value);
  });
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(options.query ?? {})) {
    if (value === undefined) continue;
    for (const part of typeof value === 'object' ? value : [String(value)]) query.append(name, part);
  }
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}
