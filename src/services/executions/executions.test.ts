import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { attemptTtlMs } from '../../domain/executions/execution-gate.ts';
import { configureSkill } from '../catalog/skill-configs.ts';
import type { Actor, MarketBench } from '../market-bench.fixture.ts';
import {
  noWish,
  nothing,
  openMarketBench,
  place,
  placePaid,
  refused,
  trade,
} from '../market-bench.fixture.ts';
import { disputeOrder } from '../orders/dispute-order.ts';
import { readOrder } from '../orders/read-order.ts';
import { createPaymentIntent } from '../payments/create-payment-intent.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { executeOrder } from './execute-order.ts';
import { executeService } from './execute-service.ts';

let bench: MarketBench;
let deps: ServiceDeps;
let actor: Actor;
beforeAll(async () => {
  bench = await openMarketBench();
  ({ deps } = bench);
  actor = await trade(bench);
});
afterEach(() => {
  bench.providers.setFault('walrus', null);
  bench.providers.forgetCalls();
});
afterAll(() => bench.close());

const calls = () => bench.providers.calls('walrus');

describe('an execution', () => {
  it('leaves a task, a route, a run and an outcome that belong together', async () => {
    const id = await placePaid(deps, actor);
    const { order, records } = await executeOrder(deps, actor, id, nothing);
    const { task, route, run, outcome } = records;
    expect(order).toMatchObject({
      status: 'delivered',
      attempt: null,
      taskId: task.id,
      routeId: route.id,
      runId: run.id,
      outcomeId: outcome.id,
      errorMessage: null,
    });
    expect(task).toMatchObject({
      orderId: id,
      status: 'completed',
      routeId: route.id,
      outcomeId: outcome.id,
    });
    expect(route).toMatchObject({ taskId: task.id, status: 'completed', serviceId: 'walrus:store-blob' });
    expect(run).toMatchObject({
      taskId: task.id,
      routeId: route.id,
      outcomeId: outcome.id,
      status: 'completed',
    });
    expect(outcome).toMatchObject({ runId: run.id, orderId: id, status: 'completed', result: { size: 5 } });
    expect(outcome.externalRef).toBe((outcome.result as { blobId: string }).blobId);
    expect(await deps.store.executions.findByOutcome(outcome.id)).toEqual(records);
    expect((await bench.auditTypes()).slice(-2)).toEqual([
      'market-order.executing',
      'market-order.delivered',
    ]);
  });

  it('takes the input of the attempt before that of the order, field by field', async () => {
    const id = await placePaid(deps, actor);
    const input = { epochs: 3 };
    await executeOrder(deps, actor, id, { input, paymentSignature: null });
    expect(calls().map(({ path, body }) => [path, body])).toEqual([['/v1/blobs?epochs=3', 'bytes']]);
    expect((await readOrder(deps, actor, id)).input).toEqual({ data: 'bytes' });
  });

  it('that cannot begin leaves the order as it was', async () => {
    const id = await placePaid(deps, actor);
    const before = await readOrder(deps, actor, id);
    const bad = refused(executeOrder(deps, actor, id, { input: { epochs: 99 }, paymentSignature: null }));
    expect(await bad).toMatchObject({
      code: 'VALIDATION_ERROR',
      details: { issues: [{ path: 'input.epochs' }] },
    });
    const bare = bench.configured({ PEAQOS_WALRUS_PUBLISHER_URL: '' });
    expect(await refused(executeOrder(bare, actor, id, nothing))).toMatchObject({
      code: 'EXECUTION_UNSUPPORTED',
      details: { missing: ['publisherUrl'] },
    });
    expect(await readOrder(deps, actor, id)).toEqual(before);
    expect(calls()).toEqual([]);
  });

  it('uses the credentials of its order once, and forgets them', async () => {
    const credentials = { walrus: { publisherToken: 'token-of-the-order' } };
    const { id } = await place(deps, actor, { credentials });
    expect(deps.credentials.find(id)).toEqual(credentials);
    await executeOrder(deps, actor, id, nothing);
    expect(calls().map(({ headers }) => headers['authorization'])).toEqual(['Bearer token-of-the-order']);
    expect(deps.credentials.find(id)).toBeUndefined();
    expect(await bench.dump()).not.toContain('token-of-the-order');
  });
});

