import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { encodeDeployData, encodeFunctionData, maxUint256, parseSignature } from 'viem';
import { erc20Abi, erc20Bytecode } from './erc20-artifact.ts';
import type { EvmControl, EvmReceipt, EvmTransaction, Hex } from './evm-control.ts';

export interface TokenOptions {
  decimals?: number;
  /** Of the EIP-712 domain too. */
  name?: string;
  symbol?: string;
}

export interface MinedTransfer {
  transactionHash: Hex;
  blockNumber: number;
}

/** A transfer that waits in the pool of the node. */
export interface PendingTransfer {
  transactionHash: Hex;
  /** Makes the node mine it. */
  mine(): Promise<MinedTransfer>;
}

/** An EIP-3009 transfer and its signature, as x402 carries them. */
export interface SignedAuthorization {
  from: Hex;
  to: Hex;
  value: bigint;
  validAfter: bigint;
  validBefore: bigint;
  nonce: Hex;
  signature: Hex;
}

/** An ERC-20 token on a node of ours. Amounts are in base units. */
export interface Erc20Token {
  address: Hex;
  decimals: number;
  name: string;
  /** Version of its EIP-712 domain. */
  version: string;
  /** A transfer in a block. The payer is given the amount first, so any address can pay. */
  transfer(from: Hex, to: Hex, raw: bigint): Promise<MinedTransfer>;
  /** A transfer in a block that failed: it was of more than there is. */
  failedTransfer(from: Hex, to: Hex): Promise<MinedTransfer>;
  /** A transfer that is in no block before `mine` is called; until then `from` must send nothing else. */
  pendingTransfer(from: Hex, to: Hex, raw: bigint): Promise<PendingTransfer>;
  /** Settles an x402 payment; raises when the token refuses it. */
  transferWithAuthorization(authorization: SignedAuthorization): Promise<MinedTransfer>;
  balanceOf(owner: Hex): Promise<bigint>;
}

/** Nobody needs its key: the node sends for any address. */
const createAddress = (): Hex => `0x${randomBytes(20).toString('hex')}`;

/** Deploys a token and says how to use it. */
export async function createToken(evm: EvmControl, options: TokenOptions): Promise<Erc20Token> {
  const { decimals = 6, name = 'Test USD', symbol = 'TUSD' } = options;
  const args = [name, symbol, decimals] as const;
  const data = encodeDeployData({ abi: erc20Abi, bytecode: erc20Bytecode, args });
  const { contractAddress } = await evm.sendMined({ from: createAddress(), data });
  if (contractAddress === null) throw new Error('The node named no address for the token.');
  return { address: contractAddress, decimals, name, version: '2', ...listActions(evm, contractAddress) };
}

type TokenActions = Omit<Erc20Token, 'address' | 'decimals' | 'name' | 'version'>;

const listActions = (evm: EvmControl, token: Hex): TokenActions => ({
  async transfer(from, to, raw) {
    await mint(evm, token, from, raw);
    return sendSuccessful(evm, { from, to: token, data: encodeCall('transfer', to, raw) });
  },
  async failedTransfer(from, to) {
    const receipt = await evm.sendMined({ from, to: token, data: encodeCall('transfer', to, maxUint256) });
    if (receipt.status !== '0x0') throw new Error('The transfer should have failed.');
    return toTransfer(receipt);
  },
  async pendingTransfer(from, to, raw) {
    await mint(evm, token, from, raw);
    return sendPending(evm, { from, to: token, data: encodeCall('transfer', to, raw) });
  },
  transferWithAuthorization: (authorization) =>
    sendSuccessful(evm, { from: createAddress(), to: token, data: encodeAuthorization(authorization) }),
  async balanceOf(owner) {
    const data = encodeFunctionData({ abi: erc20Abi, functionName: 'balanceOf', args: [owner] });
    return BigInt(await evm.call(token, data));
  },
});

const mint = (evm: EvmControl, token: Hex, to: Hex, raw: bigint): Promise<MinedTransfer> =>
  sendSuccessful(evm, { from: createAddress(), to: token, data: encodeCall('mint', to, raw) });

const encodeCall = (functionName: 'mint' | 'transfer', to: Hex, raw: bigint): Hex =>
  encodeFunctionData({ abi: erc20Abi, functionName, args: [to, raw] });

const toTransfer = ({ transactionHash, blockNumber }: EvmReceipt): MinedTransfer => ({
  transactionHash,
  blockNumber: Number(blockNumber),
});

async function sendSuccessful(evm: EvmControl, transaction: EvmTransaction): Promise<MinedTransfer> {
  const receipt = await evm.sendMined(transaction);
  if (receipt.status !== '0x1') throw new Error('The token refused the transaction.');
  return toTransfer(receipt);
}

/** Leaves out the sender's next number, so that the transfer waits while the node mines for everybody else. */
async function sendPending(evm: EvmControl, transaction: EvmTransaction): Promise<PendingTransfer> {
  const { from } = transaction;
  const nonce = await evm.nextNonce(from);
  const transactionHash = await evm.send({ ...transaction, nonce: nonce + 1 });
  return {
    transactionHash,
    async mine() {
      await evm.sendMined({ from, to: from, nonce });
      return toTransfer(await waitForReceipt(evm, transactionHash));
    },
  };
}

async function waitForReceipt(evm: EvmControl, transactionHash: Hex): Promise<EvmReceipt> {
  for (const deadline = Date.now() + 5_000; Date.now() < deadline; await sleep(5)) {
    const receipt = await evm.findReceipt(transactionHash);
    if (receipt !== null) return receipt;
  }
  throw new Error('The node did not mine the transaction.');
}

function encodeAuthorization(authorization: SignedAuthorization): Hex {
  const { from, to, value, validAfter, validBefore, nonce, signature } = authorization;
  const { r, s, yParity } = parseSignature(signature);
  return encodeFunctionData({
    abi: erc20Abi,
    functionName: 'transferWithAuthorization',
    args: [from, to, value, validAfter, validBefore, nonce, yParity + 27, r, s],
  });
}
