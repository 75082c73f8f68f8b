import type { CheckContext, Reply } from '../engine/context.ts';

/**
 * Sends defective requests one after the other. Returns the first answer that is not an error with one of the codes, else
 * the last one: so one control serves several defects of one kind.
 */
export async function firstUnexpected(
  codes: string | readonly string[],
  requests: readonly (() => Promise<Reply>)[],
): Promise<Reply> {
  let last: Reply | undefined;
  for (const request of requests) {
    last = await request();
    const code = last.at('error.code');
    if (last.status < 400 || typeof code !== 'string' || ![codes].flat().includes(code)) return last;
  }
  if (last === undefined) throw new Error('firstUnexpected needs at least one request.');
  return last;
}

/** A step that only prepares: when it is not accepted, nothing was learnt and the check is untestable. */
export function needAccepted<Answer extends Reply>(ctx: CheckContext, what: string, reply: Answer): Answer {
  if (reply.isAccepted) return reply;
  const code = reply.at('error.code');
  return ctx.untestable(`Set-up: ${what} was answered ${reply.status}${typeof code === 'string' ? ` ${code}` : ''}.`);
}
