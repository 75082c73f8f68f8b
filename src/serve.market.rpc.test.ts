import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EvmNode } from '../conformance/registry/evm/anvil.ts';
import { startEvmNode } from '../conformance/registry/evm/anvil.ts';
import type { Erc20Token } from '../conformance/registry/evm/erc20.ts';
import { createEvmControl } from '../conformance/registry/evm/evm-control.ts';
import type { RpcStub } from '../conformance/registry/rpc-stub.ts';
import { startRpcStub } from '../conformance/registry/rpc-stub.ts';
import { itemOf, outcomeOf, textOf } from './api-client.fixture.ts';
import type { MarketAnswer, MarketClient, MarketPlace } from './market-client.fixture.ts';
import {
  agent,
  createMarketClient,
  nextTransaction,
  openMarketPlace,
  payee,
  standingOf,
} from './market-client.fixture.ts';

type Fields = Record<string, unknown>;

/** The chain that the catalogue names for payments in USDT. */
const chainId = 3338;
/** 0.02 USDT, with the decimals of each deployment. */
const price = { micro: 20_000n, atto: 20_000_000_000_000_000n };
const stranger = privateKeyToAddress(generatePrivateKey());
const solana = { chain: 'solana:mainnet', transactionSignature: '5'.repeat(88) };

let market: MarketPlace;
let node: EvmNode;
let usdt: Erc20Token;
/** A token that nobody asks for. */
let other: Erc20Token;
/** Nodes that come later in the order of the variables. */
let unused: RpcStub;
/** Verifies what asks for it: USDT of a known contract with six decimals. */
let plain: MarketClient;
/** Verifies everything, with another node variable, and knows no contract. */
let forced: MarketClient;

beforeAll(async () => {
  const started = await startEvmNode({ chainId });
  if ('missing' in started) throw new Error(started.missing);
  node = started;
  const evm = createEvmControl(node);
  [market, unused, usdt, other] = await Promise.all([
    openMarketPlace(),
    startRpcStub(),
    evm.deployToken({ symbol: 'USDT' }),
    evm.deployToken({ symbol: 'OTHER' }),
  ]);
  const [first, second] = await Promise.all([
    market.serve('plain', {
      PEAQOS_PAYMENT_RPC_URL: node.url,
      PEAQ_EVM_RPC_URL: unused.url,
      PEAQOS_EVM_RPC_URL: unused.url,
      PEAQOS_USDT_CONTRACT: usdt.address,
    }),
    market.serve('forced', {
      PEAQ_EVM_RPC_URL: node.url,
      PEAQOS_EVM_RPC_URL: unused.url,
      PEAQOS_USDT_DECIMALS: '18',
      PEAQOS_REQUIRE_PAYMENT_RPC_VERIFICATION: 'true',
    }),
  ]);
  plain = createMarketClient(first.url, await market.trade(first.url));
  forced = createMarketClient(second.url, await market.trade(second.url));
});
afterAll(async () => {
  await Promise.all([market.close(), node.stop(), unused.close()]);
});

/** An order for storage with its intent. */
async function owe(client: MarketClient, intent: Fields = {}): Promise<string> {
  const orderId = await client.place('walrus:store-blob', { input: { data: 'bytes' } });
  itemOf(await client.intent(orderId, intent));
  return orderId;
}

const byRpc = (transactionHash: string, fields: Fields = {}) => ({
  verificationMode: 'rpc',
  transactionHash,
  ...fields,
});

/** A proof that is refused: how, after making sure that it changed nothing. */
async function refuse(client: MarketClient, orderId: string, proof: Fields): Promise<MarketAnswer> {
  const before = await client.read(orderId);
  const answer = await client.prove(orderId, proof);
  expect(await client.read(orderId)).toEqual(before);
  return answer;
}

const refusalOf = async (...proof: Parameters<typeof refuse>): Promise<string> =>
  outcomeOf(await refuse(...proof));

