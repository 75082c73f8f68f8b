import type { CheckContext, Machine } from '../../engine/context.ts';
import { needAccepted } from '../acceptance.ts';

export type Fields = Record<string, unknown>;

export const endpointBaseUrl = 'http://127.0.0.1:11434';

/** The calls of contract B.6.1, by machine and provider key. */
export const put = (
  ctx: CheckContext,
  { id: machineId }: Machine,
  providerKey: string,
  fields: Fields = {},
) =>
  ctx.call('upsertRuntimeEndpoint', {
    path: { machineId, providerKey },
    body: { endpointBaseUrl, ...fields },
  });

export const get = (ctx: CheckContext, { id: machineId }: Machine, providerKey: string) =>
  ctx.call('getRuntimeEndpoint', { path: { machineId, providerKey } });

export const list = (ctx: CheckContext, { id: machineId }: Machine) =>
  ctx.call('listRuntimeEndpoints', { path: { machineId } });

export const remove = (ctx: CheckContext, { id: machineId }: Machine, providerKey: string) =>
  ctx.call('deleteRuntimeEndpoint', { path: { machineId, providerKey } });

/** Set-up: the endpoint that a PUT made or changed. */
export async function register(
  ctx: CheckContext,
  machine: Machine,
  providerKey: string,
  fields: Fields = {},
) {
  const reply = await put(ctx, machine, providerKey, fields);
  return needAccepted(ctx, reply, 'upsertRuntimeEndpoint').body.item;
}

/** Set-up: the endpoint as it is now. */
export async function read(ctx: CheckContext, machine: Machine, providerKey: string) {
  return needAccepted(ctx, await get(ctx, machine, providerKey), 'getRuntimeEndpoint').body.item;
}

/** Set-up: the endpoints of a machine. */
export async function readAll(ctx: CheckContext, machine: Machine) {
  return needAccepted(ctx, await list(ctx, machine), 'listRuntimeEndpoints').body.items;
}

/** A machine on which endpoints can be registered. */
export const activeMachine = (ctx: CheckContext): Promise<Machine> => ctx.machine({ activate: true });
