import { describe, expect, test } from 'vitest';
import { DomainError } from '../domain/errors.ts';
import { describeError, isRetryable, toDomainError } from './db-errors.ts';

function driverError(properties: { message: string; code?: string; constraint?: string }): Error {
  return Object.assign(new Error(properties.message), properties);
}

describe('A second live machine of one identity', () => {
  test.each([
    [
      'better-sqlite3',
      {
        code: 'SQLITE_CONSTRAINT_UNIQUE',
        message: 'insert … - UNIQUE constraint failed: machines.identity_ref',
      },
    ],
    [
      'sqlite3',
      {
        code: 'SQLITE_CONSTRAINT',
        message: 'insert … - SQLITE_CONSTRAINT: UNIQUE constraint failed: machines.identity_ref',
      },
    ],
    [
      'pg',
      {
        code: '23505',
        constraint: 'machines_live_identity',
        message: 'duplicate key value violates unique constraint "machines_live_identity"',
      },
    ],
  ])('is the same refusal on %s.', (_driver, properties) => {
    const error = toDomainError(driverError(properties));
    expect(error).toBeInstanceOf(DomainError);
    expect(error).toMatchObject({ code: 'MACHINE_IDENTITY_EXISTS', details: undefined });
  });

  test.each([
    { code: 'SQLITE_CONSTRAINT_PRIMARYKEY', message: 'UNIQUE constraint failed: machines.id' },
    { code: 'SQLITE_CONSTRAINT', message: 'SQLITE_CONSTRAINT: FOREIGN KEY constraint failed' },
    { code: '23505', constraint: 'machines_pkey', message: 'duplicate key value' },
    { code: 'SQLITE_CONSTRAINT_UNIQUE', message: 'UNIQUE constraint failed: market_payments.order_id' },
    { message: 'UNIQUE constraint failed: machines.identity_ref' },
  ])('is not confused with $message.', (properties) => {
    const error = driverError(properties);
    expect(toDomainError(error)).toBe(error);
  });
});

describe('A payment that was used before', () => {
  test.each([
    ['reference', 'market_payments_reference', 'transactionHash'],
    ['signature_digest', 'market_payments_signature_digest', 'payment.paymentSignature'],
  ])('is the same refusal on every engine for its %s.', (column, constraint, path) => {
    const message = `insert … - UNIQUE constraint failed: market_payments.${column}`;
    for (const error of [
      driverError({ code: 'SQLITE_CONSTRAINT_UNIQUE', message }),
      driverError({ code: 'SQLITE_CONSTRAINT', message }),
      driverError({ code: '23505', constraint, message: 'duplicate key value' }),
    ]) {
      expect(toDomainError(error)).toMatchObject({
        name: 'DomainError',
        code: 'VALIDATION_ERROR',
        details: { issues: [{ path, message: 'was used for another payment' }] },
      });
    }
  });
});

test('Only conflicts that the engine resolves by a restart are worth one.', () => {
  for (const code of ['40001', '40P01', 'SQLITE_BUSY', 'SQLITE_BUSY_SNAPSHOT'])
    expect(isRetryable(driverError({ code, message: '' }))).toBe(true);
  for (const code of ['23505', 'ECONNRESET', 'SQLITE_FULL', '57P01'])
    expect(isRetryable(driverError({ code, message: '' }))).toBe(false);
  expect(isRetryable(new DomainError('MACHINE_IDENTITY_EXISTS', 'x'))).toBe(false);
  expect(isRetryable('40001')).toBe(false);
});

test('Every error is described by one line that is not empty.', () => {
  expect(describeError(new Error('two\n  lines'))).toBe('two lines');
  expect(describeError(driverError({ message: '', code: 'ECONNREFUSED' }))).toBe('ECONNREFUSED');
  expect(describeError(new AggregateError([new Error('::1 refused'), new Error('127.0.0.1 refused')]))).toBe(
    '::1 refused; 127.0.0.1 refused',
  );
  expect(describeError(new TypeError())).toBe('TypeError');
  expect(describeError('text')).toBe('text');
});
