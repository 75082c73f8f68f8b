import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEvmNode } from './anvil.ts';
import type { EvmNode } from './anvil.ts';
import type { Erc20Token } from './erc20.ts';
import { createEvmControl } from './evm-control.ts';
import type { EvmControl, Hex } from './evm-control.ts';
import { transferAuthorizationTypes } from './transfer-authorization.ts';

const payer = '0x70997970c51812dc3a010c7d01b50e0d17dc79c8';
const payee = '0x3c44cdddb6a900fa2b585dd299e03d12fa4293bc';
const transferTopic = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';
const word = (hex: string) => `0x${hex.replace('0x', '').padStart(64, '0')}`;

let node: EvmNode;
let evm: EvmControl;
let token: Erc20Token;

async function startOrFail(chainId: number): Promise<EvmNode> {
  const started = await startEvmNode({ chainId });
  if ('missing' in started) throw new Error(started.missing);
  return started;
}

async function ask(url: string, method: string, ...params: unknown[]): Promise<unknown> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  return ((await response.json()) as { result: unknown }).result;
}

beforeAll(async () => {
  node = await startOrFail(8453);
  evm = createEvmControl(node);
  token = await evm.deployToken({ decimals: 18 });
});
afterAll(() => node.stop());

describe('the node', () => {
  it('listens on 127.0.0.1 with the chain that was asked for', async () => {
    expect(node.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(await ask(node.url, 'eth_chainId')).toBe('0x2105');
  });

  it('ends when it is stopped, and may be stopped again', async () => {
    const other = await startOrFail(1);
    expect(other.url).not.toBe(node.url);
    await other.stop();
    await expect(fetch(other.url)).rejects.toThrow('fetch failed');
    await other.stop();
  });

  it('is missing, with the reason, when it ends at once or takes too long', async () => {
    const refused = await startEvmNode({ chainId: -1 });
    expect(refused).toEqual({ missing: expect.stringMatching(/^anvil ended before it listened\. .*-1/s) });
    const late = await startEvmNode({ startMs: 0 });
    expect(late).toEqual({ missing: 'anvil did not listen within 0 ms.' });
  });

  it('ends with the process that started it', async () => {
    const module = new URL('anvil.ts', import.meta.url).href;
    const script = `const { startEvmNode } = await import('${module}');
      console.log((await startEvmNode()).url);
      process.stdin.once('data', () => process.exit(3));`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const [url] = (await once(createInterface(parent.stdout), 'line')) as [string];
    expect(await ask(url, 'eth_chainId')).toBe('0x7a69');
    parent.stdin.write('end\n');
    expect(await once(parent, 'exit')).toEqual([3, null]);
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });
});

describe('the token', () => {
  it('transfers with the Transfer log of the contract, and tells balance and block', async () => {
    const { transactionHash, blockNumber } = await token.transfer(payer, payee, 1_500_000n);
    expect(await ask(node.url, 'eth_getTransactionReceipt', transactionHash)).toMatchObject({
      status: '0x1',
      blockNumber: `0x${blockNumber.toString(16)}`,
      logs: [
        {
          address: token.address,
          topics: [transferTopic, word(payer), word(payee)],
          data: word((1_500_000).toString(16)),
        },
      ],
    });
    expect(await token.balanceOf(payee)).toBe(1_500_000n);
    expect(await token.balanceOf(payer)).toBe(0n);
  });

  it('tells its decimals', async () => {
    expect(BigInt(await evm.call(token.address, '0x313ce567'))).toBe(18n);
  });

  it('has an address of its own each time', async () => {
    expect((await evm.deployToken()).address).not.toBe(token.address);
  });

  it('fails in a block, without a log', async () => {
    const { transactionHash } = await token.failedTransfer(payer, payee);
    const receipt = await ask(node.url, 'eth_getTransactionReceipt', transactionHash);
    expect(receipt).toMatchObject({ status: '0x0', logs: [] });
  });

  it('keeps a pending transfer out of the chain while others go on, until it is to be mined', async () => {
    const sender = '0x90f79bf6eb2c4f870365e785982e1f101e93b906';
    const pending = await token.pendingTransfer(sender, payee, 7n);
    await token.transfer(payer, payee, 1n);
    expect(await evm.findReceipt(pending.transactionHash)).toBeNull();
    const mined = await pending.mine();
    expect(mined.transactionHash).toBe(pending.transactionHash);
    expect(await evm.findReceipt(pending.transactionHash)).toMatchObject({ status: '0x1' });
  });

  it('makes many transfers of one payer at the same time', async () => {
    const receiver: Hex = `0x${'ab'.repeat(20)}`;
    const payments = Array.from({ length: 50 }, () => token.transfer(payer, receiver, 3n));
    const hashes = (await Promise.all(payments)).map(({ transactionHash }) => transactionHash);
    expect(new Set(hashes).size).toBe(50);
    expect(await token.balanceOf(receiver)).toBe(150n);
  });
});

describe('an authorized transfer (EIP-3009)', () => {
  const account = privateKeyToAccount('0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80');
  const seller: Hex = `0x${'cd'.repeat(20)}`;
  const message = {
    from: account.address,
    to: seller,
    value: 20_000n,
    validAfter: 0n,
    validBefore: 99_999_999_999n,
    nonce: word('1') as Hex,
  };

  const sign = (name: string) => {
    const domain = { name, version: token.version, chainId: node.chainId, verifyingContract: token.address };
    const primaryType = 'TransferWithAuthorization';
    return account.signTypedData({ domain, types: transferAuthorizationTypes, primaryType, message });
  };

  it('is carried out once, for the signature of the payer over the domain of the token', async () => {
    const minted = await token.transfer(payer, account.address, 20_000n);
    expect(minted.blockNumber).toBeGreaterThan(0);
    const wrong = await sign('Other USD');
    await expect(token.transferWithAuthorization({ ...message, signature: wrong })).rejects.toThrow(
      'refused',
    );
    const signature = await sign(token.name);
    await token.transferWithAuthorization({ ...message, signature });
    expect(await token.balanceOf(seller)).toBe(20_000n);
    await expect(token.transferWithAuthorization({ ...message, signature })).rejects.toThrow('refused');
  });
});
