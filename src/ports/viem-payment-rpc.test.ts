import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startEvmNode } from '../../conformance/registry/evm/anvil.ts';
import type { EvmNode } from '../../conformance/registry/evm/anvil.ts';
import { createEvmControl } from '../../conformance/registry/evm/evm-control.ts';
import {
  cut,
  findDeadUrl,
  json,
  redirect,
  silence,
  stall,
  startRegistryServer,
  text,
} from './registry-server.fixture.ts';
import type { Answer, RegistryServer } from './registry-server.fixture.ts';
import { createPaymentRpc } from './viem-payment-rpc.ts';

const hash = `0x${'1f'.repeat(32)}`;
const notMined = { outcome: 'not-mined' };
const unreachable = (reason: string) => ({ outcome: 'unreachable', reason });

describe('on a real chain', () => {
  const payer = `0x${'a1'.repeat(20)}` as const;
  const payee = `0x${'b2'.repeat(20)}` as const;
  let node: EvmNode;
  beforeAll(async () => {
    const started = await startEvmNode();
    if ('missing' in started) throw new Error(started.missing);
    node = started;
  });
  afterAll(() => node.stop());
  const find = (transactionHash: string) => createPaymentRpc({ url: node.url }).findReceipt(transactionHash);

  it('finds the transfer of a transaction, in every spelling of its hash', async () => {
    const token = await createEvmControl(node).deployToken();
    const { transactionHash, blockNumber } = await token.transfer(payer, payee, 1_500_000n);
    const receipt = {
      outcome: 'mined',
      isSuccess: true,
      blockNumber,
      transfers: [{ tokenAddress: token.address, from: payer, to: payee, value: 1_500_000n }],
    };
    expect(await find(transactionHash)).toEqual(receipt);
    expect(await find(`0x${transactionHash.slice(2).toUpperCase()}`)).toEqual(receipt);
  });

  it('tells a failed transaction', async () => {
    const token = await createEvmControl(node).deployToken();
    const { transactionHash, blockNumber } = await token.failedTransfer(payer, payee);
    const failed = { outcome: 'mined', isSuccess: false, blockNumber, transfers: [] };
    expect(await find(transactionHash)).toEqual(failed);
  });

  it('tells a transaction that waits or that nobody knows from one that is mined', async () => {
    const token = await createEvmControl(node).deployToken();
    const pending = await token.pendingTransfer(payer, payee, 5n);
    expect(await find(pending.transactionHash)).toEqual(notMined);
    expect(await find(hash)).toEqual(notMined);
    await pending.mine();
    expect(await find(pending.transactionHash)).toMatchObject({ outcome: 'mined', isSuccess: true });
  });
});

describe('on a node that fails', () => {
  const path = '/v3/secret-key-of-the-node';
  let server: RegistryServer;
  beforeAll(async () => {
    server = await startRegistryServer();
  });
  afterAll(() => server.stop());
  beforeEach(() => {
    server.paths.length = 0;
  });
  const find = (timeoutMs = 5_000) =>
    createPaymentRpc({ url: `${server.url}${path}`, timeoutMs }).findReceipt(hash);
  const result = (value: unknown) => json(200, { jsonrpc: '2.0', id: 1, result: value });
  const error = (code: number) => ({ jsonrpc: '2.0', id: 1, error: { code, message: `Key ${path} is bad` } });

  it.each<[string, string, Answer]>([
    ['a JSON-RPC error', 'error-reply', json(200, error(-32_000))],
    ['an internal error', 'error-reply', json(200, error(-32_603))],
    ['a JSON-RPC error of nobody', 'error-reply', json(200, error(-1))],
    ['a JSON-RPC error without a code', 'error-reply', json(200, { jsonrpc: '2.0', id: 1, error: {} })],
    ['a JSON-RPC error with status 400', 'error-reply', json(400, error(-32_602))],
    ['a wrong key', 'error-reply', json(401, { error: 'unauthorized' })],
    ['a rate limit', 'error-reply', json(429, {})],
    ['a server error', 'error-reply', json(500, {})],
    ['a server error that is no JSON', 'invalid-reply', text(500, '<html>')],
    ['a redirection', 'error-reply', redirect('http://127.0.0.1:9/')],
    ['no JSON', 'invalid-reply', text(200, '<html>')],
    ['nothing', 'invalid-reply', text(200, '')],
    ['null', 'invalid-reply', json(200, null)],
    ['a list', 'invalid-reply', json(200, [])],
    ['a text', 'invalid-reply', json(200, 'ok')],
    ['no result', 'invalid-reply', json(200, { jsonrpc: '2.0', id: 1 })],
    ['a result that is no receipt', 'invalid-reply', result('0x1')],
    ['an answer of 11 MiB', 'invalid-reply', result('x'.repeat(11 * 1_048_576))],
  ])('takes %s as %s', async (_case, reason, answer) => {
    server.answers.set(path, answer);
    expect(await find()).toEqual(unreachable(reason));
    expect(server.paths).toEqual([path]);
  });

  it.each([
    ['no answer', silence],
    ['half an answer', stall],
  ])('gives up on %s', async (_case, answer) => {
    server.answers.set(path, answer);
    expect(await find(200)).toEqual(unreachable('timeout'));
    expect(server.paths).toEqual([path]);
  });

  it('asks once more after a network error, and no third time', async () => {
    server.answers.set(path, [cut, result(null)]);
    expect(await find()).toEqual(notMined);
    expect(server.paths).toEqual([path, path]);
    server.answers.set(path, [cut, cut, result(null)]);
    expect(await find()).toEqual(unreachable('network'));
    expect(server.paths).toHaveLength(4);
  });

  it('is unreachable when nothing listens', async () => {
    const url = await findDeadUrl();
    expect(await createPaymentRpc({ url }).findReceipt(hash)).toEqual(unreachable('network'));
  });
});
