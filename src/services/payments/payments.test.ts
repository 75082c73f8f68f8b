import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RpcStub } from '../../../conformance/registry/rpc-stub.ts';
import { startRpcStub } from '../../../conformance/registry/rpc-stub.ts';
import type { Actor, MarketBench } from '../market-bench.fixture.ts';
import {
  nextTransaction,
  noWish,
  openMarketBench,
  payee,
  place,
  refused,
  trade,
} from '../market-bench.fixture.ts';
import { readOrder, readPayment } from '../orders/read-order.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { agent } from '../services.fixture.ts';
import { createPaymentIntent } from './create-payment-intent.ts';
import { lockEscrow } from './lock-escrow.ts';
import { submitPaymentProof } from './submit-payment-proof.ts';

const usdt = '0x5FbDB2315678afecb367f032d93F642f64180aa3';
let bench: MarketBench;
let deps: ServiceDeps;
let actor: Actor;
beforeAll(async () => {
  bench = await openMarketBench({ PEAQOS_USDT_CONTRACT: usdt });
  ({ deps } = bench);
  actor = await trade(bench);
});
afterAll(() => bench.close());

async function owe(
  by = deps,
  wish: Partial<Parameters<typeof createPaymentIntent>[3]> = {},
): Promise<string> {
  const { id } = await place(deps, actor);
  await createPaymentIntent(by, actor, id, { ...noWish, ...wish });
  return id;
}

describe('a payment intent', () => {
  it('says all that a client needs to pay, and is recorded', async () => {
    const { id } = await place(deps, actor);
    const { payment, isNew } = await createPaymentIntent(deps, actor, id, noWish);
    expect(isNew).toBe(true);
    expect(payment).toMatchObject({
      orderId: id,
      status: 'intent_created',
      amount: 0.02,
      currency: 'USDT',
      rail: {
        type: 'wdk-usdt-transfer',
        chain: 'eip155:3338',
        token: 'USDT',
        tokenAddress: usdt,
        payerAddress: agent.address,
        payeeAddress: payee,
        metadata: { tokenDecimals: 6, rawAmount: '20000' },
      },
    });
    expect((await readOrder(deps, actor, id)).status).toBe('payment_pending');
    expect((await bench.auditTypes()).at(-1)).toBe('market-payment.intent-created');
    const again = await createPaymentIntent(deps, actor, id, { ...noWish, amount: 7 });
    expect(again).toEqual({ payment, isNew: false });
  });

  it('takes any rail, or only those that are offered', async () => {
    const strict = bench.configured({ PEAQOS_ENFORCE_SERVICE_PAYMENT_RAILS: 'true' });
    const wish = { ...noWish, rail: { type: 'x402' as const } };
    const { id } = await place(deps, actor);
    expect(await refused(createPaymentIntent(strict, actor, id, wish))).toMatchObject({
      code: 'VALIDATION_ERROR',
      details: { issues: [{ path: 'rail.type' }] },
    });
    expect((await readOrder(deps, actor, id)).status).toBe('created');
    expect(await readPayment(deps, id)).toBeNull();
    const free = { ...noWish, rail: { type: 'not-required' as const } };
    expect(await refused(createPaymentIntent(strict, actor, id, free))).toMatchObject({
      code: 'VALIDATION_ERROR',
    });
    expect((await createPaymentIntent(deps, actor, id, free)).payment.status).toBe('not_required');
    expect((await readOrder(deps, actor, id)).status).toBe('ready');
  });

  it('of more than the order counted is held against the limits again, without the order itself', async () => {
    const limited = await trade(bench, { perTransactionLimit: 0.5, dailySpendLimit: 0.6, currency: 'USD' });
    const [first, second] = [await place(deps, limited), await place(deps, limited)];
    const raise = (id: string, amount: number) =>
      createPaymentIntent(deps, limited, id, { ...noWish, amount });
    expect(await refused(raise(first.id, 0.51))).toMatchObject({ code: 'AGENT_SPEND_LIMIT_EXCEEDED' });
    expect((await raise(first.id, 0.5)).payment.amount).toBe(0.5);
    expect(await refused(raise(second.id, 0.11))).toMatchObject({ code: 'AGENT_DAILY_LIMIT_EXCEEDED' });
    expect((await raise(second.id, 0.1)).payment.amount).toBe(0.1);
    expect((await readOrder(deps, limited, first.id)).spend).toMatchObject({ amount: 0.5 });
    expect(await refused(place(deps, limited))).toMatchObject({ code: 'AGENT_DAILY_LIMIT_EXCEEDED' });
  });
});

