import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quoteTtlMs } from '../../domain/search/create-quotes.ts';
import { executeOrder } from '../executions/execute-order.ts';
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
import { createPaymentIntent } from '../payments/create-payment-intent.ts';
import { refundPayment, releasePayment } from '../payments/release-payment.ts';
import { createSearch } from '../search/create-search.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { changeAtRegistry } from '../services.fixture.ts';
import { updateMachine } from '../update-machine.ts';
import { updatePairing } from '../update-pairing.ts';
import { createPolicy } from '../policies/write-policy.ts';
import { confirmOrder } from './confirm-order.ts';
import { disputeOrder } from './dispute-order.ts';
import { listOrders, readOrder } from './read-order.ts';

let bench: MarketBench;
let deps: ServiceDeps;
beforeAll(async () => {
  bench = await openMarketBench();
  ({ deps } = bench);
});
afterAll(() => bench.close());

const search = (actor: Actor) =>
  createSearch(deps, actor, {
    machineId: null,
    agentPairingId: null,
    wanted: { serviceType: 'storage' },
    credentials: null,
    received: { serviceType: 'storage' },
  });

describe('placing an order', () => {
  it('keeps the service as it was offered, counts its price and records it', async () => {
    const actor = await trade(bench);
    const order = await place(deps, actor, { budget: { max: 1, currency: 'USD' } });
    expect(order).toMatchObject({
      id: expect.stringMatching(/^ord_[0-9a-f]{12}$/),
      status: 'created',
      operation: 'store-blob',
      budget: { max: 1, currency: 'USD' },
      spend: { amount: 0.02, currency: 'USDT' },
      serviceSnapshot: { id: 'walrus:store-blob' },
      payment: { defaultRail: 'wdk-usdt-transfer', required: true },
    });
    expect(await readOrder(deps, actor, order.id)).toEqual(order);
    expect((await bench.auditTypes()).at(-1)).toBe('market-order.created');
  });

  it('takes the operation of the quote, and one that the service lists', async () => {
    const actor = await trade(bench);
    const { id: searchId, quotes } = await search(actor);
    const quote = quotes.find(({ serviceId }) => serviceId === 'walrus:store-blob')!;
    const order = await place(deps, actor, { searchId, quoteId: quote.id });
    expect(order).toMatchObject({ searchId, quoteId: quote.id, operation: quote.operation });
    expect(await refused(place(deps, actor, { operation: 'read-blob' }))).toMatchObject({
      code: 'VALIDATION_ERROR',
    });
  });

  it('takes a quote again and again until it expires', async () => {
    const actor = await trade(bench);
    const { id: searchId, quotes } = await search(actor);
    const bound = { searchId, quoteId: quotes[0]!.id, serviceId: quotes[0]!.serviceId, operation: null };
    bench.clock.time += quoteTtlMs - 1;
    await place(deps, actor, bound);
    await place(deps, actor, { ...bound, searchId: null });
    bench.clock.time += 1;
    expect(await refused(place(deps, actor, bound))).toMatchObject({ code: 'QUOTE_EXPIRED' });
  });

  it('refuses a quote of another service, search, pairing or machine', async () => {
    const [actor, stranger] = [await trade(bench), await trade(bench)];
    const own = await search(actor);
    const other = await search(actor);
    const foreign = await search(stranger);
    const quoteOf = ({ quotes }: typeof own) =>
      quotes.find(({ serviceId }) => serviceId === 'walrus:store-blob')!.id;
    const wrong = [
      { searchId: own.id, quoteId: quoteOf(other) },
      { searchId: own.id, quoteId: 'quote_000000000000' },
      { searchId: foreign.id, quoteId: null },
      { searchId: null, quoteId: quoteOf(foreign) },
      { searchId: null, quoteId: quoteOf(own), serviceId: 'walrus:read-blob' },
    ];
    for (const changes of wrong)
      expect(await refused(place(deps, actor, changes))).toMatchObject({ code: 'VALIDATION_ERROR' });
  });

  it('needs a quote where the deployment demands one', async () => {
    const strict = bench.configured({ PEAQOS_REQUIRE_MARKET_QUOTES: 'true' });
    const actor = await trade(bench);
    const { id: searchId, quotes } = await search(actor);
    const quoteId = quotes.find(({ serviceId }) => serviceId === 'walrus:store-blob')!.id;
    for (const changes of [{}, { searchId }, { quoteId }])
      expect(await refused(place(strict, actor, changes))).toMatchObject({ code: 'VALIDATION_ERROR' });
    expect(await place(strict, actor, { searchId, quoteId })).toMatchObject({ status: 'created' });
  });
});

