import type { Logger } from 'pino';
import { errorCodes, type ErrorCode } from '../../generated/errors.gen.ts';
import { DomainError } from '../domain/errors.ts';
import { BodyTooLarge } from './request-body.ts';
import type { Reply } from './reply.ts';

/** The error envelope of contract A.3. */
export function toEnvelope(code: ErrorCode, message: string, details?: unknown): unknown {
  return { error: details === undefined ? { code, message } : { code, message, details } };
}

/** The answer to a refusal, with the status of its code. */
export function toRefusal(error: DomainError): Reply {
  const status = error.status ?? errorCodes[error.code].status;
  const reply: Reply = { status, body: toEnvelope(error.code, error.message, error.details) };
  return error instanceof BodyTooLarge ? { ...reply, headers: ['connection', 'close'], drain: true } : reply;
}

/** The answer to a mistake of ours: says nothing of it. */
export const internalError: Reply = {
  status: 500,
  body: toEnvelope('INTERNAL_ERROR', 'Something unexpected happened.'),
};

/** Turns whatever was thrown into an answer. What is not a refusal is logged under the request id. */
export function toErrorReply(error: unknown, logger: Logger, requestId: string): Reply {
  if (error instanceof DomainError) return toRefusal(error);
  logger.error({ err: error, requestId }, 'unexpected error');
  return internalError;
}
