import type { ErrorObject } from 'ajv';
import { DomainError } from '../domain/errors.ts';

/** One thing that is wrong with a request: a dot path and a message, never the submitted value (contract A.8). */
export interface Issue {
  path: string;
  message: string;
}

const maxIssues = 10;
const maxPathLength = 200;

/** A VALIDATION_ERROR with `details.issues`. */
export function createValidationError(issues: Issue[], status?: number): DomainError {
  return new DomainError('VALIDATION_ERROR', 'The request is not valid.', { issues }, status);
}

function toDotPath({ instancePath, keyword, params }: ErrorObject): string {
  const parts = instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const { missingProperty } = params as { missingProperty?: unknown };
  if (keyword === 'required' && typeof missingProperty === 'string') parts.push(missingProperty);
  return parts.join('.').slice(0, maxPathLength);
}

const isCombiner = (error: ErrorObject) => error.keyword === 'anyOf' || error.keyword === 'oneOf';
const isNullBranch = (error: ErrorObject) => error.keyword === 'type' && error.params['type'] === 'null';

/** What Ajv found, reduced to what a client can act on: of «text or null», only what is wrong with the text. */
export function toIssues(errors: readonly ErrorObject[]): Issue[] {
  const useful = errors.filter((error) => !isCombiner(error) && !isNullBranch(error));
  const issues = new Map<string, Issue>();
  for (const error of useful.length > 0 ? useful : errors) {
    const issue = { path: toDotPath(error), message: error.message ?? 'is not valid' };
    issues.set(`${issue.path}\n${issue.message}`, issue);
  }
  return [...issues.values()].slice(0, maxIssues);
}
