import { type Document, OpenAPIBackend, OpenAPIRouter, type Operation, type Request } from 'openapi-backend';
import type { Logger } from 'pino';
import type { ApiRequest } from './api-request.ts';
import type { OperationRow, OperationTable, ValidatorTable } from './contract-tables.ts';
import { compileOperation, type PipelineHandler, type RunOperation, takeBody } from './operation-pipeline.ts';
import type { Reply } from './reply.ts';
import { isPlainTarget, splitTarget } from './request-target.ts';
import type { ResponseValidation } from './response-validation.ts';
import { compileRoutes, type MatchPath, type Route } from './router.ts';
import { isUnderApi, type PairingCheck } from './security.ts';
import { type SpecialHandlers, specialHandlers } from './special-handlers.ts';
import { createValidationError } from './validation-error.ts';

/** A parsed OpenAPI document. It was validated when it was generated. */
export type ApiDocument = Document;

export interface ApiOptions {
  document: ApiDocument;
  operations: OperationTable;
  validators: ValidatorTable;
  /** operationId → handler; one for every operation of the document. */
  handlers: Readonly<Record<string, PipelineHandler>>;
  checkPlatformKey: (request: ApiRequest) => void;
  checkPairing: PairingCheck;
  responseValidation: ResponseValidation;
  logger: Logger;
}

/** Answers one request. Rejects with a DomainError for a refusal before the handler. */
export interface Api {
  handleRequest(request: ApiRequest): Promise<Reply>;
}

/** openapi-backend's router with routes compiled once; its own builds the table and a pattern per operation anew for each request. */
export class CompiledRouter extends OpenAPIRouter {
  readonly match: MatchPath<Operation>;
  readonly #operations: Operation[];
  readonly #byId: Map<string | undefined, Operation>;

  constructor(definition: ApiDocument) {
    super({ definition, apiRoot: '/', ignoreTrailingSlashes: false });
    this.#operations = super.getOperations();
    this.#byId = new Map(this.#operations.map((operation) => [operation.operationId, operation]));
    this.match = compileRoutes(this.#operations);
  }

  override getOperations(): Operation[] {
    return this.#operations;
  }

  override getOperation(operationId: string): Operation | undefined {
    return this.#byId.get(operationId);
  }

  override matchOperation(request: Request): Operation | undefined;
  override matchOperation(request: Request, strict: boolean): Operation;
  override matchOperation(request: Request, strict = false): Operation | undefined {
    const match = this.match(splitTarget(request.path).path);
    const route = match === 'malformed' ? null : match?.route;
    const operation = route?.operations.get(request.method.toUpperCase());
    if (operation || !strict) return operation;
    throw new Error(route ? '405-methodNotAllowed: no such method' : '404-notFound: no route matches request');
  }
}

function rowOf(operations: OperationTable, operation: Operation): OperationRow {
  const row = operations[operation.operationId ?? ''];
  if (!row) throw new Error(`The operation table has no ${operation.operationId} (${operation.path}).`);
  return row;
}

/** openapi-backend with a pipeline compiled per operation in place of its generic one. */
class CompiledApi extends OpenAPIBackend {
  readonly #options: ApiOptions;
  readonly #routes: CompiledRouter;
  readonly #pipelines = new Map<Operation, RunOperation>();
  readonly #openRoutes = new Set<Route<Operation>>();

  constructor(options: ApiOptions) {
    super({ definition: options.document, strict: true, quick: true, validate: false, ignoreTrailingSlashes: false });
    this.#options = options;
    this.#routes = new CompiledRouter(options.document);
  }
}
