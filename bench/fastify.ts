// Fastify with the same N static operations, schemas and log: node bench/fastify.ts N
import { fastify } from 'fastify';
import { createNullLogger, serveForBench } from './server-protocol.ts';
import {
  bodySchema,
  listResources,
  pathSchema,
  querySchema,
  replySchema,
  staticReply,
} from './synthetic-api.ts';

const logger = createNullLogger();
// One line per answer as on our side, in place of Fastify's two.
const app = fastify({ disableRequestLogging: true });
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
const response = { 200: replySchema };
for (const { collection } of listResources(Number(process.argv[2] ?? 60))) {
  const schema = { params: pathSchema, querystring: querySchema, response };
  app.get(`${collection}/:resourceId`, { schema }, (_request, reply) => reply.send(staticReply));
  app.post(collection, { schema: { body: bodySchema, response } }, (_request, reply) =>
    reply.send(staticReply),
  );
}
await app.ready();
serveForBench(app.server);
