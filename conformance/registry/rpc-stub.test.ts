import { afterEach, expect, test } from 'vitest';
import { createPublicClient, erc20Abi, http, parseEventLogs } from 'viem';
import { startRpcStub } from './rpc-stub.ts';
import type { RpcFault, RpcStub } from './rpc-stub.ts';

const hash = `0x${'ab'.repeat(32)}` as const;
const token = `0x${'11'.repeat(20)}`;
const from = `0x${'22'.repeat(20)}`;
const to = `0x${'33'.repeat(20)}`;

let stub: RpcStub;
afterEach(() => stub.close());

const connect = (timeout = 2000) =>
  createPublicClient({ transport: http(stub.url, { retryCount: 0, timeout }) });

test('A transfer that was told is a receipt like a real one, and every request is counted', async () => {
  stub = await startRpcStub({ chainId: 3338 });
  stub.addTransfer(hash, { token, from, to, rawAmount: 1_500_000n });
  const client = connect();
  const receipt = await client.getTransactionReceipt({ hash });
  const [transfer] = parseEventLogs({ abi: erc20Abi, eventName: 'Transfer', logs: receipt.logs });
  expect(receipt.status).toBe('success');
  expect(transfer?.args).toEqual({ from, to, value: 1_500_000n });
  expect(await client.getChainId()).toBe(3338);
  expect(stub.requests().map(({ method }) => method)).toEqual(['eth_getTransactionReceipt', 'eth_chainId']);
});

test('An unknown hash is not mined, and one that failed has status 0x0', async () => {
  stub = await startRpcStub();
  const client = connect();
  await expect(client.getTransactionReceipt({ hash })).rejects.toThrow('could not be found');
  stub.addTransfer(hash, { token, from, to, rawAmount: 1n, status: '0x0' });
  expect(await client.getTransactionReceipt({ hash })).toMatchObject({ status: 'reverted', logs: [] });
  stub.setReceipt(hash, null);
  await expect(client.getTransactionReceipt({ hash })).rejects.toThrow('could not be found');
});

test.each<[RpcFault, string]>([
  [{ kind: 'status', status: 503 }, 'HTTP request failed'],
  [{ kind: 'rpc-error', code: -32_005, message: 'limit exceeded' }, 'limit exceeded'],
  [{ kind: 'reset' }, 'HTTP request failed'],
  [{ kind: 'hang' }, 'took too long'],
  [{ kind: 'garbage' }, 'HTTP request failed'],
])('%o breaks every answer until it is repaired', async (fault, message) => {
  stub = await startRpcStub();
  stub.setFault(fault);
  await expect(connect(200).getChainId()).rejects.toThrow(message);
  stub.setFault(null);
  expect(await connect().getChainId()).toBe(31_337);
});
