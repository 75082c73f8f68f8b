import type { ErrorCode } from '../../generated/errors.gen.ts';

/** A refusal that the contract names. The HTTP layer is the only place that turns it into a status and body. */
export class DomainError extends Error {
  readonly code: ErrorCode;
  /** Goes to the client as `error.details`; never a secret, never a submitted value. */
  readonly details: Record<string, unknown> | undefined;
  /** Overrides the code's usual status where the contract gives it two (PEAQOS_IDENTITY_UNAVAILABLE 503 / 422). */
  readonly status: number | undefined;

  constructor(code: ErrorCode, message: string, details?: Record<string, unknown>, status?: number) {
    super(message);
    this.name = 'DomainError';
    this.code = code;
    this.details = details;
    this.status = status;
  }
}
