import { operations as generated } from '../../generated/operations.gen.ts';
import type { OperationId } from '../../generated/operations.gen.ts';

/** What the kit needs to know of one operation of the contract. */
export interface Operation {
  operationId: string;
  method: string;
  /** Full path with `{parameter}` segments. */
  path: string;
  tag: string;
  auth: string;
  responses: readonly string[];
  errorCodes: readonly string[];
}

export const operations: Readonly<Record<OperationId, Operation>> = generated;

export const operationList: readonly Operation[] = Object.values(operations);

/** Operations whose existence is only our own choice: no public document and no client knows them. */
export const chosenOperations: ReadonlySet<string> = new Set<OperationId>(['getAgentPairing']);

interface Route {
  method: string;
  segments: readonly string[];
  operation: Operation;
}

const isParameter = (segment: string): boolean => segment.startsWith('{');

const routes: readonly Route[] = operationList
  .map((operation) => ({
    method: operation.method.toUpperCase(),
    segments: operation.path.split('/'),
    operation,
  }))
  .sort((a, b) => a.segments.filter(isParameter).length - b.segments.filter(isParameter).length);

const matches = (pattern: readonly string[], segments: readonly string[]): boolean =>
  pattern.length === segments.length &&
  pattern.every((part, index) => (isParameter(part) ? segments[index] !== '' : part === segments[index]));

/** The operation that a raw request addresses; undefined for unknown paths and methods. Fixed segments go first. */
export function findOperation(method: string, rawPath: string): Operation | undefined {
  const [path = ''] = rawPath.split('?', 1);
  const segments = path.split('/');
  return routes.find((route) => route.method === method && matches(route.segments, segments))?.operation;
}

/** True for an operationId of the contract. */
export const isOperationId = (text: string): text is OperationId => Object.hasOwn(operations, text);
