import { afterEach, describe, expect, test } from 'vitest';
import { Redactor } from '../contract/redactor.ts';
import { loadProfile } from '../profiles/load-profile.ts';
import { createCatalog } from '../requirements/load-catalog.ts';
import { answerHealth, sendJson, startTestServer } from '../self-test/test-server.ts';
import type { Answer, TestServer } from '../self-test/test-server.ts';
import { connectBlackBox } from '../target/black-box.ts';
import { UnreachableError } from './configuration-error.ts';
import { defineCheck } from './define-check.ts';
import type { Check } from './define-check.ts';
import type { RunEvent } from './events.ts';
import type { RunReport } from './report.ts';
import { runConformance } from './run.ts';
import type { RunOptions } from './run.ts';
import type { Result } from './types.ts';

let server: TestServer | undefined;
afterEach(() => server?.close());

const askHealth = (id: string): Check =>
  defineCheck(id, async (ctx) => ctx.expect.equal((await ctx.call('getHealth')).at('ok'), true, 'ok'));

function toCatalog(checks: readonly Check[], level = 'MUST') {
  const rows = checks.map(
    ({ id }) =>
      `{ id: ${id}, level: ${level}, text: A, source: s, backing: chosen, operations: [getHealth] }`,
  );
  return createCatalog(
    [{ file: 'x.yaml', yaml: `group: x\ntitle: X\nrequirements: [${rows.join(', ')}]` }],
    checks,
  );
}

async function run(
  checks: readonly Check[],
  more: Partial<RunOptions> = {},
  answer: Answer = answerHealth,
): Promise<RunReport> {
  server = await startTestServer(answer);
  const { url } = server;
  return runConformance({
    catalog: toCatalog(checks),
    profile: loadProfile('reference'),
    strict: false,
    target: { mode: 'black-box', address: url },
    sets: [{ name: 'one', env: {}, why: '' }],
    openTarget: async () =>
      (await connectBlackBox({ baseUrl: url, apiKeys: [], identities: [], declaredEnv: {}, timeoutMs: 2000 }))
        .target,
    detected: {},
    only: ['x'],
    skip: new Map(),
    isReadOnly: false,
    concurrency: 1,
    setsAtOnce: 2,
    seed: 1,
    bail: false,
    baseline: [],
    redactor: new Redactor(),
    reporters: [],
    signal: new AbortController().signal,
    ...more,
  });
}

const find = ({ results }: RunReport, id: string): Result | undefined =>
  results.find((result) => result.id === id);

describe('A run', () => {
  test('tells its reporters one event after the other, from its start to its report', async () => {
    const events: RunEvent['type'][] = [];
    let isBusy = false;
    const handle = async ({ type }: RunEvent): Promise<void> => {
      expect(isBusy).toBe(false);
      isBusy = true;
      await new Promise((resolve) => setTimeout(resolve, 2));
      events.push(type);
      isBusy = false;
    };
    const checks = ['x.a', 'x.b', 'x.c'].map(askHealth);
    await run(checks, { reporters: [{ handle }], concurrency: 3 });
    expect(events.slice(0, 2)).toEqual(['run-started', 'set-started']);
    expect(events.slice(-2)).toEqual(['set-finished', 'run-finished']);
    expect(events.filter((type) => type === 'check-started')).toHaveLength(3);
  });

  test('gives the same verdicts with one worker and with many, in any order', async () => {
    const checks = ['x.a', 'x.b', 'x.c'].map(askHealth);
    const reports = [await run(checks, { seed: 1 })];
    await server?.close();
    reports.push(await run(checks, { seed: 99, concurrency: 8 }));
    const [one, many] = reports.map(({ results }) => results.map(({ id, verdict }) => `${id} ${verdict}`));
    expect(one).toEqual(many);
  });

  test('runs an exclusive check while no other runs', async () => {
    let running = 0;
    let most = 0;
    const body = (isExclusive: boolean) => async (ctx: Parameters<Check['run']>[0]) => {
      running += 1;
      await ctx.wait(20);
      if (isExclusive) most = Math.max(most, running);
      ctx.expect.status(await ctx.call('getHealth'), 200);
      running -= 1;
    };
    const others = ['x.a', 'x.b', 'x.c'].map((id) => defineCheck(id, body(false)));
    await run([defineCheck('x.alone', body(true), { exclusive: true }), ...others], { concurrency: 4 });
    expect(most).toBe(1);
  });

  test('stops after the first failure with --bail, and says what did not run', async () => {
    const bad = ['x.a', 'x.b', 'x.c'].map((id) => defineCheck(id, async (ctx) => ctx.expect.ok(false, 'no')));
    const report = await run(bad, { bail: true });
    expect(report.verdict).toMatchObject({ exitCode: 1, counts: { fail: 1, untestable: 2 } });
  });

  test('ends with 3 when a later target does not start, and keeps what ran before', async () => {
    const sets = ['one', 'two'].map((name) => ({ name, env: {}, why: '' }));
    server = await startTestServer(answerHealth);
    const { url } = server;
    const report = await run([askHealth('x.a')], {
      sets,
      setsAtOnce: 1,
      openTarget: async ({ name }) => {
        if (name === 'two') throw new UnreachableError('Two did not start.');
        return (
          await connectBlackBox({
            baseUrl: url,
            apiKeys: [],
            identities: [],
            declaredEnv: {},
            timeoutMs: 2000,
          })
        ).target;
      },
    });
    expect(report.verdict).toMatchObject({ exitCode: 3, reason: 'Two did not start.', conformant: false });
    expect(find(report, 'x.a')).toMatchObject({ verdict: 'pass' });
  });

  test('lets no secret into its report, and ends with 6 when one was about to', async () => {
    const secret = 'a-secret-that-slipped-through';
    const report = await run([
      defineCheck('x.knows', async (ctx) => ctx.hide(secret)),
      defineCheck('x.leaks', async (ctx) => ctx.expect.ok(false, `it said ${secret}`)),
    ]);
    expect(report.verdict).toMatchObject({ exitCode: 6, conformant: false });
    expect(JSON.stringify(report)).not.toContain(secret);
  });

  test('that is interrupted ends with 130 and runs nothing more', async () => {
    const controller = new AbortController();
    const checks = ['x.a', 'x.b'].map((id) =>
      defineCheck(id, async (ctx) => {
        controller.abort();
        await ctx.wait(5000);
      }),
    );
    const report = await run(checks, { signal: controller.signal });
    expect(report.verdict.exitCode).toBe(130);
    const messages = report.results.map(({ message }) => message);
    expect(messages).toContain('Not run to its end: interrupted.');
    expect(messages).toContain('Not run: interrupted.');
  });
});

