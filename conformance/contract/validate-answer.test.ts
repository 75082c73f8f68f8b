import { describe, expect, test } from 'vitest';
import type { OperationId } from '../../generated/operations.gen.ts';
import { findOperation, operations } from './operations.ts';
import { findViolations } from './validate-answer.ts';

const json = { 'content-type': 'application/json; charset=utf-8' };

function violations(
  operationId: OperationId,
  status: number,
  body: unknown,
  headers: Record<string, string> = json,
) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return findViolations(operations[operationId], { status, headers, text });
}

const machine = {
  id: 'mach_0123456789ab',
  displayName: 'a',
  ownerId: 'b',
  machineType: 'c',
  runtimeProfile: 'd',
  status: 'draft',
  identityRef: null,
  identityProof: null,
  capabilities: [],
  policyIds: [],
  skillKeys: [],
  labels: {},
  createdAt: '2026-05-16T12:00:00Z',
  updatedAt: '2026-05-16T12:00:00Z',
};
const error = { error: { code: 'VALIDATION_ERROR', message: 'No.' } };

describe('An answer', () => {
  test('that conforms has no violation', () => {
    expect(violations('getHealth', 200, { ok: true })).toEqual([]);
    expect(violations('getMachine', 200, { item: machine })).toEqual([]);
    expect(violations('listMachines', 400, error)).toEqual([]);
    expect(violations('archiveMachine', 204, '', {})).toEqual([]);
  });

  test('of another shape is named by its place, with expected and actual', () => {
    expect(violations('getMachine', 200, { item: { ...machine, status: 'sleeping' } })).toMatchObject([
      { pointer: '/item/status', actual: 'sleeping', backing: 'documented' },
    ]);
    const { createdAt: _gone, ...rest } = machine;
    expect(violations('getMachine', 200, { item: rest })).toMatchObject([
      { pointer: '/item/createdAt', actual: 'absent' },
    ]);
  });

  test.each([
    ['an empty body', '', json],
    ['no JSON', '{"ok":tr', json],
    ['no JSON content type', { ok: true }, { 'content-type': 'text/html' }],
  ])('with %s is a violation', (_case, body, headers) => {
    expect(violations('getHealth', 200, body, headers)).toMatchObject([{ backing: 'documented' }]);
  });

  test('with another 2xx than ours is judged by the same shape, and the status is only our choice', () => {
    expect(violations('createMachine', 200, { item: machine })).toMatchObject([
      { actual: '200', backing: 'chosen' },
    ]);
    expect(violations('createMachine', 200, {}).map(({ backing }) => backing)).toEqual([
      'chosen',
      'documented',
    ]);
  });

  test('with a body where none belongs is a violation', () => {
    expect(violations('archiveMachine', 204, { item: machine })).toMatchObject([
      { expected: 'an empty body' },
    ]);
  });

  test('that redirects is a violation', () => {
    expect(violations('getHealth', 302, '', {})).toMatchObject([{ actual: '302', backing: 'documented' }]);
  });
});

describe('An error answer', () => {
  test('without the envelope is a violation whatever its status', () => {
    expect(
      violations('getMachine', 500, 'Internal Server Error', { 'content-type': 'text/plain' }),
    ).not.toEqual([]);
    expect(violations('getMachine', 404, { message: 'no' })).toMatchObject([
      { pointer: '/error/code' },
      { pointer: '/error/message' },
    ]);
  });

  test('with a code that the operation does not declare is against our choice only', () => {
    const undeclared = { error: { code: 'QUOTE_EXPIRED', message: 'No.' } };
    expect(violations('listMachines', 400, undeclared)).toMatchObject([
      { pointer: '/error/code', backing: 'chosen' },
    ]);
  });

  test('with a status that the operation does not declare is against our choice only', () => {
    expect(violations('listMachines', 422, error)).toMatchObject([{ actual: '422', backing: 'chosen' }]);
  });
});

describe('The operation of a raw request', () => {
  test.each([
    ['GET', '/health', 'getHealth'],
    ['GET', '/api/v1/machines?limit=1', 'listMachines'],
    ['GET', '/api/v1/machines/%zz', 'getMachine'],
    ['POST', '/api/v1/machines/m/agent-pairings/challenges', 'createAgentPairingChallenge'],
    ['GET', '/api/v1/machines/m/agent-pairings/challenges', 'getAgentPairing'],
    ['PUT', '/api/v1/machines', undefined],
    ['GET', '/api/v1/machines/', undefined],
    ['GET', '/api/v1/nothing', undefined],
  ])('%s %s is %s', (method, path, operationId) => {
    expect(findOperation(method, path)?.operationId).toBe(operationId);
  });
});
