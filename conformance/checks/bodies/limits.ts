import { defineCheck } from '../../engine/define-check.ts';
import { expectAllRejected } from '../rejections.ts';
import { challengeText, jsonType, sendChallenge } from './requests.ts';

const tooLarge = { code: 'VALIDATION_ERROR', status: 413 };

/** A valid body with 2 MiB of white space in it: only its size is wrong. */
export const inflate = (text: string): string => `{${' '.repeat(2 * 1024 * 1024)}${text.slice(1)}`;

export const bodyLimitChecks = [
  defineCheck('bodies.too-large', async (ctx) => {
    const text = await challengeText(ctx);
    await ctx.expectRejected({
      what: 'a body of 2 MiB is rejected',
      request: () => sendChallenge(ctx, inflate(text)),
      control: () => sendChallenge(ctx, text),
      ...tooLarge,
    });
  }),

  defineCheck('bodies.too-large-streamed', async (ctx) => {
    const text = await challengeText(ctx);
    const headers = { ...jsonType, 'transfer-encoding': 'chunked' };
    await ctx.expectRejected({
      what: 'a chunked body of 2 MiB is rejected',
      request: () => sendChallenge(ctx, inflate(text), headers),
      control: () => sendChallenge(ctx, text, headers),
      ...tooLarge,
    });
  }),

  defineCheck('bodies.deep-nesting', async (ctx) => {
    const text = await challengeText(ctx);
    const open = text.slice(0, -1);
    const levels = 20_000;
    const cases = [
      { what: 'arrays', rawBody: `${open},"extra":${'['.repeat(levels)}${']'.repeat(levels)}}` },
      { what: 'objects', rawBody: `${open},"extra":${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}}` },
    ];
    const requests = cases.map(({ what, rawBody }) => ({
      what: `${levels} ${what} inside each other are rejected`,
      request: () => sendChallenge(ctx, rawBody),
    }));
    await expectAllRejected(ctx, requests, {
      code: 'VALIDATION_ERROR',
      status: 400,
      control: () => sendChallenge(ctx, `${open},"extra":[[{"a":[]}]]}`),
    });
  }),

  defineCheck('bodies.absurd-numbers', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const pairing = await ctx.pairing(machine);
    const path = `/api/v1/machines/${encodeURIComponent(machine.id)}/agent-pairings/${encodeURIComponent(pairing.id)}`;
    const update = (policy: string) =>
      ctx.send({ method: 'PATCH', path, headers: jsonType, rawBody: `{"delegationPolicy":${policy}}` });
    const policies = [
      '{"perTransactionLimit":-1}',
      '{"dailySpendLimit":-0.01}',
      '{"perTransactionLimit":1e400}',
    ];
    const cases = policies.map((policy) => ({
      what: `${policy} is rejected`,
      request: () => update(policy),
    }));
    await expectAllRejected(ctx, cases, {
      code: 'VALIDATION_ERROR',
      status: 400,
      control: () => update('{"perTransactionLimit":5,"dailySpendLimit":0}'),
    });
  }),
];
