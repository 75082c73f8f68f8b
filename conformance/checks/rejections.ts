import type { CheckContext, Reply } from '../engine/context.ts';
import type { RejectionQuestion } from '../engine/expect.ts';

export interface RejectionCase {
  what: string;
  request: () => Promise<Reply>;
}

/**
 * Every case is rejected in the same way. One control stands for all of them; it comes last, because it may use up what
 * the cases share, such as a challenge.
 */
export async function expectAllRejected(
  ctx: CheckContext,
  cases: readonly RejectionCase[],
  question: Omit<RejectionQuestion, 'what' | 'request'>,
): Promise<void> {
  const last = cases.at(-1);
  if (!last) throw new Error(`${ctx.requirementId}: no case.`);
  const earlier: { what: string; reply: Reply }[] = [];
  for (const { what, request } of cases.slice(0, -1)) {
    const reply = await request();
    if (reply.status < 300) ctx.expect.error(reply, question, what);
    earlier.push({ what, reply });
  }
  await ctx.expectRejected({ ...question, ...last });
  for (const { what, reply } of earlier) ctx.expect.error(reply, question, what);
}
