import type http from 'node:http';
import type { Logger } from 'pino';
import type { Ids } from '../ports/ids.ts';
import { type ApiDocument, createApi } from './api.ts';
import { createApiKeyGate } from './api-key.ts';
import type { OperationTable, ValidatorTable } from './contract-tables.ts';
import { createKoaApp } from './koa-adapter.ts';
import type { PipelineHandler } from './operation-pipeline.ts';
import { createRequestIds } from './request-id.ts';
import type { ResponseValidation } from './response-validation.ts';
import { createPairingHandler, createPlatformKeyHandler, type VerifyPairingToken } from './security.ts';
import { createHttpServer } from './server.ts';

/** An API that is not bound to this contract: any document with its generated tables. */
export interface HttpAppOptions {
  document: ApiDocument;
  operations: OperationTable;
  validators: ValidatorTable;
  handlers: Readonly<Record<string, PipelineHandler>>;
  verifyPairingToken: VerifyPairingToken;
  ids: Ids;
  apiKeys: readonly string[];
  requireApiAuth: boolean;
  requireAgentPairingAuth: boolean;
  responseValidation: ResponseValidation;
  logger: Logger;
}

export interface App {
  callback(): http.RequestListener;
  /** A server for this app, not yet listening, with time-outs and error envelopes set up. */
  createServer(): http.Server;
}

/** Puts an API behind HTTP with the security of its deployment. Rejects when an operation has no handler. */
export async function createHttpApp(options: HttpAppOptions): Promise<App> {
  const { document, operations, validators, handlers, requireAgentPairingAuth, responseValidation, logger } =
    options;
  const api = await createApi({
    document,
    operations,
    validators,
    handlers,
    checkPlatformKey: createPlatformKeyHandler(createApiKeyGate(options.requireApiAuth, options.apiKeys)),
    checkPairing: createPairingHandler(options.verifyPairingToken),
    requireAgentPairingAuth,
    responseValidation,
    logger,
  });
  const requestIdOf = createRequestIds(options.ids);
  const handle = createKoaApp(api, requestIdOf, logger).callback();
  const listener: http.RequestListener = (request, response) => void handle(request, response);
  return {
    callback: () => listener,
    createServer: () => createHttpServer(listener, () => requestIdOf(undefined)),
  };
}
