import { afterEach, describe, expect, test } from 'vitest';
import { Ledger } from '../contract/ledger.ts';
import { Redactor } from '../contract/redactor.ts';
import { answerHealth, sendError, sendJson, startTestServer } from '../self-test/test-server.ts';
import type { Answer, TestServer } from '../self-test/test-server.ts';
import { connectBlackBox } from '../target/black-box.ts';
import type { CheckContext } from './context.ts';
import { defineCheck } from './define-check.ts';
import { runCheck } from './run-check.ts';
import type { Finding } from './run-check.ts';
import type { Requirement } from './types.ts';

const requirement: Requirement = {
  id: 'sample.sentence',
  group: 'sample',
  level: 'MUST',
  text: 'A sentence.',
  source: 'nowhere',
  backing: 'chosen',
  operations: [],
  when: {},
  needs: [],
  writes: true,
  process: false,
  liveness: 'required',
  everySet: false,
  mutants: [],
};

let server: TestServer | undefined;
afterEach(() => server?.close());

interface Settings extends Partial<Requirement> {
  answer?: Answer;
  isReadOnly?: boolean;
  timeoutMs?: number;
  checkMs?: number;
  ledger?: Ledger;
}

async function run(body: (ctx: CheckContext) => Promise<void>, settings: Settings = {}): Promise<Finding> {
  const {
    answer = answerHealth,
    isReadOnly = false,
    timeoutMs = 2000,
    checkMs,
    ledger = new Ledger(),
    ...fields
  } = settings;
  server = await startTestServer(answer);
  const { target } = await connectBlackBox({
    baseUrl: server.url,
    apiKeys: [],
    identities: [],
    declaredEnv: {},
    timeoutMs,
  });
  const check = defineCheck(requirement.id, body, checkMs === undefined ? {} : { timeoutMs: checkMs });
  const { signal } = new AbortController();
  const finding = await runCheck({
    requirement: { ...requirement, ...fields },
    check,
    target,
    redactor: new Redactor(),
    ledger,
    isReadOnly,
    signal,
  });
  await target.close();
  return finding;
}

describe('A check', () => {
  test('passes when its assertions hold and a request was accepted, and keeps no exchanges', async () => {
    const finding = await run(async (ctx) => ctx.expect.status(await ctx.call('getHealth'), 200));
    expect(finding).toMatchObject({ outcome: 'pass', assertions: 1, exchangeCount: 1, exchanges: [] });
  });

  test('without an assertion is an error', async () => {
    const finding = await run(async (ctx) => void (await ctx.call('getHealth')));
    expect(finding).toMatchObject({ outcome: 'error', message: 'The check made no assertion.' });
  });

  test('fails at the first assertion that does not hold, with expected, actual and the exchange', async () => {
    const finding = await run(async (ctx) => {
      ctx.expect.status(await ctx.call('getHealth'), 201);
      throw new Error('never reached');
    });
    expect(finding).toMatchObject({ outcome: 'fail', expected: '201', actual: '200' });
    expect(finding.exchanges).toHaveLength(1);
  });

  test('cannot pass when no request was accepted', async () => {
    const body = async (ctx: CheckContext): Promise<void> =>
      ctx.expect.status(await ctx.send({ method: 'GET', path: '/x' }), 404);
    expect(await run(body)).toMatchObject({ outcome: 'untestable' });
    expect(await run(body, { liveness: 'none' })).toMatchObject({ outcome: 'pass' });
    expect(await run(body, { process: true })).toMatchObject({ outcome: 'pass' });
  });

  test('takes no answer for success that a path which does not exist gets too', async () => {
    const finding = await run(async (ctx) => ctx.expect.status(await ctx.call('getHealth'), 200), {
      answer: (_request, response) => sendJson(response, 200, { ok: true }),
    });
    expect(finding).toMatchObject({ outcome: 'untestable' });
    expect(finding.message).toContain('a path that does not exist');
  });

  test('that breaks by itself accuses the kit', async () => {
    const finding = await run(async (ctx) => {
      await ctx.call('getHealth');
      throw new TypeError('oops');
    });
    expect(finding).toMatchObject({ outcome: 'error', message: 'The check broke. TypeError: oops' });
  });

  test('that breaks on an answer which broke the contract accuses the target', async () => {
    const finding = await run(
      async (ctx) => {
        const { body } = await ctx.call('getReadiness');
        ctx.expect.ok(body.checks.length > 0, 'there are checks');
      },
      { answer: (_request, response) => sendJson(response, 200, { status: 'ready' }) },
    );
    expect(finding.outcome).toBe('fail');
    expect(finding.message).toContain('broke the contract');
  });

  test('fails when the target does not answer', async () => {
    const finding = await run(async (ctx) => ctx.expect.status(await ctx.call('getHealth'), 200), {
      answer: () => undefined,
      timeoutMs: 50,
    });
    expect(finding).toMatchObject({ outcome: 'fail', actual: 'no answer within 50 ms' });
    expect(finding.exchanges[0]).toMatchObject({ status: null, failure: 'no answer within 50 ms' });
  });

  test('that does not end is stopped by its watchdog', async () => {
    const finding = await run((ctx) => ctx.wait(5000), { checkMs: 30 });
    expect(finding).toMatchObject({ outcome: 'error' });
    expect(finding.message).toContain('did not end within 30 ms');
  });

  test('never writes to a target under --read-only', async () => {
    let requests = 0;
    const finding = await run(
      async (ctx) => void (await ctx.send({ method: 'POST', path: '/api/v1/machines' })),
      {
        isReadOnly: true,
        answer: (request, response) => {
          if (request.method !== 'GET') requests += 1;
          sendJson(response, 200, {});
        },
      },
    );
    expect(finding).toMatchObject({ outcome: 'untestable' });
    expect(requests).toBe(0);
  });

  test('that lacks a prerequisite is untestable and names the option', async () => {
    expect((await run(async (ctx) => void (await ctx.machine()))).message).toContain('--identities FILE');
    expect((await run(async (ctx) => void ctx.registry)).message).toContain('--spawn');
    expect((await run(async (ctx) => void (await ctx.spawn({})))).message).toContain('--spawn');
  });

  test('whose set-up is refused is untestable and names the call and its answer', async () => {
    const identity = {
      identityRef: 'did:peaq:1',
      machineId: '1',
      address: '0x',
      sign: async () => '0x',
      release: () => undefined,
    };
    const finding = await run(async (ctx) => void (await ctx.machine({ identity })), {
      answer: (_request, response) => sendError(response, 401, 'AUTH_REQUIRED'),
    });
    expect(finding.message).toContain('createMachineIdentityChallenge was answered 401 AUTH_REQUIRED');
    expect(finding.message).toContain('--api-key-file');
  });

  test('keeps the first and the last exchanges of a long loop', async () => {
    const finding = await run(async (ctx) => {
      for (let index = 0; index < 60; index += 1) await ctx.send({ method: 'GET', path: `/n/${index}` });
      ctx.expect.ok(false, 'the end');
    });
    expect(finding.exchangeCount).toBe(60);
    expect(finding.exchanges).toHaveLength(40);
    expect(finding.exchanges.at(-1)?.url).toMatch(/\/n\/59$/);
  });

  test('cleans up newest first, also after a failure, and reports what is left', async () => {
    const order: string[] = [];
    const finding = await run(async (ctx) => {
      ctx.onCleanUp(() => void order.push('first'));
      ctx.onCleanUp(() => {
        throw new Error('stuck');
      });
      ctx.onCleanUp(() => void order.push('last'));
      ctx.expect.ok(false, 'fails');
    });
    expect(order).toEqual(['last', 'first']);
    expect(finding.leftovers).toEqual(['clean-up of the check: stuck']);
  });
});

