import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPublicClient, http, parseEther, toHex } from 'viem';
import type { PublicClient } from 'viem';
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts';
import type { ChainControl } from '../engine/market.ts';
import { Untestable } from '../engine/outcomes.ts';
import { BlackBoxChain } from './black-box-chain.ts';
import { createChainControl } from './chain-control.ts';
import { SharedChain } from './shared-chain.ts';

const shared = new SharedChain();
let client: PublicClient;
beforeAll(async () => {
  const { node } = await shared.get();
  client = createPublicClient({ transport: http(node.url) });
}, 30_000);
afterAll(() => shared.close());

const statusOf = async (hash: string) =>
  (await client.getTransactionReceipt({ hash: hash as `0x${string}` })).status;

/** The chain as a black-box run reaches it, with a payer that owns coins and tokens. */
async function openBlackBox(): Promise<ChainControl> {
  const { node, evm, token } = await shared.get();
  const payerKey = generatePrivateKey();
  const payer = privateKeyToAddress(payerKey);
  const faucet = createChainControl({ node, evm, token });
  await faucet.transfer(1_000_000n, { to: payer });
  await client.request({
    method: 'anvil_setBalance' as never,
    params: [payer, toHex(parseEther('1'))] as never,
  });
  return new BlackBoxChain({ rpcUrl: node.url, tokenAddress: token.address, payerKey }).get();
}

describe.each([
  ['of the kit', async () => createChainControl(await shared.get())],
  ['of a running target', openBlackBox],
])('A chain %s', (_whose, open) => {
  test('mines transfers that succeed and transfers that fail, also many at once', async () => {
    const chain = await open();
    const hashes = await Promise.all([1n, 2n, 3n].map((amount) => chain.transfer(amount)));
    expect(new Set(hashes).size).toBe(3);
    for (const hash of hashes) expect(await statusOf(hash)).toBe('success');
    expect(await statusOf(await chain.failedTransfer())).toBe('reverted');
  });

  test('fits the bodies of intents and proofs to its token and parties', async () => {
    const chain = await open();
    expect(chain.token.decimals).toBe(6);
    expect(chain.intent(1.5)).toMatchObject({ rail: { chain: chain.chain, payeeAddress: chain.payee } });
    expect(chain.proof('0x1', '1.5', { amount: '2' })).toMatchObject({
      verificationMode: 'rpc',
      amount: '2',
    });
  });
});

test('Only a chain of the kit keeps a transfer pending and has other tokens', async () => {
  const own = createChainControl(await shared.get());
  const { hash, mine } = await own.pendingTransfer(5n);
  await expect(statusOf(hash)).rejects.toThrow('could not be found');
  await mine();
  expect(await statusOf(hash)).toBe('success');
  const other = await own.deployToken(18);
  expect(other.decimals).toBe(18);
  expect(await statusOf(await own.transfer(5n, { token: other.address }))).toBe('success');
  const foreign = await openBlackBox();
  await expect(foreign.pendingTransfer(1n)).rejects.toThrow(Untestable);
  await expect(foreign.deployToken()).rejects.toThrow('managed mode');
});

test('A node that does not answer makes checks untestable, not failed', async () => {
  const options = {
    rpcUrl: 'http://127.0.0.1:9',
    tokenAddress: '0x0000000000000000000000000000000000000001',
  } as const;
  await expect(new BlackBoxChain({ ...options, payerKey: generatePrivateKey() }).get()).rejects.toThrow(
    Untestable,
  );
});
