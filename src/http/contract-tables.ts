import type { OperationValidators } from '../../generated/validators.gen.js';

/** Who may call an operation: anybody, holders of a deployment key, and agents with a pairing token. */
export type Auth = 'none' | 'platform' | 'platform+pairing' | 'platform+optional-pairing';

/** One row of the generated operation table, as far as the request path needs it. */
export interface OperationRow {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly auth: Auth;
  /** Query parameter name → JSON type. */
  readonly query: Readonly<Record<string, string>>;
  readonly hasBody: boolean;
  readonly isBodyRequired: boolean;
}

export type OperationTable = Readonly<Record<string, OperationRow>>;
export type ValidatorTable = Readonly<Record<string, OperationValidators>>;