describe('an attempt that never ended', () => {
  const expiresAt = (ms: number) => new Date(bench.clock.time + ms).toISOString();

  /** As an attempt leaves an order whose process died. */
  async function abandon(id: string): Promise<void> {
    const attempt = JSON.stringify({ id: 'try_of_the_dead', expiresAt: expiresAt(attemptTtlMs) });
    await bench.alter('market_orders', id, { status: 'executing', attempt });
  }

  it('keeps the order for a minute, and not a moment longer', async () => {
    const id = await placePaid(deps, actor);
    await abandon(id);
    bench.clock.time += attemptTtlMs - 1;
    expect(await refused(executeOrder(deps, actor, id, nothing))).toMatchObject({
      code: 'ORDER_CLOSED',
      details: { status: 'executing' },
    });
    expect(calls()).toEqual([]);
    bench.clock.time += 1;
    expect((await executeOrder(deps, actor, id, nothing)).order.status).toBe('delivered');
  });

  it('is taken over by one of many', async () => {
    const id = await placePaid(deps, actor);
    await abandon(id);
    bench.clock.time += attemptTtlMs;
    const attempts = Array.from({ length: 10 }, () => executeOrder(deps, actor, id, nothing));
    const ended = await Promise.allSettled(attempts);
    expect(calls()).toHaveLength(1);
    const outcomes = ended.map((each) =>
      each.status === 'fulfilled' ? each.value.order.status : (each.reason as { code: string }).code,
    );
    expect(outcomes).toContain('delivered');
    expect(outcomes.filter((outcome) => outcome !== 'delivered' && outcome !== 'ORDER_CLOSED')).toEqual([]);
  });

  it('is not taken over unpaid where payment comes first', async () => {
    const { id } = await place(deps, actor);
    await createPaymentIntent(deps, actor, id, noWish);
    await abandon(id);
    bench.clock.time += attemptTtlMs;
    const strict = bench.configured({ PEAQOS_REQUIRE_PAYMENT_BEFORE_EXECUTE: 'true' });
    expect(await refused(executeOrder(strict, actor, id, nothing))).toMatchObject({
      code: 'PAYMENT_REQUIRED',
      details: { paymentStatus: 'intent_created' },
    });
  });
});

describe('a provider’s failure', () => {
  it.each([
    ['an error', { kind: 'status', status: 503 } as const, 'HTTP 503'],
    ['no answer', { kind: 'reset' } as const, 'cannot be reached'],
    ['nonsense', { kind: 'garbage' } as const, 'not understood'],
  ])('(%s) is a result of the order', async (_what, fault, words) => {
    bench.providers.setFault('walrus', fault);
    const id = await placePaid(deps, actor);
    const { order, records } = await executeOrder(deps, actor, id, nothing);
    const errorMessage = expect.stringContaining(words) as string;
    expect(order).toMatchObject({ status: 'failed', errorMessage });
    expect(records.outcome).toMatchObject({ status: 'failed', errorMessage, result: null });
    expect(records.task).toMatchObject({ status: 'failed', errorMessage });
    expect(records.route).toMatchObject({ status: 'failed' });
    expect((await bench.auditTypes()).at(-1)).toBe('market-order.failed');
    // Storing twice may be paid twice.
    expect(calls()).toHaveLength(1);
  });
});

describe('a hand-off', () => {
  it('says where to go on, calls nobody and says it again', async () => {
    const { id } = await place(deps, actor, { serviceId: 'geodnet:rtk', input: {} });
    const { order, records } = await executeOrder(deps, actor, id, nothing);
    const handoff = { label: 'GEODNET', url: 'https://geodnet.com' };
    expect(order).toMatchObject({ status: 'handoff', handoff });
    expect(records).toMatchObject({
      task: { status: 'handoff' },
      route: { status: 'handed_off', handoff },
      run: { status: 'external' },
      outcome: { status: 'external', result: null },
    });
    expect(await executeOrder(deps, actor, id, nothing)).toEqual({ order, records });
    expect(bench.providers.calls()).toEqual([]);
    expect((await bench.auditTypes()).at(-1)).toBe('market-order.handoff');
  });
});

