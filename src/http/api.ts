import {
  type Document,
  type Handler,
  OpenAPIBackend,
  OpenAPIRouter,
  type Operation,
  type Request,
} from 'openapi-backend';
import type { Logger } from 'pino';
import type { ApiRequest } from './api-request.ts';
import type { OperationTable, ValidatorTable } from './contract-tables.ts';
import { compileOperation, type PipelineHandler, type RunOperation } from './operation-pipeline.ts';
import type { Reply } from './reply.ts';
import { decodePercent } from './percent-decoding.ts';
import { takeBody } from './request-body.ts';
import { splitTarget } from './request-target.ts';
import type { ResponseValidation } from './response-validation.ts';
import { compileRoutes, type MatchPath, type Route } from './router.ts';
import { isUnderApi, type PairingCheck, type PlatformKeyCheck } from './security.ts';
import { type SpecialHandlers, specialHandlers } from './special-handlers.ts';

/** A parsed OpenAPI document. It was validated when it was generated. */
export type ApiDocument = Document;

export interface ApiOptions {
  document: ApiDocument;
  operations: OperationTable;
  validators: ValidatorTable;
  /** operationId → handler; one for every operation of the document. */
  handlers: Readonly<Record<string, PipelineHandler>>;
  checkPlatformKey: PlatformKeyCheck;
  checkPairing: PairingCheck;
  requireAgentPairingAuth: boolean;
  responseValidation: ResponseValidation;
  logger: Logger;
}

/** Answers one request. Rejects with a DomainError, RequestAborted, or whatever unexpected a handler threw. */
export interface Api {
  handleRequest(request: ApiRequest): Promise<Reply>;
}

/** openapi-backend's router with its routes compiled once; its own builds them anew for every request. */
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
    throw new Error(route ? '405-methodNotAllowed: no such method' : '404-notFound: no such route');
  }
}

/** Handlers here take our own input and answer with a Reply; openapi-backend only keeps them by name. */
const asHandler = (handler: unknown) => handler as Handler;

/** openapi-backend with a pipeline compiled per operation in place of its generic one. */
export class CompiledApi extends OpenAPIBackend {
  readonly #options: ApiOptions;
  readonly #pipelines = new Map<Operation, RunOperation>();
  #match: MatchPath<Operation> = () => null;

  constructor(options: ApiOptions) {
    super({ definition: options.document, strict: true, quick: true, validate: false });
    this.#options = options;
  }

  /** Registers everything and compiles the operations. Raises when one of them lacks a handler or a validator. */
  override async init(): Promise<this> {
    await super.init();
    const router = new CompiledRouter(this.definition);
    this.router = router;
    this.#match = router.match;
    this.#registerAll();
    for (const operation of router.getOperations()) this.#pipelines.set(operation, this.#compile(operation));
    return this;
  }

  #registerAll(): void {
    const { handlers, checkPlatformKey, checkPairing } = this.#options;
    for (const [name, handler] of Object.entries({ ...specialHandlers, ...handlers })) {
      this.registerHandler(name, asHandler(handler));
    }
    this.registerSecurityHandler('platformKey', asHandler(checkPlatformKey));
    this.registerSecurityHandler('pairingToken', asHandler(checkPairing));
    for (const name of Object.keys(this.definition.components?.securitySchemes ?? {})) {
      if (!this.securityHandlers[name]) throw new Error(`Nothing checks the security scheme ${name}.`);
    }
  }

  #compile(operation: Operation): RunOperation {
    const id = operation.operationId ?? operation.path;
    const { operations, validators, requireAgentPairingAuth, responseValidation, logger } = this.#options;
    const row = operations[id];
    const own = validators[id];
    if (!row || !own) throw new Error(`The generated tables have no operation ${id}.`);
    const match = this.#match(operation.path);
    const handlers = this.handlers as unknown as SpecialHandlers &
      Record<string, PipelineHandler | undefined>;
    return compileOperation({
      row,
      names: match === null || match === 'malformed' ? [] : match.route.names,
      validators: own,
      handler: handlers[id] ?? handlers.notImplemented(id),
      checkPlatformKey: this.securityHandlers['platformKey'] as unknown as PlatformKeyCheck,
      checkPairing: this.securityHandlers['pairingToken'] as unknown as PairingCheck,
      requireAgentPairingAuth,
      specialHandlers: handlers,
      responseValidation,
      logger,
    });
  }

  override async handleRequest(request: ApiRequest): Promise<Reply> {
    const { path, query } = splitTarget(request.path);
    const match = this.#match(path);
    if (match === null || match === 'malformed') return this.#refuse(request, path, match);
    const { route, values } = match;
    request.route = route.template;
    const operation = route.operations.get(request.method === 'HEAD' ? 'GET' : request.method);
    const run = operation && this.#pipelines.get(operation);
    return run ? run(request, values, query) : this.#refuse(request, path, route);
  }

  /** What no operation answers passes the same steps first: body size, then the deployment key. */
  async #refuse(
    request: ApiRequest,
    path: string,
    found: Route<Operation> | 'malformed' | null,
  ): Promise<Reply> {
    const handlers = this.handlers as unknown as SpecialHandlers;
    await takeBody(request, false);
    try {
      if (isUnderApi(decodePercent(path) ?? path) && !this.#isOpen(found))
        this.#options.checkPlatformKey(request);
    } catch (error) {
      return handlers.unauthorizedHandler(error);
    }
    if (found === null) return handlers.notFound();
    if (found === 'malformed') {
      return handlers.validationFail([{ path: '', message: 'the path is not valid percent-encoding' }]);
    }
    if (request.method === 'OPTIONS')
      return { status: 204, body: undefined, headers: ['allow', found.allow] };
    return handlers.methodNotAllowed(found.allow);
  }

  #isOpen(found: Route<Operation> | 'malformed' | null): boolean {
    if (found === null || found === 'malformed') return false;
    const { operations } = this.#options;
    return [...found.operations.values()].every(
      ({ operationId }) => operations[operationId ?? '']?.auth === 'none',
    );
  }
}

/** Compiles an API from its document and generated tables. Raises when an operation has no handler. */
export async function createApi(options: ApiOptions): Promise<Api> {
  return new CompiledApi(options).init();
}
