import { createClient, http, rpcSchema } from 'viem';
import type { EvmNode } from './anvil.ts';
import { createToken } from './erc20.ts';
import type { Erc20Token, TokenOptions } from './erc20.ts';

export type Hex = `0x${string}`;

/** A transaction without its price; the node sends it for any `from`. */
export interface EvmTransaction {
  from: Hex;
  to?: Hex;
  data?: Hex;
  /** Beyond the sender's next one, the transaction waits until those before it came. */
  nonce?: number;
}

/** What is read of a receipt. */
export interface EvmReceipt {
  transactionHash: Hex;
  status: Hex;
  blockNumber: Hex;
  contractAddress: Hex | null;
}

/** Makes real transactions on a node of ours. All of it may run at the same time, through one control for a node. */
export interface EvmControl {
  readonly node: EvmNode;
  /** A transaction in a block, whether it succeeded or not. */
  sendMined(transaction: EvmTransaction): Promise<EvmReceipt>;
  /** A transaction that need not be in a block yet. */
  send(transaction: EvmTransaction): Promise<Hex>;
  /** The number that the sender's next transaction will have. */
  nextNonce(from: Hex): Promise<number>;
  /** What a contract answers. */
  call(to: Hex, data: Hex): Promise<Hex>;
  /** The receipt as the node tells it now; null while there is none. */
  findReceipt(transactionHash: Hex): Promise<EvmReceipt | null>;
  /** A token of its own address, with nobody holding any of it. */
  deployToken(options?: TokenOptions): Promise<Erc20Token>;
}

type Wire = { from: Hex; to?: Hex; data?: Hex; nonce?: Hex; gas: Hex; gasPrice: Hex };

type Methods = [
  { Method: 'eth_sendTransaction'; Parameters: [Wire]; ReturnType: Hex },
  { Method: 'eth_sendTransactionSync'; Parameters: [Wire]; ReturnType: EvmReceipt },
  { Method: 'eth_getTransactionCount'; Parameters: [Hex, 'latest']; ReturnType: Hex },
  { Method: 'eth_call'; Parameters: [{ to: Hex; data: Hex }, 'latest']; ReturnType: Hex },
  { Method: 'eth_getTransactionReceipt'; Parameters: [Hex]; ReturnType: EvmReceipt | null },
];

/** Enough for everything here. With the gas given, the node tries no transaction out before it mines a failing one. */
const gas = '0x1e8480';

const toWire = ({ nonce, ...rest }: EvmTransaction): Wire => ({
  ...rest,
  ...(nonce === undefined ? {} : { nonce: `0x${nonce.toString(16)}` }),
  gas,
  gasPrice: '0x0',
});

/** Runs what one sender does one after the other: the node would give parallel transactions of one sender one number. */
function createQueues(): <T>(from: Hex, work: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return async (from, work) => {
    const sender = from.toLowerCase();
    const turn = (last.get(sender) ?? Promise.resolve()).then(work);
    const settled = turn.catch(() => undefined);
    last.set(sender, settled);
    await settled;
    if (last.get(sender) === settled) last.delete(sender);
    return turn;
  };
}

export function createEvmControl(node: EvmNode): EvmControl {
  const inTurn = createQueues();
  const transport = http(node.url, { retryCount: 0 });
  const client = createClient({ transport, rpcSchema: rpcSchema<Methods>() });
  const control: EvmControl = {
    node,
    sendMined: (transaction) =>
      inTurn(transaction.from, () =>
        client.request({ method: 'eth_sendTransactionSync', params: [toWire(transaction)] }),
      ),
    send: (transaction) =>
      inTurn(transaction.from, () =>
        client.request({ method: 'eth_sendTransaction', params: [toWire(transaction)] }),
      ),
    nextNonce: async (from) =>
      Number(await client.request({ method: 'eth_getTransactionCount', params: [from, 'latest'] })),
    call: (to, data) => client.request({ method: 'eth_call', params: [{ to, data }, 'latest'] }),
    findReceipt: (hash) => client.request({ method: 'eth_getTransactionReceipt', params: [hash] }),
    deployToken: (options = {}) => createToken(control, options),
  };
  return control;
}
