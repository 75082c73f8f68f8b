import { describe, expect, it } from 'vitest';
import { validators } from '../../generated/validators.gen.js';
import { createMemoryLogger } from './api.fixture.ts';
import { toEnvelope } from './error-response.ts';
import type { Reply } from './reply.ts';
import { createReplyCheck, type ResponseValidation } from './response-validation.ts';

const right: Reply = { status: 200, body: { ok: true } };
const wrong: Reply = { status: 200, body: { ok: 'yes' } };

function createCheck(mode: ResponseValidation, id: keyof typeof validators = 'getHealth') {
  const log: Record<string, unknown>[] = [];
  const check = createReplyCheck(id, validators[id].responses, mode, createMemoryLogger(log));
  return { log, check: (reply: Reply) => check(reply, 'r1') };
}

describe('response validation of all answers', () => {
  it('lets a right answer through', () => {
    const { check, log } = createCheck('all');
    expect(check(right)).toBe(right);
    expect(log).toEqual([]);
  });

  it.each<[string, Reply]>([
    ['a wrong body', wrong],
    ['no body', { status: 200, body: undefined }],
    ['an undeclared status', { status: 201, body: { ok: true } }],
    ['an undeclared error code', { status: 500, body: toEnvelope('NOT_FOUND', 'text') }],
  ])('answers 500 in place of %s and logs why', (_case, reply) => {
    const { check, log } = createCheck('all');
    expect(check(reply)).toMatchObject({ status: 500, body: { error: { code: 'INTERNAL_ERROR' } } });
    expect(log).toMatchObject([
      { level: 50, requestId: 'r1', operationId: 'getHealth', status: reply.status },
    ]);
  });

  it('refuses a body where none is declared', () => {
    const { check } = createCheck('all', 'archiveMachine');
    expect(check({ status: 204, body: undefined }).status).toBe(204);
    expect(check({ status: 204, body: {} }).status).toBe(500);
  });

  it('looks at what is sent: absent members are no members', () => {
    const { check } = createCheck('all', 'listMachines');
    const reply = { status: 200, body: { items: [], nextCursor: undefined } };
    expect(check(reply)).toBe(reply);
    expect(check({ status: 200, body: { items: [], nextCursor: null } }).status).toBe(500);
    const custom = { status: 200, body: { ok: { toJSON: () => true } } };
    expect(createCheck('all').check(custom)).toBe(custom);
  });
});

describe('response validation by sample', () => {
  it('looks at one answer of a hundred and only logs', () => {
    const { check, log } = createCheck('sample');
    for (let n = 0; n < 201; n++) expect(check(wrong)).toBe(wrong);
    expect(log).toHaveLength(3);
  });
});

describe('no response validation', () => {
  it('says nothing', () => {
    const { check, log } = createCheck('off');
    expect(check(wrong)).toBe(wrong);
    expect(log).toEqual([]);
  });
});
