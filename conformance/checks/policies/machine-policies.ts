import type { CheckContext, Machine, Reply } from '../../engine/context.ts';
import type { Service, Trader } from '../../engine/market.ts';
import { needAccepted } from '../acceptance.ts';

export type Fields = Record<string, unknown>;

/** Set-up: a policy with these fields; its id. */
export async function createPolicy(ctx: CheckContext, fields: Fields = {}): Promise<string> {
  const body = { name: 'A policy of the conformance kit', ...fields };
  return needAccepted(ctx, await ctx.call('createPolicy', { body }), 'createPolicy').body.item.id;
}

/** Set-up: the machine lists exactly these policies. */
export async function attach(
  ctx: CheckContext,
  { id: machineId }: Machine,
  policyIds: readonly string[],
): Promise<void> {
  const reply = await ctx.call('updateMachine', { path: { machineId }, body: { policyIds } });
  needAccepted(ctx, reply, 'updateMachine');
}

/**
 * Set-up: an order that can be placed again and again. It is made ready before a policy forbids it: where quotes are
 * required, a search would not find the service any more.
 */
export async function prepareOrder(
  ctx: CheckContext,
  trader: Trader,
  service: Service,
): Promise<() => Promise<Reply>> {
  const body = await ctx.orderRequest(trader, { service });
  return () => ctx.act(trader, 'createMarketOrder', { body });
}

export interface PolicyQuestion {
  what: string;
  service: Service;
  /** Of a policy that forbids the service. */
  forbidding: Fields;
  /** Of one that has the same rule and lets the service pass. */
  permitting: Fields;
  /** Default AGENT_POLICY_DENIED. */
  code?: string;
}

/** An order is refused while the machine lists the one policy, and placed while it lists the other. */
export async function expectPolicyDecides(
  ctx: CheckContext,
  { what, service, forbidding, permitting, code = 'AGENT_POLICY_DENIED' }: PolicyQuestion,
): Promise<void> {
  const trader = await ctx.trader();
  const place = await prepareOrder(ctx, trader, service);
  const [forbids, permits] = [await createPolicy(ctx, forbidding), await createPolicy(ctx, permitting)];
  const placeUnder = async (policyId: string): Promise<Reply> => {
    await attach(ctx, trader.machine, [policyId]);
    return place();
  };
  await ctx.expectRejected({
    what,
    code,
    request: () => placeUnder(forbids),
    control: () => placeUnder(permits),
  });
}