describe('An expected rejection', () => {
  /** 400 for ?bad, otherwise what `control` says. */
  const gate =
    (
      control: Answer,
      rejection: Answer = (_request, response) => sendError(response, 400, 'VALIDATION_ERROR'),
    ): Answer =>
    (request, response) =>
      request.url?.includes('bad') === true ? rejection(request, response) : control(request, response);
  const question = (ctx: CheckContext) => ({
    what: 'a bad query is rejected',
    request: () => ctx.call('getReadiness', { query: { bad: 1 } }),
    control: () => ctx.call('getReadiness'),
    code: 'VALIDATION_ERROR',
    status: 400,
  });
  const body = async (ctx: CheckContext): Promise<void> => void (await ctx.expectRejected(question(ctx)));

  test('passes when the request is rejected and its control accepted', async () => {
    expect(await run(body, { answer: gate(answerHealth) })).toMatchObject({ outcome: 'pass', assertions: 1 });
  });

  test('is void when the control is rejected too', async () => {
    const answer = gate((request, response) =>
      request.url === '/api/v1/readiness'
        ? sendError(response, 401, 'AUTH_REQUIRED')
        : answerHealth(request, response),
    );
    const finding = await run(body, { answer });
    expect(finding).toMatchObject({ outcome: 'untestable' });
    expect(finding.message).toContain('401 AUTH_REQUIRED');
  });

  test('is void when the control is accepted against the contract', async () => {
    const answer = gate((_request, response) => sendJson(response, 200, { status: 'fine', checks: [] }));
    expect(await run(body, { answer })).toMatchObject({ outcome: 'untestable' });
  });

  test('fails when the defect is accepted, whatever the control says', async () => {
    const answer = gate((_request, response) => sendError(response, 409, 'NOT_FOUND'), answerHealth);
    const accepting: Answer = (request, response) =>
      request.url?.includes('bad') === true
        ? sendJson(response, 200, { status: 'ready', checks: [] })
        : answer(request, response);
    expect(await run(body, { answer: accepting })).toMatchObject({
      outcome: 'fail',
      actual: '200 with no error code',
    });
  });

  test('fails when it is rejected for another reason and the control is accepted', async () => {
    const answer = gate(answerHealth, (_request, response) => sendError(response, 400, 'NOT_FOUND'));
    expect(await run(body, { answer })).toMatchObject({ outcome: 'fail', actual: '400 with code NOT_FOUND' });
  });
});
