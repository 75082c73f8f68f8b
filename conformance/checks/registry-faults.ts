import type { CheckContext, Reply } from '../engine/context.ts';
import type { ErrorQuestion, RejectionPair } from '../engine/expect.ts';

export type Fault = NonNullable<Parameters<CheckContext['registry']['setFault']>[1]>;

/** The registry's answer for a machine that it does not know. */
export const unknownMachine: Fault = { kind: 'status', status: 404 };

/** A registry that answers, and cannot help. Other than a cut connection, this says nothing about other machines. */
export const outage: Fault = { kind: 'status', status: 503 };

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
    request: () => {
      ctx.registry.setFault(machineId, fault);
      return call();
    },
    control: () => {
      ctx.registry.setFault(machineId, null);
      return call();
    },
  });
}