describe('the limits of a pairing', () => {
  it('count what was ordered since midnight in UTC, without what was cancelled or failed', async () => {
    bench.clock.time = Date.parse('2026-05-20T23:59:59.999Z');
    const actor = await trade(bench, { dailySpendLimit: 0.04, perTransactionLimit: 0.02, currency: 'USD' });
    await place(deps, actor);
    const second = await place(deps, actor);
    const overLimit = { code: 'AGENT_DAILY_LIMIT_EXCEEDED' };
    expect(await refused(place(deps, actor))).toMatchObject(overLimit);
    // What costs nothing fits into nothing.
    await place(deps, actor, { serviceId: 'walrus:read-blob', input: {} });

    await createPaymentIntent(deps, actor, second.id, noWish);
    await refundPayment(deps, actor, second.id, { transactionHash: null, note: null });
    const failing = await place(deps, actor);
    expect(await refused(place(deps, actor))).toMatchObject(overLimit);
    bench.providers.setFault('walrus', { kind: 'status', status: 500 });
    await executeOrder(deps, actor, failing.id, nothing);
    bench.providers.setFault('walrus', null);
    await place(deps, actor);
    expect(await refused(place(deps, actor))).toMatchObject(overLimit);

    bench.clock.time += 1;
    await place(deps, actor);
    await place(deps, actor);
    expect(await refused(place(deps, actor))).toMatchObject(overLimit);
  });

  it('are for one order too, and for one currency', async () => {
    const actor = await trade(bench, { perTransactionLimit: 0.0199 });
    expect(await refused(place(deps, actor))).toMatchObject({ code: 'AGENT_SPEND_LIMIT_EXCEEDED' });
    const european = await trade(bench, { dailySpendLimit: 100, currency: 'EUR' });
    expect(await refused(place(deps, european))).toMatchObject({ code: 'AGENT_POLICY_DENIED' });
  });

  it('are held against the budget of a service without a price, its maximum when it names no amount', async () => {
    const actor = await trade(bench, { perTransactionLimit: 5 });
    const rtk = { serviceId: 'geodnet:rtk', input: {} };
    const over = { code: 'AGENT_SPEND_LIMIT_EXCEEDED' };
    expect(await refused(place(deps, actor, { ...rtk, budget: { amount: 5.01, max: 1 } }))).toMatchObject(
      over,
    );
    expect(await refused(place(deps, actor, { ...rtk, budget: { max: 6 } }))).toMatchObject(over);
    expect(await place(deps, actor, { ...rtk, budget: { amount: 5, max: 9 } })).toMatchObject({
      spend: { amount: 5, currency: null },
    });
  });

  it.each([
    ['a denied skill', { deniedSkillKeys: ['walrus-storage'] }],
    [
      'a denied service, allowed or not',
      { deniedServiceIds: ['walrus:store-blob'], allowedSkillKeys: ['walrus-storage'] },
    ],
    ['a skill that is not among the allowed ones', { allowedSkillKeys: ['walrus-read'] }],
    ['a service that is not among the allowed ones', { allowedServiceIds: ['walrus:read-blob'] }],
  ])('keep it from %s', async (_what, policy) => {
    const actor = await trade(bench, policy);
    expect(await refused(place(deps, actor))).toMatchObject({ code: 'AGENT_POLICY_DENIED' });
  });
});

describe('who may order', () => {
  it('is the pairing of the token, for its own machine', async () => {
    const [actor, stranger] = [await trade(bench), await trade(bench)];
    const foreign = { machineId: actor.machineId, agentPairingId: actor.pairingId };
    expect(await refused(place(deps, stranger, foreign))).toMatchObject({ code: 'AGENT_AUTH_INVALID' });
    const mixed = { agentPairingId: stranger.pairingId };
    const command = { ...actor, pairingId: stranger.pairingId };
    expect(await refused(place(deps, command, { ...mixed }))).toMatchObject({
      code: 'AGENT_PAIRING_REQUIRED',
    });
  });

  it('is nobody while the pairing is paused, the machine inactive, or its bond or identity gone', async () => {
    const actor = await trade(bench);
    const { machineId, pairingId } = actor;
    const { id } = await place(deps, actor);
    const attempts = () =>
      Promise.all([refused(place(deps, actor)), refused(executeOrder(deps, actor, id, nothing))]);
    const machine = (await deps.store.machines.find(machineId))!;
    const put = (status: 'active' | 'blocked') =>
      updateMachine(deps, machineId, { fields: { status }, identityRef: null, identityProof: null });
    const pair = (status: 'active' | 'paused') => updatePairing(deps, machineId, pairingId, { status });
    const say = async (changes: Record<string, unknown> | null) =>
      changeAtRegistry(bench, machine.identityRef!, changes);
    const changes: [code: string, spoil: () => Promise<unknown>, repair: () => Promise<unknown>][] = [
      ['AGENT_PAIRING_INACTIVE', () => pair('paused'), () => pair('active')],
      ['MACHINE_NOT_ACTIVE', () => put('blocked'), () => put('active')],
      ['MACHINE_NOT_ACTIVATED', () => say({ bond_status: 'unbonded' }), () => say({})],
      ['MACHINE_NOT_ACTIVATED', () => say(null), () => say({})],
    ];
    for (const [code, spoil, repair] of changes) {
      await spoil();
      expect((await attempts()).map((each) => each.code)).toEqual([code, code]);
      await repair();
    }
    expect((await executeOrder(deps, actor, id, nothing)).order.status).toBe('delivered');
  });

  it('is held to policies that came after the order, too', async () => {
    const actor = await trade(bench);
    const { machineId, pairingId } = actor;
    const { id } = await place(deps, actor);
    await updatePairing(deps, machineId, pairingId, {
      delegationPolicy: { deniedSkillKeys: ['walrus-storage'] },
    });
    expect(await refused(executeOrder(deps, actor, id, nothing))).toMatchObject({
      code: 'AGENT_POLICY_DENIED',
    });
    await updatePairing(deps, machineId, pairingId, { delegationPolicy: {} });
    const policy = await createPolicy(deps, {
      name: 'Cheap',
      allowedSkillKeys: [],
      deniedSkillKeys: [],
      regionRules: [],
      requiredCapabilities: [],
      nativeOnly: false,
      handoffAllowed: true,
      budgetCap: { amount: 0.01, currency: 'USDT' },
    });
    const attach = { fields: { policyIds: [policy.id] }, identityRef: null, identityProof: null };
    await updateMachine(deps, machineId, attach);
    for (const work of [() => executeOrder(deps, actor, id, nothing), () => place(deps, actor)])
      expect(await refused(work())).toMatchObject({
        code: 'AGENT_SPEND_LIMIT_EXCEEDED',
        details: { policyId: policy.id },
      });
  });
});

