// Written by "npm run generate" from openapi/. Do not edit.
import type { ErrorObject } from 'ajv';
import type { OperationId } from './operations.gen.ts';

export interface Validate {
  (data: unknown): boolean;
  errors?: ErrorObject[] | null;
}

export interface OperationValidators {
  path?: Validate;
  query?: Validate;
  body?: Validate;
  /** By status; null where the answer has no body. */
  responses: Record<string, Validate | null>;
}

export const validators: Record<OperationId, OperationValidators>;
