// Fastify with the same N static operations, schemas and log: node bench/fastify.ts N
import { fastify, LogController } from 'fastify';
import { createNullLogger, serveForBench } from './server-protocol.ts';
import {
  bodySchemaOf,
  listResources,
  pathSchema,
  querySchema,
  replySchemaOf,
  staticReply,
} from './synthetic-api.ts';

const logger = createNullLogger();
// One line per answer as on our side, in place of Fastify's two.
const app = fastify({ logController: new LogController({ disableRequestLogging: true }) });
app.addHook('onResponse', (request, reply, done) => {
  logger.info(
    {
      requestId: request.id,
      method: request.method,
      route: request.routeOptions.url,
      status: reply.statusCode,
      ms: reply.elapsedTime,
    },
    'request',
  );
  done();
});
for (const { at, collection } of listResources(Number(process.argv[2] ?? 60))) {
  const response = { 200: replySchemaOf(at) };
  const schema = { params: pathSchema, querystring: querySchema, response };
  app.get(`${collection}/:resourceId`, { schema }, (_request, reply) => reply.send(staticReply));
  app.post(collection, { schema: { body: bodySchemaOf(at), response } }, (_request, reply) =>
    reply.send(staticReply),
  );
}
await app.ready();
serveForBench(app.server);
