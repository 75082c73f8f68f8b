import type { FastifyInstance, FastifyRequest } from 'fastify';
import { jwtVerify } from 'jose';
import { loadCatalog } from '../../src/providers/load-catalog.ts';
import { secret } from './hand-written-machines.ts';
import type { HandStore, Row } from './hand-written-store.ts';
import { newId, now } from './hand-written-store.ts';

class Refusal extends Error {
  readonly statusCode: number;

  constructor(statusCode: number, code: string) {
    super(code);
    this.statusCode = statusCode;
  }
}

const text = { type: 'string', minLength: 1, pattern: '\\S' };
const hash = { type: 'string', pattern: '^0x[0-9a-fA-F]{64}$' };
const address = { type: 'string', pattern: '^0x[0-9a-fA-F]{40}$' };
const object = { type: 'object' };

const schemas = {
  create: {
    type: 'object',
    required: ['machineId', 'agentPairingId', 'serviceId'],
    properties: { machineId: text, agentPairingId: text, serviceId: text, operation: text, input: object },
  },
  intent: {
    type: 'object',
    properties: {
      rail: { type: 'object', properties: { type: text, chain: text, token: text, payeeAddress: address } },
      amount: { type: 'number', exclusiveMinimum: 0 },
      currency: text,
    },
  },
  proof: {
    type: 'object',
    required: ['chain', 'token', 'payerAddress', 'payeeAddress', 'amount', 'transactionHash'],
    properties: {
      verificationMode: { enum: ['recorded', 'rpc'] },
      chain: text,
      token: text,
      payerAddress: address,
      payeeAddress: address,
      amount: text,
      transactionHash: hash,
    },
  },
  execute: { type: 'object', properties: { input: object } },
} as const;

interface Claims {
  machineId: string;
  pairingId: string;
  sessionId: string;
  jti: string;
}

/** The pairing of a verified token whose session is current. */
async function authorise(store: HandStore, request: FastifyRequest): Promise<Row> {
  const token = String(request.headers['x-agent-pairing-token']);
  const { payload } = await jwtVerify<Claims>(token, secret, { algorithms: ['HS256'] });
  const pairing = store.find('pairings', payload.pairingId);
  const session = JSON.parse(pairing?.['session'] ?? '{}') as { id?: string; tokenId?: string };
  if (!pairing || session.id !== payload.sessionId || session.tokenId !== payload.jti)
    throw new Refusal(401, 'AGENT_AUTH_INVALID');
  if (pairing['status'] !== 'active') throw new Refusal(403, 'AGENT_PAIRING_INACTIVE');
  return pairing;
}

function demand(row: Row | undefined): Row {
  if (!row) throw new Refusal(404, 'NOT_FOUND');
  return row;
}

function findOwn(store: HandStore, pairing: Row, id: string): Row {
  const order = demand(store.find('market_orders', id));
  if (order['agent_pairing_id'] !== pairing['id']) throw new Refusal(401, 'AGENT_AUTH_INVALID');
  return order;
}

function assertActive(store: HandStore, machineId: string): void {
  if (demand(store.find('machines', machineId))['status'] !== 'active')
    throw new Refusal(409, 'MACHINE_NOT_ACTIVE');
}

const camel = (column: string) =>
  column.replaceAll(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase());
const documents = [
  'input',
  'payment',
  'budget',
  'handoff',
  'service_snapshot',
  'rail',
  'proof',
  'notes',
  'result',
  'required_capabilities',
  'candidates',
];
const hidden = ['spend_amount', 'spend_currency', 'attempt', 'reference', 'signature_digest'];

/** A record as answers show it. */
function view(row: Row): Record<string, unknown> {
  const shown = Object.entries(row).filter(([column]) => !hidden.includes(column));
  return Object.fromEntries(
    shown.map(([column, value]) => [
      camel(column),
      documents.includes(column) && value !== null ? JSON.parse(value) : value,
    ]),
  );
}

type WithId = { Params: { id: string } };

