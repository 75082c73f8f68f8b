import { Untestable } from '../engine/outcomes.ts';
import { startEvmNode } from '../registry/evm/anvil.ts';
import type { EvmNode } from '../registry/evm/anvil.ts';
import type { Erc20Token } from '../registry/evm/erc20.ts';
import { createEvmControl } from '../registry/evm/evm-control.ts';
import type { EvmControl } from '../registry/evm/evm-control.ts';

/** A node of ours with the token that payments are made in. */
export interface Chain {
  node: EvmNode;
  evm: EvmControl;
  token: Erc20Token;
}

const tokenOptions = { decimals: 6, name: 'Test USDT', symbol: 'USDT' } as const;

/** The one chain of a run, started when first asked for. */
export class SharedChain {
  readonly #startNode: typeof startEvmNode;
  #starting: Promise<Chain> | undefined;
  #isClosed = false;

  constructor(startNode: typeof startEvmNode = startEvmNode) {
    this.#startNode = startNode;
  }

  /** Raises Untestable with the reason where there can be no chain. */
  get(): Promise<Chain> {
    this.#starting ??= this.#start();
    return this.#starting;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const chain = await this.#starting?.catch(() => undefined);
    await chain?.node.stop();
  }

  async #start(): Promise<Chain> {
    if (this.#isClosed) throw new Untestable('The run is over; no chain is started any more.');
    const node = await this.#startNode();
    if ('missing' in node)
      throw new Untestable(
        `The kit has no chain. ${node.missing} Install the optional package @foundry-rs/anvil.`,
      );
    const evm = createEvmControl(node);
    return { node, evm, token: await evm.deployToken(tokenOptions) };
  }
}
