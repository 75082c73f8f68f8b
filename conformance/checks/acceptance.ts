import type { CheckContext, Reply } from '../engine/context.ts';

const describe = (reply: Reply): string => {
  const code = reply.at('error.code');
  const [broken] = reply.exchange.violations;
  if (typeof code === 'string') return `${reply.status} ${code}`;
  return broken
    ? `${reply.status}, at ${broken.pointer || 'the answer'} ${broken.actual}`
    : String(reply.status);
};

/** The request succeeds; whether it does is what the requirement is about. */
export function expectAccepted<Answer extends Reply>(ctx: CheckContext, reply: Answer, what: string): Answer {
  ctx.expect.ok(reply.isAccepted, what, {
    expected: '2xx in conformance with the contract',
    actual: describe(reply),
  });
  return reply;
}

/** The request succeeded, or the check is untestable: whether it does is what another requirement is about. */
export function needAccepted<Answer extends Reply>(ctx: CheckContext, reply: Answer, what: string): Answer {
  if (!reply.isAccepted) ctx.untestable(`${what} was answered ${describe(reply)}.`);
  return reply;
}