/** The five calls of an order's life. */
export async function registerOrders(
  app: FastifyInstance,
  store: HandStore,
  sellerUrl: string,
): Promise<void> {
  const catalog = await loadCatalog(null);
  const save = (order: Row, changes: Row): Row => {
    const next = { ...changes, updated_at: now() };
    store.update('market_orders', order['id'] ?? '', next);
    const saved = { ...order, ...next };
    store.audit(`market-order.${saved['status']}`, order['id'] ?? '', order['machine_id'] ?? '', {
      before: order['status'],
    });
    return saved;
  };
  const savePayment = (payment: Row, changes: Row): Row => {
    const next = { ...changes, updated_at: now() };
    store.update('market_payments', payment['id'] ?? '', next);
    const saved = { ...payment, ...next };
    store.audit(`market-payment.${saved['status']}`, payment['id'] ?? '', payment['machine_id'] ?? '', {
      orderId: payment['order_id'],
    });
    return saved;
  };

  app.post<{ Body: Record<string, string> & { input?: object } }>(
    '/api/v1/market/orders',
    { schema: { body: schemas.create } },
    async (request, reply) => {
      const pairing = await authorise(store, request);
      const { machineId = '', agentPairingId, serviceId = '', input = {} } = request.body;
      if (pairing['id'] !== agentPairingId || pairing['machine_id'] !== machineId)
        throw new Refusal(401, 'AGENT_AUTH_INVALID');
      assertActive(store, machineId);
      const service = catalog.findService(serviceId);
      if (!service) throw new Refusal(404, 'NOT_FOUND');
      const at = now();
      const order: Row = {
        id: newId('ord'),
        machine_id: machineId,
        agent_pairing_id: agentPairingId,
        status: 'created',
        spend_amount: '0',
        spend_currency: null,
        created_at: at,
        updated_at: at,
        service_id: service.id,
        skill_key: service.skillKey,
        provider_key: service.providerKey,
        service_type: service.serviceType,
        operation: service.operations[0] ?? '',
        execution_mode: service.executionMode,
        integration_status: service.integrationStatus,
        search_id: null,
        quote_id: null,
        task_id: null,
        route_id: null,
        run_id: null,
        outcome_id: null,
        attempt: null,
        input: JSON.stringify(input),
        payment: JSON.stringify(service.payment),
        budget: null,
        handoff: null,
        error_message: null,
        service_snapshot: JSON.stringify(service),
      };
      store.transaction(() => {
        demand(store.find('pairings', agentPairingId ?? ''));
        store.spent(agentPairingId ?? '', `${at.slice(0, 10)}T00:00:00.000Z`);
        store.insert('market_orders', order);
        store.audit('market-order.created', order['id'] ?? '', machineId, { serviceId });
      });
      return reply.code(201).send({ item: view(order) });
    },
  );

  app.post<WithId & { Body: { rail: object; amount: number; currency: string } }>(
    '/api/v1/market/orders/:id/payment-intent',
    { schema: { body: schemas.intent } },
    async (request, reply) => {
      const order = findOwn(store, await authorise(store, request), request.params.id);
      const { rail, amount, currency } = request.body;
      const at = now();
      const payment: Row = {
        id: newId('pay'),
        order_id: order['id'] ?? '',
        machine_id: order['machine_id'] ?? '',
        status: 'intent_created',
        rail: JSON.stringify({
          ...rail,
          metadata: { tokenDecimals: 6, rawAmount: String(Math.round(amount * 1e6)) },
        }),
        amount: String(amount),
        currency,
        proof: null,
        notes: '[]',
        reference: null,
        signature_digest: null,
        created_at: at,
        updated_at: at,
      };
      store.transaction(() => {
        const present = demand(store.find('market_orders', request.params.id));
        if (store.find('market_payments', request.params.id, 'order_id'))
          throw new Refusal(409, 'ORDER_CLOSED');
        store.spent(order['agent_pairing_id'] ?? '', `${at.slice(0, 10)}T00:00:00.000Z`);
        store.insert('market_payments', payment);
        save(present, { status: 'payment_pending', spend_amount: String(amount), spend_currency: currency });
        store.audit('market-payment.intent-created', payment['id'] ?? '', payment['machine_id'] ?? '', {});
      });
      return reply.code(201).send({ item: view(payment) });
    },
  );

  app.post<WithId & { Body: Record<string, string> }>(
    '/api/v1/market/orders/:id/payment-proof',
    { schema: { body: schemas.proof } },
    async (request) => {
      findOwn(store, await authorise(store, request), request.params.id);
      const proof = JSON.stringify({ ...request.body, recordedAt: now() });
      const payment = store.transaction(() => {
        const order = demand(store.find('market_orders', request.params.id));
        const present = demand(store.find('market_payments', request.params.id, 'order_id'));
        save(order, { status: 'ready' });
        return savePayment(present, {
          status: 'held',
          proof,
          reference: request.body['transactionHash'] ?? null,
        });
      });
      return { item: view(payment) };
    },
  );

  app.post<WithId & { Body: { input?: object } }>(
    '/api/v1/market/orders/:id/execute',
    { schema: { body: schemas.execute } },
    async (request) => {
      const known = findOwn(store, await authorise(store, request), request.params.id);
      assertActive(store, known['machine_id'] ?? '');
      const at = now();
      const input = { ...(JSON.parse(known['input'] ?? '{}') as { blobId?: string }), ...request.body.input };
      const task: Row = {
        id: newId('task'),
        machine_id: known['machine_id'] ?? '',
        agent_pairing_id: known['agent_pairing_id'] ?? '',
        order_id: known['id'] ?? '',
        service_type: known['service_type'] ?? '',
        operation: known['operation'] ?? '',
        input: JSON.stringify(input),
        required_capabilities: '[]',
        status: 'executing',
        candidates: '[]',
        route_id: null,
        run_id: null,
        outcome_id: null,
        error_message: null,
        created_at: at,
        updated_at: at,
      };
      const subject = {
        task_id: task['id'] ?? '',
        machine_id: known['machine_id'] ?? '',
        service_id: known['service_id'] ?? '',
        skill_key: known['skill_key'] ?? '',
        execution_mode: known['execution_mode'] ?? '',
      };
      const route: Row = {
        ...subject,
        id: newId('route'),
        provider_key: known['provider_key'] ?? '',
        integration_status: known['integration_status'] ?? '',
        status: 'dispatched',
        handoff: null,
        runtime_endpoint_id: null,
        created_at: at,
        updated_at: at,
      };
      const begun = store.transaction(() => {
        const order = demand(store.find('market_orders', request.params.id));
        if (order['attempt'] !== null || order['status'] !== 'ready') throw new Refusal(409, 'ORDER_CLOSED');
        store.find('market_payments', request.params.id, 'order_id');
        store.insert('tasks', { ...task, route_id: route['id'] ?? null });
        store.insert('routes', route);
        const attempt = JSON.stringify({ id: newId('try'), expiresAt: at });
        return save(order, {
          status: 'executing',
          attempt,
          task_id: task['id'] ?? null,
          route_id: route['id'] ?? null,
        });
      });
      const answer = await fetch(`${sellerUrl}/v1/blobs/${input.blobId ?? ''}`);
      const data = Buffer.from(await answer.arrayBuffer());
      const result = JSON.stringify({
        blobId: input.blobId,
        encoding: 'base64',
        data: data.toString('base64'),
        size: data.byteLength,
      });
      const end = now();
      const [runId, outcomeId] = [newId('run'), newId('out')];
      const run: Row = {
        ...subject,
        id: runId,
        route_id: route['id'] ?? '',
        order_id: begun['id'] ?? '',
        status: 'completed',
        outcome_id: outcomeId,
        started_at: at,
        finished_at: end,
      };
      const outcome: Row = {
        ...subject,
        id: outcomeId,
        run_id: runId,
        order_id: begun['id'] ?? '',
        status: 'completed',
        result,
        error_message: null,
        error_code: null,
        external_ref: input.blobId ?? null,
        created_at: end,
      };
      const order = store.transaction(() => {
        const present = demand(store.find('market_orders', request.params.id));
        if (present['attempt'] !== begun['attempt']) throw new Refusal(409, 'ORDER_CLOSED');
        store.insert('runs', run);
        store.insert('outcomes', outcome);
        store.update('tasks', task['id'] ?? '', {
          status: 'completed',
          run_id: runId,
          outcome_id: outcomeId,
          updated_at: end,
        });
        store.update('routes', route['id'] ?? '', { status: 'completed', updated_at: end });
        return save(present, { status: 'delivered', attempt: null, run_id: runId, outcome_id: outcomeId });
      });
      const execution = {
        statusCode: 200,
        task: view(task),
        route: view(route),
        run: view(run),
        outcome: view(outcome),
      };
      return { order: view(order), execution };
    },
  );

  app.post<WithId>('/api/v1/market/orders/:id/confirm', async (request) => {
    findOwn(store, await authorise(store, request), request.params.id);
    const [order, payment] = store.transaction(() => {
      const present = demand(store.find('market_orders', request.params.id));
      if (present['status'] !== 'delivered') throw new Refusal(409, 'ORDER_NOT_DELIVERED');
      const held = demand(store.find('market_payments', request.params.id, 'order_id'));
      return [
        save(present, { status: 'confirmed' }),
        savePayment(held, { status: 'release_pending' }),
      ] as const;
    });
    return { order: view(order), payment: view(payment) };
  });
}
