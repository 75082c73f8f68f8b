import type { Answer } from './test-server.ts';
import { sendError } from './test-server.ts';

const always =
  (status: number, body: string): Answer =>
  (_request, response) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(body);

/** Servers that are no orchestrator at all. None of them may pass a single MUST. */
export const hostileServers: Record<string, Answer> = {
  'accepts and never answers': () => undefined,
  'closes every connection': (request) => void request.socket.destroy(),
  'always 200 {}': always(200, '{}'),
  'always 200 {"ok":true}': always(200, '{"ok":true}'),
  'always 200 with empty item and items': always(200, '{"item":{},"items":[]}'),
  'always 200 without a body': (_request, response) => void response.writeHead(200).end(),
  'always 201 with empty item': always(201, '{"item":{}}'),
  'always 204': (_request, response) => void response.writeHead(204).end(),
  'always 401': (_request, response) => sendError(response, 401, 'AUTH_REQUIRED'),
  'always 404': (_request, response) => sendError(response, 404, 'NOT_FOUND'),
  'always 400': (_request, response) => sendError(response, 400, 'VALIDATION_ERROR'),
  'always 500': (_request, response) => sendError(response, 500, 'INTERNAL_ERROR'),
  'always 500 in plain text': (_request, response) =>
    void response.writeHead(500).end('Internal Server Error'),
  'echoes the request body': (request, response) =>
    void response
      .writeHead(200, { 'content-type': request.headers['content-type'] ?? 'application/json' })
      .end(request.text),
  'truncated JSON': always(200, '{"item":{"id":"mach_0123456'),
  'redirects everywhere': (_request, response) => void response.writeHead(302, { location: '/' }).end(),
};