describe('the end of an order', () => {
  it('by confirmation and release keeps what was noted, once', async () => {
    const actor = await trade(bench);
    const id = await placePaid(deps, actor);
    await executeOrder(deps, actor, id, nothing);
    await confirmOrder(deps, actor, id);
    const settlement = { transactionHash: '0xabc', note: 'Paid out.' };
    const released = await releasePayment(deps, actor, id, settlement);
    expect(released).toMatchObject({
      status: 'released',
      notes: ['Release transaction: 0xabc', 'Paid out.'],
    });
    expect(await releasePayment(deps, actor, id, { transactionHash: '0xdef', note: 'Twice.' })).toEqual(
      released,
    );
    expect((await bench.auditTypes()).slice(-8)).toEqual([
      'market-order.created',
      'market-payment.intent-created',
      'market-payment.held',
      'market-order.executing',
      'market-order.delivered',
      'market-order.confirmed',
      'market-payment.release-pending',
      'market-payment.released',
    ]);
  });

  it('by dispute freezes the payment until a refund resolves the dispute', async () => {
    const actor = await trade(bench);
    const id = await placePaid(deps, actor);
    const evidence = { photo: 'empty box' };
    const { dispute, payment } = await disputeOrder(deps, actor, id, { reason: 'Nothing came.', evidence });
    expect(dispute).toMatchObject({ orderId: id, status: 'open', reason: 'Nothing came.', evidence });
    expect(payment).toMatchObject({ status: 'frozen' });
    bench.clock.time += 1_000;
    const refunded = await refundPayment(deps, actor, id, { transactionHash: null, note: 'Agreed.' });
    expect(refunded).toMatchObject({ status: 'refunded', notes: ['Agreed.'] });
    const resolved = await deps.store.disputes.findByOrder(id);
    expect(resolved).toMatchObject({ id: dispute.id, status: 'resolved' });
    expect(resolved!.updatedAt > dispute.updatedAt).toBe(true);
    expect((await bench.auditTypes()).slice(-3)).toEqual([
      'market-order.disputed',
      'market-payment.frozen',
      'market-payment.refunded',
    ]);
  });
});

describe('a list of orders', () => {
  it('is of one machine with its token, and of all without one', async () => {
    const [actor, stranger] = [await trade(bench), await trade(bench)];
    const own: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      bench.clock.time += 1;
      own.push((await place(deps, actor)).id);
    }
    const { id: foreign } = await place(deps, stranger);
    const page = { cursor: undefined, limit: 2 };
    const first = await listOrders(deps, actor, undefined, page);
    expect(first.items.map(({ id }) => id)).toEqual(own.slice(0, 2));
    const next = await listOrders(deps, actor, undefined, { ...page, cursor: first.nextCursor! });
    expect(next.items.map(({ id }) => id)).toEqual(own.slice(2));
    expect(next.nextCursor).toBeUndefined();
    const all = await listOrders(deps, null, undefined, { cursor: undefined, limit: 500 });
    expect(all.items.map(({ id }) => id)).toEqual(expect.arrayContaining([...own, foreign]));
    const spied = listOrders(deps, actor, stranger.machineId, page);
    expect(await refused(spied)).toMatchObject({ code: 'AGENT_AUTH_INVALID' });
    const moved = listOrders(deps, stranger, undefined, { ...page, cursor: first.nextCursor! });
    expect(await refused(moved)).toMatchObject({ code: 'VALIDATION_ERROR' });
  });
});