describe('a proof that is verified on the chain', () => {
  it('holds the payment when the transfer is there', async () => {
    const orderId = await owe(plain);
    const { transactionHash, blockNumber } = await usdt.transfer(agent.address, payee, price.micro);
    const paid = itemOf(await plain.prove(orderId, byRpc(transactionHash)));
    expect(paid).toMatchObject({
      status: 'held',
      proof: {
        verificationMode: 'rpc',
        transactionHash,
        blockNumber,
        chain: `eip155:${chainId}`,
        payerAddress: agent.address,
        payeeAddress: payee,
        rawAmount: String(price.micro),
      },
    });
    expect((paid['proof'] as Fields)['verifiedAt']).toMatch(/Z$/);
    expect(textOf(paid['proof'] as Fields, 'tokenAddress').toLowerCase()).toBe(usdt.address);
    expect(standingOf(await plain.read(orderId))).toBe('ready held');
  });

  it('names the same transfer in any case once, and for no other order', async () => {
    const [orderId, second] = [await owe(plain), await owe(plain)];
    const { transactionHash } = await usdt.transfer(agent.address, payee, price.micro);
    const shouted = `0x${transactionHash.slice(2).toUpperCase()}`;
    itemOf(await plain.prove(orderId, byRpc(transactionHash)));
    expect(outcomeOf(await plain.prove(orderId, byRpc(shouted)))).toBe('200');
    expect(await refusalOf(plain, second, byRpc(shouted))).toBe('400 VALIDATION_ERROR');
    expect(await refusalOf(plain, second, { transactionHash })).toBe('400 VALIDATION_ERROR');
  });

  it('may come again when the transaction was not mined yet', async () => {
    const orderId = await owe(plain);
    const pending = await usdt.pendingTransfer(agent.address, payee, price.micro);
    expect(await refusalOf(plain, orderId, byRpc(pending.transactionHash))).toBe('409 PAYMENT_NOT_MINED');
    await pending.mine();
    expect(outcomeOf(await plain.prove(orderId, byRpc(pending.transactionHash)))).toBe('200');
  });

  it('is refused for a transaction that nobody knows, and one that failed', async () => {
    const orderId = await owe(plain);
    expect(await refusalOf(plain, orderId, byRpc(`0x${'ab'.repeat(32)}`))).toBe('409 PAYMENT_NOT_MINED');
    const { transactionHash } = await usdt.failedTransfer(agent.address, payee);
    expect(await refusalOf(plain, orderId, byRpc(transactionHash))).toBe('402 PAYMENT_TX_FAILED');
  });

  it('is refused for a transfer of another token, payer, payee or amount', async () => {
    const orderId = await owe(plain);
    const transfers = await Promise.all([
      other.transfer(agent.address, payee, price.micro),
      usdt.transfer(stranger, payee, price.micro),
      usdt.transfer(agent.address, stranger, price.micro),
      usdt.transfer(agent.address, payee, price.micro - 1n),
      usdt.transfer(agent.address, payee, price.micro + 1n),
    ]);
    for (const { transactionHash } of transfers)
      expect(await refusalOf(plain, orderId, byRpc(transactionHash))).toBe('400 PAYMENT_TRANSFER_NOT_FOUND');
  });

  it('does not let the caller choose what is looked for, but from which account it came', async () => {
    const orderId = await owe(plain);
    const { transactionHash } = await other.transfer(agent.address, stranger, 1n);
    const changes = [
      { payeeAddress: stranger },
      { tokenAddress: other.address },
      { rawAmount: '1' },
      { amount: '0.000001' },
      { chain: 'eip155:1' },
      { payeeAddress: stranger, tokenAddress: other.address, rawAmount: '1' },
    ];
    for (const fields of changes)
      expect(await refusalOf(plain, orderId, byRpc(transactionHash, fields))).toBe('400 VALIDATION_ERROR');
    const paid = await usdt.transfer(stranger, payee, price.micro);
    const proof = byRpc(paid.transactionHash, { payerAddress: stranger, amount: '0.02' });
    expect(itemOf(await plain.prove(orderId, proof))['proof']).toMatchObject({ payerAddress: stranger });
  });

  it('counts in the decimals of the intent', async () => {
    const orderId = await owe(plain, { rail: { metadata: { tokenDecimals: 2 } } });
    const tooFine = { amount: '0.021' };
    const { transactionHash } = await usdt.transfer(agent.address, payee, 2n);
    expect(await refusalOf(plain, orderId, byRpc(transactionHash, tooFine))).toBe('400 VALIDATION_ERROR');
    expect(outcomeOf(await plain.prove(orderId, byRpc(transactionHash, { amount: '0.02' })))).toBe('200');
  });

  it('turns a wallet payment into the transfer that it was', async () => {
    const orderId = await owe(plain, { rail: { type: 'wallet' } });
    const { transactionHash } = await usdt.transfer(agent.address, payee, price.micro);
    const paid = itemOf(await plain.prove(orderId, byRpc(transactionHash)));
    expect(paid['rail']).toMatchObject({ type: 'wdk-usdt-transfer' });
  });
});

