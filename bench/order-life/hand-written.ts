// The same order life written by hand on Fastify and better-sqlite3: node bench/order-life/hand-written.ts SCENE
// Same tables (made by our migrations), same checks of token, machine, pairing and limits, same writes in as many
// transactions, same durability, same answers.
import { join } from 'node:path';
import { fastify, LogController } from 'fastify';
import { createNullLogger, serveForBench } from '../server-protocol.ts';
import { registerMachines } from './hand-written-machines.ts';
import { registerOrders } from './hand-written-orders.ts';
import { openDatabase } from './hand-written-store.ts';
import { readScene } from './scene.ts';

const { sellerUrl, folder } = readScene();
const logger = createNullLogger();
const app = fastify({ logController: new LogController({ disableRequestLogging: true }) });
app.addHook('onResponse', (request, reply, done) => {
  const { method, routeOptions } = request;
  logger.info(
    {
      requestId: request.id,
      method,
      route: routeOptions.url,
      status: reply.statusCode,
      ms: reply.elapsedTime,
    },
    'request',
  );
  done();
});
const store = await openDatabase(join(folder, 'hand-written.db'));
registerMachines(app, store);
await registerOrders(app, store, sellerUrl);
await app.ready();
serveForBench(app.server);
