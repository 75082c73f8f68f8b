import { DomainError } from '../domain/errors.ts';
import { toRefusal } from './error-response.ts';
import type { Reply } from './reply.ts';
import { createValidationError, type Issue } from './validation-error.ts';

/**
 * The answers to everything that is not a served operation. All of them are registered: openapi-backend lets an invalid
 * or unauthorised request through when the handler for it is missing.
 */
export const specialHandlers = {
  notFound: (): Reply => {
    return toRefusal(new DomainError('NOT_FOUND', 'There is no such route.'));
  },
  /** `allow` is the value of the Allow header. */
  methodNotAllowed: (allow: string): Reply => {
    const refusal = new DomainError('METHOD_NOT_ALLOWED', 'The path does not have this method.');
    return { ...toRefusal(refusal), headers: ['allow', allow] };
  },
  /** Raised at start, never while serving. */
  notImplemented: (operationId: string): never => {
    throw new Error(`Operation ${operationId} has no handler.`);
  },
  validationFail: (issues: Issue[]): Reply => {
    return toRefusal(createValidationError(issues));
  },
  unauthorizedHandler: (error: unknown): Reply => {
    if (error instanceof DomainError) return toRefusal(error);
    throw error;
  },
};

export type SpecialHandlers = typeof specialHandlers;
