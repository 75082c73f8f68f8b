import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { MarketService } from '../../src/domain/catalog/market-service.ts';
import { loadCatalog } from '../../src/providers/load-catalog.ts';
import { assertActive, authorise, demand, findOwn, Refusal, schemas } from './hand-written-checks.ts';
import type { Intent } from './hand-written-records.ts';
import { newDispatch, newOrder, newPayment, newResult, textOf, view } from './hand-written-records.ts';
import type { HandStore, Row } from './hand-written-store.ts';
import { now } from './hand-written-store.ts';

interface Shop {
  store: HandStore;
  sellerUrl: string;
  findService: (id: string) => MarketService | undefined;
}

const startOfDay = (at: string) => `${at.slice(0, 10)}T00:00:00.000Z`;

function saveOrder({ store }: Shop, order: Row, changes: Row): Row {
  const next: Row = { ...order, ...changes, updated_at: now() };
  store.update('market_orders', textOf(order, 'id'), { ...changes, updated_at: textOf(next, 'updated_at') });
  const before = { before: order['status'] };
  store.audit(
    `market-order.${textOf(next, 'status')}`,
    textOf(order, 'id'),
    textOf(order, 'machine_id'),
    before,
  );
  return next;
}

function savePayment({ store }: Shop, payment: Row, changes: Row): Row {
  const next: Row = { ...payment, ...changes, updated_at: now() };
  store.update('market_payments', textOf(payment, 'id'), {
    ...changes,
    updated_at: textOf(next, 'updated_at'),
  });
  const order = { orderId: payment['order_id'] };
  store.audit(
    `market-payment.${textOf(next, 'status')}`,
    textOf(payment, 'id'),
    textOf(payment, 'machine_id'),
    order,
  );
  return next;
}

interface CreateBody {
  machineId: string;
  agentPairingId: string;
  serviceId: string;
  input?: object;
}

async function create(shop: Shop, request: FastifyRequest<{ Body: CreateBody }>): Promise<Row> {
  const { store } = shop;
  const pairing = await authorise(store, request);
  const { machineId, agentPairingId, serviceId, input = {} } = request.body;
  if (pairing['id'] !== agentPairingId || pairing['machine_id'] !== machineId)
    throw new Refusal(401, 'AGENT_AUTH_INVALID');
  assertActive(store, machineId);
  const service = shop.findService(serviceId);
  if (!service) throw new Refusal(404, 'NOT_FOUND');
  const at = now();
  const order = newOrder(service, { machineId, agentPairingId }, input, at);
  store.transaction(() => {
    demand(store.find('pairings', agentPairingId));
    store.spent(agentPairingId, startOfDay(at));
    store.insert('market_orders', order);
    store.audit('market-order.created', textOf(order, 'id'), machineId, { serviceId });
  });
  return order;
}

type OfOrder<Body = unknown> = FastifyRequest<{ Params: { id: string }; Body: Body }>;

async function intend(shop: Shop, request: OfOrder<Intent>): Promise<Row> {
  const { store } = shop;
  const { id } = request.params;
  const order = findOwn(store, await authorise(store, request), id);
  const at = now();
  const payment = newPayment(order, request.body, at);
  store.transaction(() => {
    const present = demand(store.find('market_orders', id));
    if (store.find('market_payments', id, 'order_id')) throw new Refusal(409, 'ORDER_CLOSED');
    store.spent(textOf(order, 'agent_pairing_id'), startOfDay(at));
    store.insert('market_payments', payment);
    const spend = { spend_amount: String(request.body.amount), spend_currency: request.body.currency };
    saveOrder(shop, present, { status: 'payment_pending', ...spend });
    store.audit('market-payment.intent-created', textOf(payment, 'id'), textOf(payment, 'machine_id'), {});
  });
  return payment;
}

async function prove(shop: Shop, request: OfOrder<{ transactionHash: string }>): Promise<Row> {
  const { store } = shop;
  const { id } = request.params;
  findOwn(store, await authorise(store, request), id);
  const proof = JSON.stringify({ ...request.body, recordedAt: now() });
  return store.transaction(() => {
    const order = demand(store.find('market_orders', id));
    const payment = demand(store.find('market_payments', id, 'order_id'));
    saveOrder(shop, order, { status: 'ready' });
    return savePayment(shop, payment, { status: 'held', proof, reference: request.body.transactionHash });
  });
}

