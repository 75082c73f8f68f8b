import type { CheckContext, Reply, SuccessBody, Talk } from '../../engine/context.ts';
import type { MarketSearch, Trader } from '../../engine/market.ts';
import { expectAccepted } from '../acceptance.ts';

export type Fields = Record<string, unknown>;

/** A search by a trader, as the check judges it. */
export const ask = (
  talk: Talk,
  trader: Trader,
  fields: Fields = {},
): Promise<Reply<SuccessBody<'createMarketSearch'>>> => {
  const body = { machineId: trader.machine.id, agentPairingId: trader.pairing.id, ...fields };
  return talk.act(trader, 'createMarketSearch', { body });
};

/** A search that must succeed. */
export async function find(ctx: CheckContext, trader: Trader, fields: Fields = {}): Promise<MarketSearch> {
  const reply = await ask(ctx, trader, fields);
  return expectAccepted(ctx, reply, `the search ${JSON.stringify(fields)} is accepted`).body.item;
}

/** More quotes than these no search gives. */
export const mostResults = 50;

/** The services that a search finds, sorted by id. */
export async function findIds(ctx: CheckContext, trader: Trader, fields: Fields = {}): Promise<string[]> {
  const { quotes } = await find(ctx, trader, { maxResults: mostResults, ...fields });
  return quotes.map(({ serviceId }) => serviceId).toSorted();
}
