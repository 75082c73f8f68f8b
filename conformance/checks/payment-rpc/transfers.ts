import type { CheckContext, Reply } from '../../engine/context.ts';
import type { ChainControl, MarketPayment, Order, Trader } from '../../engine/market.ts';

export type Fields = Record<string, unknown>;

/** An order that is to be paid with a transfer of 1.5 tokens from payer to payee, and the chain it happens on. */
export interface Sale {
  order: Order;
  payment: MarketPayment;
  chain: ChainControl;
  /** 1.5 tokens in base units. */
  raw: bigint;
}

export const price = 1.5;

const rawPrice = (decimals: number): bigint => 15n * 10n ** BigInt(decimals - 1);

/** Set-up: an order with an intent on the chain. */
export async function sell(ctx: CheckContext, trader: Trader, rail: Fields = {}): Promise<Sale> {
  const chain = await ctx.chain();
  const order = await ctx.order(trader, { kind: 'paid' });
  const payment = await ctx.intent(order, chain.intent(price, rail));
  return { order, payment, chain, raw: rawPrice(chain.token.decimals) };
}

/** Sends the proof of this transaction, with these fields added or replaced. */
export function proveTransfer(
  ctx: CheckContext,
  { order, chain }: Sale,
  hash: string,
  fields: Fields = {},
): Promise<Reply> {
  const body = chain.proof(hash, String(price), fields);
  return ctx.act(order, 'submitPaymentProof', { body });
}

/** Pays as the intent says, and proves it. */
export async function pay(ctx: CheckContext, sale: Sale, fields: Fields = {}): Promise<Reply> {
  return proveTransfer(ctx, sale, await sale.chain.transfer(sale.raw), fields);
}

/** Without the fields of these names. */
export const without = (body: Fields, ...names: string[]): Fields =>
  Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)));
