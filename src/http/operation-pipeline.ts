import type { Logger } from 'pino';
import type { OperationValidators, Validate } from '../../generated/validators.gen.js';
import { DomainError } from '../domain/errors.ts';
import type { ApiRequest } from './api-request.ts';
import type { OperationRow } from './contract-tables.ts';
import { toRefusal } from './error-response.ts';
import type { PairingAuthorisation, RequestContext } from './handler.ts';
import type { Reply } from './reply.ts';
import { announcesBody, takeBody } from './request-body.ts';
import { parseQuery } from './request-target.ts';
import { createReplyCheck, type ResponseValidation } from './response-validation.ts';
import { authorisePairing, type PairingCheck, type PlatformKeyCheck } from './security.ts';
import type { SpecialHandlers } from './special-handlers.ts';
import { type Issue, toIssues } from './validation-error.ts';

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
  checkPlatformKey: PlatformKeyCheck;
  checkPairing: PairingCheck;
  /** False: market writes need no pairing token. */
  requireAgentPairingAuth: boolean;
  specialHandlers: SpecialHandlers;
  responseValidation: ResponseValidation;
  logger: Logger;
}

/** Runs one request of one operation: `values` are the decoded path parameters, `query` is still encoded. */
export type RunOperation = (request: ApiRequest, values: readonly string[], query: string) => Promise<Reply>;

function toPath(names: readonly string[], values: readonly string[]): Record<string, string> {
  const path: Record<string, string> = {};
  for (let at = 0; at < names.length; at++) path[names[at] ?? ''] = values[at] ?? '';
  return path;
}

function findIssues(validate: Validate | undefined, value: unknown): Issue[] | null {
  return validate === undefined || validate(value) ? null : toIssues(validate.errors ?? []);
}

function findBodyIssues({ row, validators }: OperationParts, body: unknown): Issue[] | null {
  if (body !== undefined) return findIssues(validators.body, body);
  return row.isBodyRequired ? [{ path: '', message: 'a JSON body is required' }] : null;
}

function toReply(error: unknown): Reply {
  if (error instanceof DomainError) return toRefusal(error);
  throw error;
}

/** Refusals of the handler are answers too: they are held against the contract like every other. */
function runHandler(handler: PipelineHandler, input: PipelineInput): Reply | Promise<Reply> {
  try {
    const reply = handler(input);
    return reply instanceof Promise ? reply.catch(toReply) : reply;
  } catch (error) {
    return toReply(error);
  }
}

/** Compiles the HTTP steps of contract E.1 for one operation, so that a request pays only for what is declared. */
export function compileOperation(parts: OperationParts): RunOperation {
  const { row, names, validators, handler, logger } = parts;
  const { validationFail, unauthorizedHandler } = parts.specialHandlers;
  const checkReply = createReplyCheck(
    row.operationId,
    validators.responses,
    parts.responseValidation,
    logger,
  );
  const badQuery = [{ path: '', message: 'the query is not valid percent-encoding' }];

  return async (request, values, rawQuery) => {
    const body =
      announcesBody(request.source) || row.method !== 'get'
        ? await takeBody(request, row.hasBody)
        : undefined;
    let pairing: PairingAuthorisation | null = null;
    try {
      if (row.auth !== 'none') parts.checkPlatformKey(request);
      const pending = authorisePairing(row.auth, parts.requireAgentPairingAuth, parts.checkPairing, request);
      if (pending !== null) pairing = await pending;
    } catch (error) {
      return unauthorizedHandler(error);
    }
    const path = toPath(names, values);
    const query = parseQuery(rawQuery, row.query);
    if (query === null) return validationFail(badQuery);
    const issues =
      findIssues(validators.path, path) ?? findIssues(validators.query, query) ?? findBodyIssues(parts, body);
    if (issues !== null) return validationFail(issues);
    const context = { requestId: request.requestId, pairing };
    const reply = runHandler(handler, { path, query, body, context });
    return checkReply(reply instanceof Promise ? await reply : reply, request.requestId);
  };
}
