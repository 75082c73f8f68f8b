import { DomainError } from '../domain/errors.ts';
import { LIVE_IDENTITY_INDEX } from './migrations/0001-machines.ts';

const RETRYABLE_CODES = new Set([
  '40001',
  '40P01',
  'SQLITE_BUSY',
  'SQLITE_BUSY_SNAPSHOT',
  'SQLITE_BUSY_RECOVERY',
  'SQLITE_LOCKED',
]);

/** The error as a DomainError when a constraint stands for a rule of the contract; any other error unchanged. */
export function toDomainError(error: unknown): unknown {
  if (!isLiveIdentityViolation(error)) return error;
  return new DomainError(
    'MACHINE_IDENTITY_EXISTS',
    'Another machine that is not archived already has this identity. Use that machine, or archive it first.',
  );
}

/** True when the same work may succeed if it is started again: a deadlock, a serialization conflict, a busy file. */
export function isRetryable(error: unknown): boolean {
  return RETRYABLE_CODES.has(codeOf(error));
}

/** One line that says what happened; also for errors whose message is empty, such as a refused connection. */
export function describeError(error: unknown): string {
  if (error instanceof AggregateError && error.message === '')
    return error.errors.map(describeError).join('; ');
  const text = error instanceof Error ? error.message || codeOf(error) || error.name : String(error);
  return text.replaceAll(/\s+/g, ' ');
}

function isLiveIdentityViolation(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = codeOf(error);
  if (code === '23505') return 'constraint' in error && error.constraint === LIVE_IDENTITY_INDEX;
  const isUnique = code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT';
  // SQLite names the columns, not the index; values are never part of the text (compileSqlOnError is off).
  return isUnique && error.message.endsWith('UNIQUE constraint failed: machines.identity_ref');
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