describe('an order that ended while its provider was at work', () => {
  it('keeps its end, and the result', async () => {
    const { walrus } = bench.providers.providers;
    const { answer } = walrus;
    const id = await placePaid(deps, actor);
    walrus.answer = async (call) => {
      await disputeOrder(deps, actor, id, { reason: 'Too late.', evidence: {} });
      return answer(call);
    };
    const { order, records } = await executeOrder(deps, actor, id, nothing);
    walrus.answer = answer;
    expect(order).toMatchObject({ status: 'disputed', outcomeId: records.outcome.id, attempt: null });
    expect(records.outcome).toMatchObject({ status: 'completed' });
    expect(await refused(executeOrder(deps, actor, id, nothing))).toMatchObject({ code: 'ORDER_CLOSED' });
  });
});

describe('a service executed without an order', () => {
  const command = (serviceId: string, operation: string, input: Record<string, unknown>) => ({
    serviceId,
    operation,
    input,
    machineId: actor.machineId,
    agentPairingId: actor.pairingId,
    credentials: null,
  });

  it('is one that reads, for nothing; it is recorded', async () => {
    const blobId = 'read-without-an-order'.padEnd(43, '_');
    bench.providers.providers.walrus.blobs.set(blobId, Buffer.from('bytes'));
    const input = { blobId, encoding: 'utf8' };
    const { service, records } = await executeService(
      deps,
      actor,
      command('walrus:read-blob', 'read-blob', input),
    );
    expect(service.id).toBe('walrus:read-blob');
    expect(records.outcome).toMatchObject({ status: 'completed', orderId: null, result: { data: 'bytes' } });
    expect(await deps.store.executions.findByOutcome(records.outcome.id)).toEqual(records);
    expect((await bench.auditTypes()).at(-1)).toBe('task.completed');
  });

  it('that fails is a result too', async () => {
    const input = { blobId: 'unknown'.padEnd(43, '_') };
    const { records } = await executeService(deps, actor, command('walrus:read-blob', 'read-blob', input));
    expect(records.outcome).toMatchObject({ status: 'failed' });
    expect((await bench.auditTypes()).at(-1)).toBe('task.failed');
  });

  it.each([
    ['one that is paid', 'walrus:store-blob', 'store-blob', 'PAYMENT_REQUIRED'],
    ['one that is sold by x402', 'pay-sh:quicknode-rpc:query', 'query', 'PAYMENT_REQUIRED'],
    ['one that changes something', 'world-id:verify', 'verify-proof', 'EXECUTION_UNSUPPORTED'],
    ['one that hands over', 'geodnet:rtk', 'request-account', 'EXECUTION_UNSUPPORTED'],
    ['an operation that it has not', 'walrus:read-blob', 'store-blob', 'VALIDATION_ERROR'],
    ['an input that does not fit', 'walrus:read-blob', 'read-blob', 'VALIDATION_ERROR'],
    ['no service', 'walrus:no-such', 'read-blob', 'NOT_FOUND'],
  ])('is not %s', async (_what, serviceId, operation, code) => {
    const work = executeService(deps, actor, command(serviceId, operation, {}));
    expect(await refused(work)).toMatchObject({ code });
    expect(bench.providers.calls()).toEqual([]);
  });

  it('is none that the policy of the agent forbids, nor of a disabled skill', async () => {
    const limited = await trade(bench, { deniedServiceIds: ['walrus:read-blob'] });
    const { machineId, pairingId } = limited;
    const read = { ...command('walrus:read-blob', 'read-blob', {}), machineId, agentPairingId: pairingId };
    expect(await refused(executeService(deps, limited, read))).toMatchObject({ code: 'AGENT_POLICY_DENIED' });
    await configureSkill(deps, 'walrus-read', { enabled: false });
    expect(await refused(executeService(deps, limited, read))).toMatchObject({ code: 'NOT_FOUND' });
    await configureSkill(deps, 'walrus-read', { enabled: true });
  });
});