function begin(shop: Shop, id: string, dispatch: { task: Row; route: Row }): Row {
  const { store } = shop;
  return store.transaction(() => {
    const order = demand(store.find('market_orders', id));
    if (order['attempt'] !== null || order['status'] !== 'ready') throw new Refusal(409, 'ORDER_CLOSED');
    store.find('market_payments', id, 'order_id');
    store.insert('tasks', dispatch.task);
    store.insert('routes', dispatch.route);
    return saveOrder(shop, order, {
      status: 'executing',
      attempt: JSON.stringify({ id: textOf(dispatch.task, 'id'), expiresAt: now() }),
      task_id: textOf(dispatch.task, 'id'),
      route_id: textOf(dispatch.route, 'id'),
    });
  });
}

async function execute(shop: Shop, request: OfOrder<{ input?: object }>): Promise<object> {
  const { store } = shop;
  const { id } = request.params;
  const known = findOwn(store, await authorise(store, request), id);
  assertActive(store, textOf(known, 'machine_id'));
  const stored = JSON.parse(textOf(known, 'input')) as { blobId: string };
  const input = { ...stored, ...request.body.input };
  const dispatch = newDispatch(known, input, now());
  const begun = begin(shop, id, dispatch);
  const answer = await fetch(`${shop.sellerUrl}/v1/blobs/${input.blobId}`);
  const data = Buffer.from(await answer.arrayBuffer());
  const content = { encoding: 'base64', data: data.toString('base64'), size: data.byteLength };
  const end = now();
  const { run, outcome } = newResult(dispatch, { blobId: input.blobId, ...content }, end);
  const order = store.transaction(() => {
    const present = demand(store.find('market_orders', id));
    if (present['attempt'] !== begun['attempt']) throw new Refusal(409, 'ORDER_CLOSED');
    store.insert('runs', run);
    store.insert('outcomes', outcome);
    const ids = { run_id: textOf(run, 'id'), outcome_id: textOf(outcome, 'id') };
    store.update('tasks', textOf(dispatch.task, 'id'), { status: 'completed', ...ids, updated_at: end });
    store.update('routes', textOf(dispatch.route, 'id'), { status: 'completed', updated_at: end });
    return saveOrder(shop, present, { status: 'delivered', attempt: null, ...ids });
  });
  const records = {
    task: view(dispatch.task),
    route: view(dispatch.route),
    run: view(run),
    outcome: view(outcome),
  };
  return { order: view(order), execution: { statusCode: 200, ...records } };
}

async function confirm(shop: Shop, request: OfOrder): Promise<object> {
  const { store } = shop;
  const { id } = request.params;
  findOwn(store, await authorise(store, request), id);
  return store.transaction(() => {
    const present = demand(store.find('market_orders', id));
    if (present['status'] !== 'delivered') throw new Refusal(409, 'ORDER_NOT_DELIVERED');
    const held = demand(store.find('market_payments', id, 'order_id'));
    const order = saveOrder(shop, present, { status: 'confirmed' });
    return { order: view(order), payment: view(savePayment(shop, held, { status: 'release_pending' })) };
  });
}

/** The five calls of an order's life. */
export async function registerOrders(
  app: FastifyInstance,
  store: HandStore,
  sellerUrl: string,
): Promise<void> {
  const catalog = await loadCatalog(null);
  const shop: Shop = { store, sellerUrl, findService: (id) => catalog.findService(id) };
  const path = '/api/v1/market/orders';
  app.post<{ Body: CreateBody }>(path, { schema: { body: schemas.create } }, async (request, reply) =>
    reply.code(201).send({ item: view(await create(shop, request)) }),
  );
  app.post<{ Params: { id: string }; Body: Intent }>(
    `${path}/:id/payment-intent`,
    { schema: { body: schemas.intent } },
    async (request, reply) => reply.code(201).send({ item: view(await intend(shop, request)) }),
  );
  app.post<{ Params: { id: string }; Body: { transactionHash: string } }>(
    `${path}/:id/payment-proof`,
    { schema: { body: schemas.proof } },
    async (request) => ({ item: view(await prove(shop, request)) }),
  );
  app.post<{ Params: { id: string }; Body: { input?: object } }>(
    `${path}/:id/execute`,
    { schema: { body: schemas.execute } },
    (request) => execute(shop, request),
  );
  app.post<{ Params: { id: string } }>(`${path}/:id/confirm`, (request) => confirm(shop, request));
}
