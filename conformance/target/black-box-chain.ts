import {
  createPublicClient,
  createWalletClient,
  encodeFunctionData,
  erc20Abi,
  http,
  keccak256,
  maxUint256,
} from 'viem';
import type { Hex, PublicClient } from 'viem';
import { privateKeyToAccount, privateKeyToAddress } from 'viem/accounts';
import type { ChainControl, TransferOptions } from '../engine/market.ts';
import { Untestable } from '../engine/outcomes.ts';
import { createChainBodies } from './chain-control.ts';
import { tolerances } from './tolerances.ts';

/** Of --payment-rpc-url, --payment-token and --payer-key-file. */
export interface BlackBoxChainOptions {
  rpcUrl: string;
  tokenAddress: Hex;
  payerKey: Hex;
}

/** Enough for a transfer of any token; given, so that no node tries a failing transfer out before it takes it. */
const gas = 200_000n;

/**
 * The chain that a running target verifies payments on. Transfers are real: they come from the payer and go to the
 * address whose key is the Keccak-256 hash of the payer's key, so that their owner can get them back.
 */
export class BlackBoxChain {
  readonly #options: BlackBoxChainOptions;
  readonly #client: PublicClient;
  #control: Promise<ChainControl> | undefined;
  #sending: Promise<unknown> = Promise.resolve();

  constructor(options: BlackBoxChainOptions) {
    this.#options = options;
    this.#client = createPublicClient({ transport: http(options.rpcUrl) });
  }

  /** Raises Untestable when the node or the token does not answer. */
  get(): Promise<ChainControl> {
    this.#control ??= this.#connect();
    return this.#control;
  }

  async #connect(): Promise<ChainControl> {
    const { rpcUrl, tokenAddress, payerKey } = this.#options;
    const { chainId, decimals } = await this.#ask();
    const facts = {
      rpcUrl,
      chain: `eip155:${chainId}`,
      token: { address: tokenAddress, decimals },
      payer: privateKeyToAddress(payerKey),
      payee: privateKeyToAddress(keccak256(payerKey)),
    };
    const send = async (rawAmount: bigint, options: TransferOptions, status: string): Promise<string> => {
      refuseSteering(options, tokenAddress);
      return this.#queue(() => this.#send(chainId, options.to ?? facts.payee, rawAmount, status));
    };
    return {
      ...facts,
      ...createChainBodies(facts),
      transfer: (rawAmount, options = {}) => send(rawAmount, options, 'success'),
      failedTransfer: (options = {}) => send(maxUint256, options, 'reverted'),
      pendingTransfer: () =>
        Promise.reject(new Untestable(needsManagedChain('A transfer that stays pending'))),
      deployToken: () => Promise.reject(new Untestable(needsManagedChain('A second token'))),
    };
  }

  async #ask(): Promise<{ chainId: number; decimals: number }> {
    const address = this.#options.tokenAddress;
    try {
      const chainId = await this.#client.getChainId();
      const decimals = await this.#client.readContract({ address, abi: erc20Abi, functionName: 'decimals' });
      return { chainId, decimals };
    } catch (error) {
      const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
      throw new Untestable(`--payment-rpc-url or --payment-token: the token cannot be read (${reason}).`);
    }
  }

  /** One after the other, or two transfers would take the same nonce. */
  #queue<Result>(work: () => Promise<Result>): Promise<Result> {
    const mine = this.#sending.then(work);
    this.#sending = mine.catch(() => undefined);
    return mine;
  }

  async #send(chainId: number, to: string, rawAmount: bigint, status: string): Promise<string> {
    const { rpcUrl, tokenAddress, payerKey } = this.#options;
    const wallet = createWalletClient({ account: privateKeyToAccount(payerKey), transport: http(rpcUrl) });
    const args = [to as Hex, rawAmount] as const;
    const data = encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args });
    try {
      const hash = await wallet.sendTransaction({
        chain: toChain(chainId, rpcUrl),
        to: tokenAddress,
        data,
        gas,
      });
      const receipt = await this.#client.waitForTransactionReceipt({ hash, timeout: tolerances.transferMs });
      if (receipt.status === status) return hash;
      throw new Error(`the transfer ${receipt.status === 'success' ? 'succeeded' : 'failed'}`);
    } catch (error) {
      const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
      throw new Untestable(`Set-up: a transfer of the payer of --payer-key-file went wrong (${reason}).`);
    }
  }
}

const needsManagedChain = (what: string): string =>
  `${what} needs managed mode: let the kit start the server (leave --target out, or use --spawn "COMMAND").`;

function refuseSteering({ from, token }: TransferOptions, tokenAddress: string): void {
  if (from !== undefined) throw new Untestable(needsManagedChain('A transfer from another payer'));
  if (token !== undefined && token !== tokenAddress)
    throw new Untestable(needsManagedChain('A second token'));
}

const toChain = (id: number, rpcUrl: string) => ({
  id,
  name: `eip155:${id}`,
  nativeCurrency: { name: 'Coin', symbol: 'COIN', decimals: 18 },
  rpcUrls: { default: { http: [rpcUrl] } },
});