describe('A failing sentence', () => {
  const bad = [defineCheck('x.a', async (ctx) => ctx.expect.ok(false, 'no'))];

  test('of our own choice fails the reference profile and only warns in the core profile', async () => {
    expect((await run(bad)).verdict).toMatchObject({ exitCode: 1, counts: { fail: 1, warn: 0 } });
    await server?.close();
    const core = await run(bad, { profile: loadProfile('core') });
    expect(core.verdict).toMatchObject({ exitCode: 0, counts: { fail: 0, warn: 1 } });
  });

  test('that is a SHOULD warns, and fails the run only under --strict', async () => {
    const catalog = toCatalog(bad, 'SHOULD');
    expect((await run(bad, { catalog })).verdict).toMatchObject({ exitCode: 0, counts: { warn: 1 } });
    await server?.close();
    expect((await run(bad, { catalog, strict: true })).verdict).toMatchObject({
      exitCode: 1,
      counts: { warn: 1 },
    });
  });

  test('that is known keeps the run from failing, and stays visible', async () => {
    const report = await run(bad, { baseline: [{ id: 'x.a', reason: 'being repaired' }] });
    expect(report.verdict).toMatchObject({ exitCode: 0, conformant: false, counts: { fail: 1, known: 1 } });
  });
});

describe('The built-in requirement of an operation', () => {
  const ask = [
    defineCheck('x.a', async (ctx) => ctx.expect.ok((await ctx.call('getHealth')).status < 500, 'no 5xx')),
  ];

  test('passes when it was answered with success and nothing broke the contract', async () => {
    expect(find(await run(ask), 'contract.getHealth')).toMatchObject({ verdict: 'pass', exchangeCount: 1 });
  });

  test('fails with the place, although the check itself did not look there', async () => {
    const answer: Answer = (request, response) =>
      request.url === '/health' ? sendJson(response, 200, { ok: 'yes' }) : answerHealth(request, response);
    const report = await run(ask, {}, answer);
    expect(find(report, 'contract.getHealth')).toMatchObject({ verdict: 'fail', actual: 'yes' });
    expect(find(report, 'contract.getHealth')?.message).toContain('/ok');
  });

  test('broken only in a value of our own choice warns under the core profile', async () => {
    const answer: Answer = (request, response) =>
      request.url === '/health' ? sendJson(response, 203, { ok: true }) : answerHealth(request, response);
    const core = await run(ask, { profile: loadProfile('core') }, answer);
    expect(find(core, 'contract.getHealth')).toMatchObject({ verdict: 'warn', counted: false });
    await server?.close();
    expect(find(await run(ask, {}, answer), 'contract.getHealth')).toMatchObject({ verdict: 'fail' });
  });

  test('is untestable in a whole run when the operation was never answered with success', async () => {
    const report = await run(ask, { only: [] });
    expect(find(report, 'contract.getMachine')).toMatchObject({ verdict: 'untestable' });
    expect(report.verdict.exitCode).toBe(4);
  });
});
