import type { CheckContext, Reply } from '../../engine/context.ts';
import type { Service, Trader } from '../../engine/market.ts';
import { needAccepted } from '../acceptance.ts';

export type Fields = Record<string, unknown>;

/** A service without a fixed price: an order of it counts what its budget says. */
export const openPriced = (ctx: CheckContext): Promise<Service> =>
  ctx.service('any', ({ pricing, payment }) => pricing?.mode !== 'fixed' && payment?.defaultRail !== 'x402');

/** Places an order of `service` for a trader, with a budget or other fields. */
export async function place(
  ctx: CheckContext,
  trader: Trader,
  service: Service,
  fields: Fields = {},
): Promise<Reply> {
  const body = { ...(await ctx.orderRequest(trader, { service })), ...fields };
  return ctx.act(trader, 'createMarketOrder', { body });
}

/** Set-up: an order with this budget. */
export async function placeBudget(
  ctx: CheckContext,
  trader: Trader,
  service: Service,
  budget: Fields,
): Promise<void> {
  needAccepted(ctx, await place(ctx, trader, service, { budget }), 'createMarketOrder');
}

/** Two agents of one machine, each with its own policy: what the first may not, the second may. */
export async function pairTwo(
  ctx: CheckContext,
  first: Fields,
  second: Fields = {},
): Promise<readonly [Trader, Trader]> {
  const trader = await ctx.trader({ delegationPolicy: first });
  return [trader, await ctx.trader({ machine: trader.machine, delegationPolicy: second })];
}

export interface RefusalQuestion {
  what: string;
  code: string;
  service: Service;
  /** Of the agent that is refused, and of the one that is not. */
  policies: readonly [Fields, Fields];
  fields?: Fields;
}

/** The same order is refused to an agent with the first policy and accepted of one with the second. */
export async function expectPolicyRefuses(
  ctx: CheckContext,
  { what, code, service, policies, fields }: RefusalQuestion,
): Promise<void> {
  const [bound, free] = await pairTwo(ctx, ...policies);
  await ctx.expectRejected({
    what,
    code,
    request: () => place(ctx, bound, service, fields),
    control: () => place(ctx, free, service, fields),
  });
}

/** Set-up: changes the policy of a trader's pairing, which ends its token. */
export async function changePolicy(
  ctx: CheckContext,
  { machine, pairing }: Trader,
  delegationPolicy: Fields,
): Promise<void> {
  const path = { machineId: machine.id, pairingId: pairing.id };
  const changed = await ctx.call('updateAgentPairing', { path, body: { delegationPolicy } });
  needAccepted(ctx, changed, 'updateAgentPairing');
}

/** Set-up: a fresh token of a trader. */
export async function rotate(ctx: CheckContext, { machine, pairing }: Trader): Promise<string> {
  const path = { machineId: machine.id, pairingId: pairing.id };
  const body = { agentProof: await ctx.agentProof(machine, pairing.agent) };
  const rotated = await ctx.call('rotateAgentPairingSession', { path, body });
  return needAccepted(ctx, rotated, 'rotateAgentPairingSession').body.item.pairingToken;
}
