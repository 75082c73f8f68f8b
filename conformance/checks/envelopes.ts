import type { CheckContext, Reply } from '../engine/context.ts';
import { defineCheck } from '../engine/define-check.ts';

const challengePath = '/api/v1/machine-identity/challenges';
const json = { 'content-type': 'application/json' };

/** Things that only the inside of a server knows. */
const internals = [
  /\bat [^\s"]* ?\(?[^\s"]*:\d+:\d+/,
  /Traceback \(most recent/,
  /node_modules|site-packages/,
  /\.(?:ts|js|mjs|py|go|rs|java):\d+/,
  /SQLITE_|syntax error at or near|\b(?:select|insert|update) .* (?:from|into|set) /i,
  /SyntaxError|TypeError|RangeError|Exception\b/,
];

const defectiveRequests = (ctx: CheckContext): readonly (() => Promise<Reply>)[] => [
  () => ctx.send({ method: 'POST', path: challengePath, headers: json, rawBody: '{"identityRef":' }),
  () => ctx.call('createMachineIdentityChallenge', { body: { identityRef: { a: 1 } } }),
  () => ctx.call('listMachines', { query: { cursor: "' or 1=1 --" } }),
  () => ctx.call('getMachine', { path: { machineId: "mach_' or 1=1 --" } }),
  () => ctx.send({ method: 'GET', path: '/api/v1/machines/%zz' }),
];

export const envelopeChecks = [
  defineCheck('envelopes.validation-issues', async (ctx) => {
    const identity = await ctx.identity();
    const { rejected } = await ctx.expectRejected({
      what: 'a number as identityRef is rejected',
      request: () => ctx.call('createMachineIdentityChallenge', { body: { identityRef: 77 } }),
      control: () =>
        ctx.call('createMachineIdentityChallenge', { body: { identityRef: identity.identityRef } }),
      code: 'VALIDATION_ERROR',
    });
    const issues = ctx.expect.array(rejected.at('error.details.issues'), 'details.issues');
    const paths = issues.map((_issue, index) => rejected.at(`error.details.issues.${index}.path`));
    ctx.expect.includes(paths, 'identityRef', 'the paths of the issues');
    issues.forEach((_issue, index) =>
      ctx.expect.string(rejected.at(`error.details.issues.${index}.message`), 'the message of an issue'),
    );
  }),

  defineCheck('envelopes.no-internals', async (ctx) => {
    const [first, ...others] = defectiveRequests(ctx);
    if (!first) return;
    const identity = await ctx.identity();
    const { rejected } = await ctx.expectRejected({
      what: 'broken JSON is rejected',
      request: first,
      control: () =>
        ctx.call('createMachineIdentityChallenge', { body: { identityRef: identity.identityRef } }),
      code: 'VALIDATION_ERROR',
    });
    const replies = [rejected];
    for (const request of others) replies.push(await request());
    for (const { text } of replies) {
      const found = internals.map((pattern) => pattern.exec(text)?.[0]).find((match) => match !== undefined);
      ctx.expect.equal(found, undefined, 'internals in an error');
    }
  }),
];
