import { describe, expect, it } from 'vitest';
import { validators } from '../../generated/validators.gen.js';
import { toIssues } from './validation-error.ts';

const machine = { displayName: 'a', ownerId: 'o', machineType: 'm', runtimeProfile: 'r' };

function issuesOf(body: unknown) {
  const validate = validators.createMachine.body;
  return validate?.(body) ? [] : toIssues(validate?.errors ?? []);
}

describe('toIssues', () => {
  it.each([
    ['a missing field', { ...machine, ownerId: undefined }, 'ownerId'],
    ['a field of a wrong type', { ...machine, ownerId: 5 }, 'ownerId'],
    [
      'a nested field',
      { ...machine, identityProof: { challengeId: 'c', signature: 5 } },
      'identityProof.signature',
    ],
    [
      'a missing nested field',
      { ...machine, identityProof: { challengeId: 'c' } },
      'identityProof.signature',
    ],
    ['an element of a list', { ...machine, capabilities: ['a', 5] }, 'capabilities.1'],
    ['a key with a slash and a tilde', { ...machine, labels: { 'a/b~c': [] } }, 'labels.a/b~c'],
    ['the whole body', [], ''],
  ])('names %s', (_case, body, path) => {
    expect(issuesOf(body).map((issue) => issue.path)).toEqual([path]);
  });

  it('tells of «text or null» what is wrong with the text', () => {
    const [issue] = issuesOf({ ...machine, capabilities: 'a' });
    expect(issue).toEqual({ path: 'capabilities', message: 'must be array' });
  });

  it('says each thing once and not more than ten', () => {
    const error = {
      instancePath: '/a',
      schemaPath: '',
      keyword: 'type',
      params: {},
      message: 'must be string',
    };
    expect(toIssues([error, error])).toHaveLength(1);
    const many = Array.from({ length: 50 }, (_, at) => ({ ...error, instancePath: `/${at}` }));
    expect(toIssues(many)).toHaveLength(10);
  });

  it('cuts a path that a client made long', () => {
    const error = { instancePath: `/${'x'.repeat(5_000)}`, schemaPath: '', keyword: 'type', params: {} };
    expect(toIssues([error])).toEqual([{ path: 'x'.repeat(200), message: 'is not valid' }]);
  });
});