describe('an escrow lock', () => {
  it('holds the payment with its address, and repeats itself', async () => {
    const id = await owe(deps, { rail: { type: 'escrow' } });
    const lock = { transactionHash: nextTransaction(), chain: 'peaq', escrowAddress: usdt.toLowerCase() };
    const held = await lockEscrow(deps, actor, id, lock);
    expect(held).toMatchObject({
      status: 'held',
      rail: { type: 'escrow', chain: 'eip155:3338', escrowAddress: usdt },
      proof: { transactionHash: lock.transactionHash, metadata: { escrowAddress: usdt } },
    });
    expect(await lockEscrow(deps, actor, id, { ...lock, transactionHash: nextTransaction() })).toEqual(held);
    const other = await owe(deps, { rail: { type: 'escrow' } });
    expect(await refused(lockEscrow(deps, actor, other, lock))).toMatchObject({ code: 'VALIDATION_ERROR' });
    expect(await refused(lockEscrow(deps, actor, other, { ...lock, chain: 'nowhere' }))).toMatchObject({
      code: 'VALIDATION_ERROR',
    });
  });
});

describe('the node that transfers are verified with', () => {
  const variables = ['PEAQOS_PAYMENT_RPC_URL', 'PEAQ_EVM_RPC_URL', 'PEAQOS_EVM_RPC_URL'];
  let stubs: RpcStub[];
  beforeAll(async () => {
    stubs = await Promise.all(variables.map(() => startRpcStub()));
  });
  afterAll(() => Promise.all(stubs.map((stub) => stub.close())));

  const transfer = { token: usdt, from: agent.address, to: payee, rawAmount: 20_000n };
  const prove = (by: ServiceDeps, id: string, transactionHash: string) =>
    submitPaymentProof(by, actor, id, { verificationMode: 'rpc', transactionHash });

  it.each([0, 1, 2])(
    'is named by the first of three variables that is set (from number %i on)',
    async (first) => {
      const set = variables.slice(first).map((name, index) => [name, stubs[first + index]!.url]);
      const counts = stubs.map((stub) => stub.requests().length);
      const transactionHash = nextTransaction();
      stubs[first]!.addTransfer(transactionHash, transfer);
      const id = await owe();
      const paid = await prove(bench.configured(Object.fromEntries(set)), id, transactionHash);
      expect(paid).toMatchObject({ status: 'held', proof: { verificationMode: 'rpc', blockNumber: 16 } });
      const asked = stubs.map((stub, index) => stub.requests().length - counts[index]!);
      expect(asked).toEqual(stubs.map((_stub, index) => Number(index === first)));
      expect(stubs[first]!.requests().at(-1)).toEqual({
        method: 'eth_getTransactionReceipt',
        params: [transactionHash],
      });
    },
  );

  it('is missed when none is set', async () => {
    const id = await owe();
    expect(await refused(prove(deps, id, nextTransaction()))).toMatchObject({
      code: 'PAYMENT_RPC_REQUIRED',
      details: { reason: 'no-rpc-url' },
    });
  });

  it.each([
    ['an error', { kind: 'rpc-error' } as const, 'error-reply'],
    ['a status', { kind: 'status', status: 503 } as const, 'invalid-reply'],
    ['no JSON', { kind: 'garbage' } as const, 'invalid-reply'],
    ['nothing', { kind: 'reset' } as const, 'network'],
  ])('that answers with %s leaves the payment to be proven again', async (_what, fault, reason) => {
    const stub = stubs[0]!;
    const by = bench.configured({ PEAQOS_PAYMENT_RPC_URL: stub.url });
    const transactionHash = nextTransaction();
    stub.addTransfer(transactionHash, transfer);
    const id = await owe();
    stub.setFault(fault);
    expect(await refused(prove(by, id, transactionHash))).toMatchObject({
      code: 'PAYMENT_RPC_ERROR',
      details: { reason },
    });
    stub.setFault(null);
    expect((await prove(by, id, transactionHash)).status).toBe('held');
  });

  it('is not asked again for a payment that is held', async () => {
    const stub = stubs[0]!;
    const by = bench.configured({ PEAQOS_PAYMENT_RPC_URL: stub.url });
    const transactionHash = nextTransaction();
    stub.addTransfer(transactionHash, transfer);
    const id = await owe();
    const held = await prove(by, id, transactionHash);
    const count = stub.requests().length;
    stub.setFault({ kind: 'reset' });
    expect(await prove(by, id, transactionHash)).toEqual(held);
    stub.setFault(null);
    expect(stub.requests()).toHaveLength(count);
  });
});
