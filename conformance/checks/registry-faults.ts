import type { CheckContext, Reply } from '../engine/context.ts';
import type { ErrorQuestion, RejectionPair } from '../engine/expect.ts';

export type Fault = NonNullable<Parameters<CheckContext['registry']['setFault']>[1]>;

/** The registry's answer for a machine that it does not know. */
export const unknownMachine: Fault = { kind: 'status', status: 404 };

/** A registry that answers, and cannot help. Other than a cut connection, this says nothing about other machines. */
export const outage: Fault = { kind: 'status', status: 503 };

type RegistryMachine = Parameters<CheckContext['registry']['add']>[0];

/** A server may share one lookup among parallel requests, so one that is under way must end before the next request. */
const lookUpMs = 30;

/** Breaks the registry's answers about one machine, or repairs them (null). */
export async function setFault(ctx: CheckContext, machineId: string, fault: Fault | null): Promise<void> {
  ctx.registry.setFault(machineId, fault);
  await ctx.wait(lookUpMs);
}

/** Changes the registry's record of one machine. */
export async function updateRecord(
  ctx: CheckContext,
  machineId: string,
  patch: Partial<RegistryMachine>,
): Promise<void> {
  ctx.registry.update(machineId, patch);
  await ctx.wait(lookUpMs);
}

export interface FaultQuestion extends ErrorQuestion {
  /** The on-chain number whose answers are broken. */
  machineId: string;
  what: string;
  call: () => Promise<Reply>;
}

/** Expects a call to be rejected while the registry's answers about one machine are broken, and accepted when repaired. */
export function expectRejectedUnder(
  ctx: CheckContext,
  fault: Fault,
  { machineId, call, ...question }: FaultQuestion,
): Promise<RejectionPair> {
  return ctx.expectRejected({
    ...question,
    request: async () => {
      await setFault(ctx, machineId, fault);
      return call();
    },
    control: async () => {
      await setFault(ctx, machineId, null);
      return call();
    },
  });
}
