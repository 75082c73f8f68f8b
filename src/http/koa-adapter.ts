import type { IncomingMessage, ServerResponse } from 'node:http';
import Koa from 'koa';
import type { Logger } from 'pino';
import { logAccess } from './access-log.ts';
import type { Api } from './api.ts';
import type { ApiRequest } from './api-request.ts';
import { internalError, toErrorReply } from './error-response.ts';
import type { Reply } from './reply.ts';
import { drainRest, RequestAborted } from './request-body.ts';
import type { RequestIdOf } from './request-id.ts';
import { sendReply } from './send-reply.ts';
import { createValidationError } from './validation-error.ts';

interface Exchange {
  request: ApiRequest;
  response: ServerResponse;
  startedAt: number;
}

function assertHost({ headers, httpVersion }: IncomingMessage): void {
  if (headers.host === undefined && httpVersion === '1.1') {
    throw createValidationError([{ path: '', message: 'the Host header is missing' }]);
  }
}

async function answer(api: Api, request: ApiRequest, logger: Logger): Promise<Reply | null> {
  try {
    assertHost(request.source);
    return await api.handleRequest(request);
  } catch (error) {
    return error instanceof RequestAborted ? null : toErrorReply(error, logger, request.requestId);
  }
}

function toText(reply: Reply): string | null {
  return reply.body === undefined ? null : JSON.stringify(reply.body);
}

/** Serves one exchange: it always ends with an answer, unless the client left. */
async function serve(api: Api, { request, response, startedAt }: Exchange, logger: Logger): Promise<void> {
  const { requestId, method, source } = request;
  let reply = await answer(api, request, logger);
  if (reply === null) {
    logger.info({ requestId, method, route: request.route }, 'request aborted');
    return;
  }
  let text: string | null;
  try {
    text = toText(reply);
  } catch (error) {
    reply = toErrorReply(error, logger, requestId);
    text = toText(internalError);
  }
  sendReply(response, requestId, reply, text);
  const ms = Math.round((performance.now() - startedAt) * 1000) / 1000;
  logAccess(logger, { requestId, method, route: request.route, status: reply.status, ms });
  if (reply.drain) {
    await drainRest(source);
    response.end();
  }
}

/** A Koa application that answers every request from the API and writes the answers itself. */
export function createKoaApp(api: Api, requestIdOf: RequestIdOf, logger: Logger): Koa {
  const app = new Koa();
  app.on('error', (error: unknown) => logger.warn({ err: error }, 'connection error'));
  app.use(async (context) => {
    context.respond = false;
    const { req, res }: { req: IncomingMessage; res: ServerResponse } = context;
    const request: ApiRequest = {
      method: req.method ?? '',
      path: req.url ?? '',
      headers: req.headers as ApiRequest['headers'],
      source: req,
      requestId: requestIdOf(req.headers['x-request-id']),
      route: null,
    };
    await serve(api, { request, response: res, startedAt: performance.now() }, logger);
  });
  return app;
}
