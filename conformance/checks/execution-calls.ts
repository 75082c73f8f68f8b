import type { CheckContext, Reply, SuccessBody } from '../engine/context.ts';
import type { Order, Service, Trader } from '../engine/market.ts';

type Body = Record<string, unknown>;
type Executed = SuccessBody<'executeMarketOrder'>;

/** Executes an order; defects and controls alike go through this. */
export function execute(ctx: CheckContext, order: Order, body: Body = {}): Promise<Reply<Executed>> {
  return ctx.act(order, 'executeMarketOrder', { body });
}

/** Executes a service without an order. */
export function executeService(
  ctx: CheckContext,
  trader: Trader,
  service: Service,
  fields: Body = {},
): Promise<Reply<SuccessBody<'executeMarketService'>>> {
  const body = {
    machineId: trader.machine.id,
    agentPairingId: trader.pairing.id,
    operation: service.operation,
    input: service.exampleInput,
    ...fields,
  };
  return ctx.act(trader, 'executeMarketService', { path: { serviceId: service.id }, body });
}

/** The order has still the status with which it was created, or the one given. */
export async function expectStatus(
  ctx: CheckContext,
  order: Order,
  what: string,
  status: string = order.json.status,
): Promise<void> {
  ctx.expect.equal((await ctx.readOrder(order)).status, status, what);
}

/** Set-up: another status of the trader's machine. */
export async function setMachineStatus(
  ctx: CheckContext,
  { machine }: Trader,
  status: string,
): Promise<void> {
  const reply = await ctx.call('updateMachine', { path: { machineId: machine.id }, body: { status } });
  if (!reply.isAccepted) ctx.untestable(`updateMachine was answered ${reply.status}.`);
}
