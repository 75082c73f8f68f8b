import type { Reply } from '../engine/context.ts';
import { NoAnswer, Untestable } from '../engine/outcomes.ts';

/**
 * Runs a request that only prepares a check. When it is not accepted, nothing was learnt about the sentence under test:
 * the check is untestable, and the message names the call and its answer.
 */
export async function setUp<Answer extends Reply>(
  what: string,
  request: () => Promise<Answer>,
): Promise<Answer> {
  let reply: Answer;
  try {
    reply = await request();
  } catch (error) {
    if (error instanceof NoAnswer) throw new Untestable(`Set-up: ${what} got no answer (${error.message}).`);
    throw error;
  }
  if (reply.isAccepted) return reply;
  throw new Untestable(`Set-up: ${what} was answered ${describe(reply)}.${hintFor(reply)}`);
}

/** A string in an answer that set-up needs to go on. */
export function need(reply: Reply, path: string, what: string): string {
  const value = reply.at(path);
  if (typeof value === 'string' && value !== '') return value;
  throw new Untestable(`Set-up: ${what} was answered ${reply.status} without ${path}.`);
}

function describe(reply: Reply): string {
  const code = reply.at('error.code');
  const message = reply.at('error.message');
  const answer = `${reply.status}${typeof code === 'string' ? ` ${code}` : ''}${typeof message === 'string' ? ` «${message}»` : ''}`;
  const [broken] = reply.exchange.violations;
  if (reply.status >= 300) return answer;
  if (broken)
    return `${answer}, which breaks the contract at ${broken.pointer || 'the answer'} (expected ${broken.expected}, got ${broken.actual})`;
  return `${answer}, exactly as a path that does not exist`;
}

function hintFor(reply: Reply): string {
  const code = reply.at('error.code');
  if (code === 'AUTH_REQUIRED' || code === 'AUTH_INVALID')
    return ' Give a key that the target accepts with --api-key-file FILE.';
  if (code === 'PEAQOS_IDENTITY_UNAVAILABLE')
    return ' The identity must be known to the registry that the target asks.';
  if (code === 'MACHINE_IDENTITY_EXISTS')
    return ' A machine with this identity is left over; archive it, or give other identities.';
  return '';
}
