import { expect } from 'vitest';
import type { ErrorCode } from '../../generated/errors.gen.ts';

/** Matches a DomainError with this code and, where given, exactly these details and status; for `toThrow`. */
export function refusal(
  code: ErrorCode,
  rest: { details?: Record<string, unknown>; status?: number } = {},
): Error {
  return expect.objectContaining({ name: 'DomainError', code, ...rest });
}
