import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import type { ChainControl, ChainToken, TransferOptions } from '../engine/market.ts';
import type { Erc20Token } from '../registry/evm/erc20.ts';
import type { Hex } from '../registry/evm/evm-control.ts';
import type { Chain } from './shared-chain.ts';

/** What is known of a chain and of who pays whom on it. */
export type ChainFacts = Pick<ChainControl, 'rpcUrl' | 'chain' | 'token' | 'payer' | 'payee'>;

/** Bodies of payment intents and proofs on this chain. */
export function createChainBodies(facts: ChainFacts): Pick<ChainControl, 'intent' | 'proof' | 'env'> {
  const { rpcUrl, chain, token, payer, payee } = facts;
  const parties = {
    chain,
    token: 'USDT',
    tokenAddress: token.address,
    payerAddress: payer,
    payeeAddress: payee,
  };
  return {
    env: { PEAQOS_PAYMENT_RPC_URL: rpcUrl, PEAQOS_USDT_CONTRACT: token.address },
    intent: (amount, rail = {}) => ({
      rail: { type: 'wdk-usdt-transfer', ...parties, ...rail },
      amount,
      currency: 'USDT',
    }),
    proof: (hash, amount, fields = {}) => ({
      verificationMode: 'rpc',
      ...parties,
      amount,
      tokenDecimals: token.decimals,
      transactionHash: hash,
      ...fields,
    }),
  };
}

const freshAddress = (): Hex => privateKeyToAccount(generatePrivateKey()).address;
const toToken = ({ address, decimals }: Erc20Token): ChainToken => ({ address, decimals });

/** A chain of ours as one check uses it, with a payer and a payee of its own. */
export function createChainControl({ node, evm, token }: Chain): ChainControl {
  const facts = {
    rpcUrl: node.url,
    chain: `eip155:${node.chainId}`,
    token: toToken(token),
    payer: freshAddress(),
    payee: freshAddress(),
  };
  const tokens = new Map([[token.address.toLowerCase(), token]]);
  const find = (options: TransferOptions): { token: Erc20Token; from: Hex; to: Hex } => {
    const found = tokens.get((options.token ?? token.address).toLowerCase());
    if (!found) throw new Error('A transfer names a token that deployToken of the same check has not made.');
    const { from = facts.payer, to = facts.payee } = options;
    return { token: found, from: from as Hex, to: to as Hex };
  };
  return {
    ...facts,
    ...createChainBodies(facts),
    transfer: async (rawAmount, options = {}) => {
      const { token: used, from, to } = find(options);
      return (await used.transfer(from, to, rawAmount)).transactionHash;
    },
    failedTransfer: async (options = {}) => {
      const { token: used, from, to } = find(options);
      return (await used.failedTransfer(from, to)).transactionHash;
    },
    pendingTransfer: async (rawAmount, options = {}) => {
      const { token: used, from, to } = find(options);
      const pending = await used.pendingTransfer(from, to, rawAmount);
      return { hash: pending.transactionHash, mine: async () => void (await pending.mine()) };
    },
    deployToken: async (decimals = 6) => {
      const deployed = await evm.deployToken({ decimals });
      tokens.set(deployed.address.toLowerCase(), deployed);
      return toToken(deployed);
    },
  };
}
