import { DomainError } from '../domain/errors.ts';
import { LIVE_IDENTITY_INDEX } from './migrations/0001-machines.ts';
import { REFERENCE_INDEX, SIGNATURE_DIGEST_INDEX } from './migrations/0009-market-payments.ts';

interface UniqueRule {
  /** How PostgreSQL names what was violated. */
  index: string;
  /** How SQLite names it. */
  column: string;
  refuse(): DomainError;
}

/** The unique indexes that stand for a rule of the contract. */
const RULES: readonly UniqueRule[] = [
  { index: LIVE_IDENTITY_INDEX, column: 'machines.identity_ref', refuse: identityExists },
  {
    index: REFERENCE_INDEX,
    column: 'market_payments.reference',
    refuse: () => usedForAnotherPayment('transactionHash'),
  },
  {
    index: SIGNATURE_DIGEST_INDEX,
    column: 'market_payments.signature_digest',
    refuse: () => usedForAnotherPayment('payment.paymentSignature'),
  },
];

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
  return RULES.find((rule) => isViolation(error, rule))?.refuse() ?? error;
}

/** The refusal of a payment that already counts for another order (contract E.10); `path` is where the client put it. */
export function usedForAnotherPayment(path: string): DomainError {
  return new DomainError('VALIDATION_ERROR', 'This payment was used before. Each order needs its own.', {
    issues: [{ path, message: 'was used for another payment' }],
  });
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

function identityExists(): DomainError {
  return new DomainError(
    'MACHINE_IDENTITY_EXISTS',
    'Another machine that is not archived already has this identity. Use that machine, or archive it first.',
  );
}

function isViolation(error: unknown, rule: UniqueRule): boolean {
  if (!(error instanceof Error)) return false;
  const code = codeOf(error);
  if (code === '23505') return 'constraint' in error && error.constraint === rule.index;
  const isUnique = code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT';
  // SQLite names the columns, not the index; values are never part of the text (compileSqlOnError is off).
  return isUnique && error.message.endsWith(`UNIQUE constraint failed: ${rule.column}`);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
