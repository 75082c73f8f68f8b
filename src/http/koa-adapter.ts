import type { IncomingMessage, ServerResponse } from 'node:http';
import Koa from 'koa';
import type { Logger } from 'pino';
import { logAccess } from './access-log.ts';
import type { Api } from './api.ts';
import type { ApiRequest } from './api-request.ts';
import { toErrorReply } from './error-response.ts';
import type { Reply } from './reply.ts';
import { drainRest, RequestAborted } from './request-body.ts';
import type { RequestIdOf } from './request-id.ts';
import { sendReply } from './send-reply.ts';
import { createValidationError } from './validation-error.ts';

function assertHost({ headers, httpVersion }: IncomingMessage): void {
  if (headers.host === undefined && httpVersion === '1.1') {
    throw createValidationError([{ path: '', message: 'the Host header is missing' }]);
  }
}

/** What was really sent: an answer that cannot be written becomes a mistake of ours. */
function send(response: ServerResponse, requestId: string, reply: Reply, logger: Logger): Reply {
  try {
    sendReply(response, requestId, reply);
    return reply;
  } catch (error) {
    const instead = toErrorReply(error, logger, requestId);
    sendReply(response, requestId, instead);
    return instead;
  }
}

/** Serves one exchange: it always ends with an answer, unless the client left. */
async function serve(api: Api, request: ApiRequest, response: ServerResponse, logger: Logger): Promise<void> {
  const startedAt = performance.now();
  const { requestId, method, source } = request;
  let reply: Reply;
  try {
    assertHost(source);
    reply = await api.handleRequest(request);
  } catch (error) {
    if (error instanceof RequestAborted) {
      logger.info({ requestId, method, route: request.route }, 'request aborted');
      return;
    }
    reply = toErrorReply(error, logger, requestId);
  }
  const { status, drain } = send(response, requestId, reply, logger);
  const ms = Math.round((performance.now() - startedAt) * 1000) / 1000;
  logAccess(logger, { requestId, method, route: request.route, status, ms });
  if (drain) {
    await drainRest(source);
    response.end();
  }
}

/** A Koa application that answers every request from the API and writes the answers itself. */
export function createKoaApp(api: Api, requestIdOf: RequestIdOf, logger: Logger): Koa {
  const app = new Koa();
  app.on('error', (error: unknown) => logger.warn({ err: error }, 'connection error'));
  // In place of Koa's own error page; whatever gets here can no longer be answered.
  app.context.onerror = function onerror(error) {
    if (error) {
      app.emit('error', error, this);
      this.res.destroy();
    }
  };
  app.use((context) => {
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
    return serve(api, request, res, logger);
  });
  return app;
}
