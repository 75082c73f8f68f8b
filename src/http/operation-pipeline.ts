import type { Logger } from 'pino';
import type { OperationValidators, Validate } from '../../generated/validators.gen.js';
import type { ApiRequest } from './api-request.ts';
import type { OperationRow } from './contract-tables.ts';
import { DomainError } from '../domain/errors.ts';
import { toRefusal } from './error-response.ts';
import type { PairingAuthorisation, RequestContext } from './handler.ts';
import { parseJson } from './json-guard.ts';
import type { Reply } from './reply.ts';
import { announcesBody, assertContentType, readBody } from './request-body.ts';
import { parseQuery } from './request-target.ts';
import { createReplyCheck, type ResponseValidation } from './response-validation.ts';
import { authorisePairing, type PairingCheck } from './security.ts';
import { createValidationError, type Issue, toIssues } from './validation-error.ts';

/** What a handler gets; the typed view of it is HandlerInput. */
export interface PipelineInput {
  path: Record<string, string>;
  query: Record<string, unknown>;
  body: unknown;
  context: RequestContext;
}

export type PipelineHandler = (input: PipelineInput) => Reply | Promise<Reply>;

/** Everything of one operation that is known at start. */
export interface OperationParts {
  row: OperationRow;
  /** Path parameter names in the order of the path. */
  names: readonly string[];
  validators: OperationValidators;
  handler: PipelineHandler;
  checkPlatformKey: (request: ApiRequest) => void;
  checkPairing: PairingCheck;
  onInvalid: (issues: Issue[]) => never;
  responseValidation: ResponseValidation;
  logger: Logger;
}

/** Runs one request of one operation: `values` are the decoded path parameters, `query` is still encoded. */
export type RunOperation = (request: ApiRequest, values: readonly string[], query: string) => Promise<Reply>;

/** Reads the body as far as the operation wants it (contract E.1 step 1): undefined when there is none. */
export async function takeBody(request: ApiRequest, isWanted: boolean): Promise<unknown> {
  const { source, method } = request;
  const bytes = announcesBody(source) ? await readBody(source) : null;
  if (method === 'GET' || method === 'HEAD') return undefined;
  const isEmpty = bytes === null || bytes.length === 0;
  if (isEmpty || isWanted) assertContentType(source.headers['content-type'], isEmpty);
  return isEmpty || !isWanted ? undefined : parseJson(bytes);
}

function toPath(names: readonly string[], values: readonly string[]): Record<string, string> {
  const path: Record<string, string> = {};
  for (const [at, name] of names.entries()) path[name] = values[at] ?? '';
  return path;
}

/** Compiles the steps of contract E.1 that belong to HTTP for one operation; only what it declares is done. */
export function compileOperation(parts: OperationParts): RunOperation {
  const { row, names, validators, handler, checkPlatformKey, checkPairing, onInvalid } = parts;
  const checkReply = createReplyCheck(
    row.operationId,
    validators.responses,
    parts.responseValidation,
    parts.logger,
  );
  const isPlatformGated = row.auth !== 'none';

  function assertShape(validate: Validate | undefined, value: unknown): void {
    if (validate !== undefined && !validate(value)) onInvalid(toIssues(validate.errors ?? []));
  }

  function toInput(
    request: ApiRequest,
    values: readonly string[],
    rawQuery: string,
    body: unknown,
    pairing: PairingAuthorisation | null,
  ): PipelineInput {
    const path = toPath(names, values);
    assertShape(validators.path, path);
    const query = parseQuery(rawQuery, row.query);
    if (query === null) return onInvalid([{ path: '', message: 'the query is not valid percent-encoding' }]);
    assertShape(validators.query, query);
    if (body !== undefined) assertShape(validators.body, body);
    else if (row.isBodyRequired) onInvalid([{ path: '', message: 'a JSON body is required' }]);
    return { path, query, body, context: { requestId: request.requestId, pairing } };
  }

  async function handle(input: PipelineInput): Promise<Reply> {
    try {
      return await handler(input);
    } catch (error) {
      if (error instanceof DomainError) return toRefusal(error);
      throw error;
    }
  }

  return async (request, values, query) => {
    const body = row.method === 'get' && !announcesBody(request.source) ? undefined : await takeBody(request, row.hasBody);
    if (isPlatformGated) checkPlatformKey(request);
    const pairing = await authorisePairing(row.auth, checkPairing, request);
    const input = toInput(request, values, query, body, pairing);
    return checkReply(await handle(input), request.requestId);
  };
}