describe('a proof that is only recorded', () => {
  it('is not looked up, and differences from the intent are noted', async () => {
    const orderId = await owe(plain);
    const proof = { transactionHash: nextTransaction(), amount: '0', chain: 'base', payerAddress: stranger };
    const paid = itemOf(await plain.prove(orderId, proof));
    expect(paid).toMatchObject({
      status: 'held',
      proof: { verificationMode: 'recorded', chain: 'eip155:8453' },
    });
    expect(Object.keys(paid['proof'] as Fields)).not.toContain('verifiedAt');
    expect((paid['notes'] as string[]).join()).toMatch(/chain.*payerAddress.*amount/);
  });

  it('is what becomes of one on Solana, whatever was asked for', async () => {
    const orderId = await owe(plain);
    const paid = itemOf(await plain.prove(orderId, { verificationMode: 'rpc', ...solana }));
    expect(paid).toMatchObject({
      status: 'held',
      proof: { verificationMode: 'recorded', transactionHash: solana.transactionSignature },
    });
  });
});

describe('a deployment that verifies every transfer', () => {
  it('takes no EVM transfer that is only recorded', async () => {
    const orderId = await owe(forced);
    for (const mode of [{}, { verificationMode: 'recorded' }]) {
      const proof = { transactionHash: nextTransaction(), ...mode };
      const answer = await refuse(forced, orderId, proof);
      expect(outcomeOf(answer)).toBe('400 PAYMENT_RPC_REQUIRED');
      expect(answer.body.error?.details).toEqual({ reason: 'verification-forced' });
    }
  });

  it('has no token to look for when neither request nor deployment names one', async () => {
    const orderId = await owe(forced);
    const { transactionHash } = await usdt.transfer(agent.address, payee, price.atto);
    expect(await refusalOf(forced, orderId, byRpc(transactionHash))).toBe('400 VALIDATION_ERROR');
    const named = byRpc(transactionHash, { tokenAddress: usdt.address });
    expect(outcomeOf(await forced.prove(orderId, named))).toBe('200');
  });

  it('counts in its own decimals', async () => {
    const orderId = await owe(forced, { rail: { tokenAddress: usdt.address } });
    const { payment } = await forced.read(orderId);
    const metadata = { tokenDecimals: 18, rawAmount: String(price.atto) };
    expect(payment).toMatchObject({ rail: { metadata } });
    const { transactionHash } = await usdt.transfer(agent.address, payee, price.micro);
    expect(await refusalOf(forced, orderId, byRpc(transactionHash))).toBe('400 PAYMENT_TRANSFER_NOT_FOUND');
    const inMicro = byRpc(transactionHash, { amount: '0.02', tokenDecimals: 6 });
    expect(await refusalOf(forced, orderId, inMicro)).toBe('400 VALIDATION_ERROR');
    const paid = await usdt.transfer(agent.address, payee, price.atto);
    const proof = byRpc(paid.transactionHash, { amount: '0.02' });
    expect(outcomeOf(await forced.prove(orderId, proof))).toBe('200');
  });

  it('leaves escrow and money outside of chains to their own proofs, but no EVM payment to Solana', async () => {
    const [locked, moved] = [await owe(forced, { rail: { type: 'escrow' } }), await owe(forced)];
    expect(outcomeOf(await forced.lockEscrow(locked))).toBe('200');
    expect(await refusalOf(forced, moved, { ...solana })).toBe('400 VALIDATION_ERROR');
    const onSolana = await owe(forced, { rail: { chain: 'solana' } });
    const proof = { transactionSignature: '6'.repeat(88) };
    expect(itemOf(await forced.prove(onSolana, proof))).toMatchObject({
      status: 'held',
      proof: { verificationMode: 'recorded', chain: 'solana:mainnet' },
    });
    const billed = await owe(forced, { rail: { type: 'vault-stripe' } });
    const invoice = { paymentReference: 'pi_3Ovault' };
    expect(outcomeOf(await forced.prove(billed, invoice))).toBe('200');
  });
});

describe('the node of a deployment', () => {
  it('is the one that its first variable names', () => {
    expect(unused.requests()).toEqual([]);
  });

  it('that is gone gives no verdict: the proof may come again', async () => {
    const orderId = await owe(plain);
    const { transactionHash } = await usdt.transfer(agent.address, payee, price.micro);
    await node.stop();
    const answer = await refuse(plain, orderId, byRpc(transactionHash));
    expect(outcomeOf(answer)).toBe('502 PAYMENT_RPC_ERROR');
    expect(answer.body.error?.details).toEqual({ reason: 'network' });
    expect(JSON.stringify(answer.body)).not.toContain(node.url);
  });
});
