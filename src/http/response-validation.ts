import type { Logger } from 'pino';
import type { OperationValidators } from '../../generated/validators.gen.js';
import { internalError } from './error-response.ts';
import type { Reply } from './reply.ts';
import { toIssues } from './validation-error.ts';

/** Check every answer and be loud, check one of a hundred and only log, or trust. */
export type ResponseValidation = 'all' | 'sample' | 'off';

const sampleEvery = 100;

/** The answer to send in place of the one given. */
export type CheckReply = (reply: Reply, requestId: string) => Reply;

function findMismatch(reply: Reply, responses: OperationValidators['responses']): unknown {
  const validate = responses[String(reply.status)];
  if (validate === undefined) return 'the contract does not declare this status';
  if (validate === null) return reply.body === undefined ? null : 'the contract declares no body';
  // What goes over the wire counts: undefined members vanish, dates become text.
  const sent: unknown = reply.body === undefined ? undefined : JSON.parse(JSON.stringify(reply.body));
  return validate(sent) ? null : toIssues(validate.errors ?? []);
}

/** Compares answers of one operation with the contract. A mismatch is a mistake of ours and is logged. */
export function createReplyCheck(
  operationId: string,
  responses: OperationValidators['responses'],
  mode: ResponseValidation,
  logger: Logger,
): CheckReply {
  if (mode === 'off') return (reply) => reply;
  let count = 0;
  return (reply, requestId) => {
    if (mode === 'sample' && count++ % sampleEvery !== 0) return reply;
    const mismatch = findMismatch(reply, responses);
    if (mismatch === null) return reply;
    logger.error({ requestId, operationId, status: reply.status, mismatch }, 'answer breaks the contract');
    return mode === 'all' ? internalError : reply;
  };
}
