import type { CheckContext, Machine, MachineOptions, Talk } from '../engine/context.ts';

/** A machine that was registered while verification was off, and the server that now demands proofs of it. */
export interface UnverifiedMachine {
  machine: Machine;
  talk: Talk;
}

const variable = 'PEAQOS_MACHINE_IDENTITY_VERIFICATION';

export interface UnverifiedOptions extends MachineOptions {
  /** Registers it without identityRef, so that it has none. */
  isWithoutIdentity?: boolean;
}

/** Registers a machine without proof, then starts a server on the same data with verification required. */
export async function registerUnverified(
  ctx: CheckContext,
  options: UnverifiedOptions = {},
): Promise<UnverifiedMachine> {
  const { isWithoutIdentity = false, ...machineOptions } = options;
  const lenient = await ctx.spawn({ [variable]: 'disabled' });
  const fields = isWithoutIdentity ? { identityRef: undefined } : {};
  const machine = await ctx.on(lenient).machine({ ...machineOptions, fields });
  await lenient.stop();
  const strict = await ctx.spawn({ [variable]: 'required' }, { dataOf: lenient });
  return { machine, talk: ctx.on(strict) };
}
