import { DomainError } from '../domain/errors.ts';
import { toRefusal } from './error-response.ts';
import type { Reply } from './reply.ts';
import { createValidationError, type Issue } from './validation-error.ts';

/**
 * The answers to everything that is not an operation. All five are registered: openapi-backend lets an invalid or
 * unauthorised request through when its handler is missing.
 */
export interface SpecialHandlers {
  notFound(): never;
  methodNotAllowed(allow: string): Reply;
  notImplemented(operationId: string): never;
  validationFail(issues: Issue[]): never;
  unauthorizedHandler(error: unknown): never;
}

export const specialHandlers: SpecialHandlers = {
  notFound() {
    throw new DomainError('NOT_FOUND', 'There is no such route.');
  },
  methodNotAllowed(allow) {
    const refusal = new DomainError('METHOD_NOT_ALLOWED', 'The path does not have this method.');
    return { ...toRefusal(refusal), headers: ['allow', allow] };
  },
  notImplemented(operationId) {
    throw new Error(`Operation ${operationId} has no handler.`);
  },
  validationFail(issues) {
    throw createValidationError(issues);
  },
  unauthorizedHandler(error) {
    throw error;
  },
};
