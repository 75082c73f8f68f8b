import type { CheckContext, Reply } from '../engine/context.ts';
import type { Order, Service, Trader } from '../engine/market.ts';
import { startRuntimeStub } from '../registry/runtime-stub.ts';
import type { RuntimeStub } from '../registry/runtime-stub.ts';
import { needAccepted } from './acceptance.ts';

type Fields = Record<string, unknown>;

/** A trader whose machine has a runtime of its own, which this check alone sees. Needs `needs: [providers]`. */
export interface OwnRuntime {
  stub: RuntimeStub;
  trader: Trader;
  service: Service;
  /** Set-up: registers the runtime anew with these fields added or replaced. */
  register(endpoint: Fields): Promise<void>;
  /** Set-up: an order of the service that runs on it. */
  order(fields?: Fields): Promise<Order>;
}

/** Starts a runtime and registers it at a machine; `endpoint` adds or replaces fields of the registration. */
export async function openRuntime(ctx: CheckContext, endpoint: Fields = {}): Promise<OwnRuntime> {
  const service = await ctx.service('free-read', ({ kind }) => kind === 'runtime');
  const stub = await openStub(ctx);
  const trader = await ctx.trader();
  const register = (fields: Fields): Promise<void> => registerRuntime(ctx, { stub, trader, service }, fields);
  await register(endpoint);
  return { stub, trader, service, register, order: (fields = {}) => ctx.order(trader, { service, fields }) };
}

/** A runtime that no machine has registered yet. */
export async function openStub(ctx: CheckContext): Promise<RuntimeStub> {
  // Reading it is what makes the check untestable where the target could not reach a runtime of ours.
  void ctx.providers;
  const stub = await startRuntimeStub();
  ctx.onCleanUp(() => stub.close());
  return stub;
}

async function registerRuntime(
  ctx: CheckContext,
  { stub, trader, service }: Pick<OwnRuntime, 'stub' | 'trader' | 'service'>,
  fields: Fields,
): Promise<void> {
  const path = { machineId: trader.machine.id, providerKey: service.providerKey };
  const body = { endpointBaseUrl: stub.url, modelAlias: stub.model, ...fields };
  needAccepted(ctx, await ctx.call('upsertRuntimeEndpoint', { path, body }), 'upsertRuntimeEndpoint');
}

/** Executes an order whose runtime answers only after `during`; gives the answer of that execution. */
export async function whileExecuting(
  ctx: CheckContext,
  { stub }: OwnRuntime,
  order: Order,
  during: () => Promise<void>,
): Promise<Reply> {
  stub.hold();
  const executed = ctx.act(order, 'executeMarketOrder', { body: {} });
  const isCalled = await ctx.until(() => stub.calls().length > 0, { intervalMs: 5 });
  if (!isCalled) ctx.untestable('The runtime of the machine was not called.');
  try {
    await during();
  } finally {
    stub.release();
    await executed.catch(() => undefined);
  }
  return executed;
}
