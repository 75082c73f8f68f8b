import { defineCheck } from '../../engine/define-check.ts';
import { expectLifetime } from '../lifetime.ts';
import { expectAllRejected } from '../rejections.ts';
import { expectAccepted } from '../acceptance.ts';
import { ask, find, mostResults } from './ask.ts';

const defaultResults = 10;
const quoteLifetimeMs = 600_000;

export const searchQuoteChecks = [
  defineCheck('search.default-results', async (ctx) => {
    const count = (await ctx.services()).length;
    if (count <= defaultResults)
      return ctx.untestable(`The target has ${count} services, no more than a search gives.`);
    const { quotes } = await find(ctx, await ctx.trader());
    ctx.expect.equal(quotes.length, defaultResults, 'the number of quotes without maxResults');
  }),

  defineCheck('search.max-results', async (ctx) => {
    const trader = await ctx.trader();
    const all = await find(ctx, trader, { maxResults: mostResults });
    if (all.quotes.length < 3) return ctx.untestable('A search for anything gives fewer than three quotes.');
    for (const maxResults of [1, 2]) {
      const { quotes } = await find(ctx, trader, { maxResults });
      ctx.expect.equal(
        quotes.map(({ serviceId }) => serviceId),
        all.quotes.slice(0, maxResults).map(({ serviceId }) => serviceId),
        `the best offers, with maxResults ${maxResults}`,
      );
    }
  }),

  defineCheck('search.max-results-capped', async (ctx) => {
    const { quotes } = await find(ctx, await ctx.trader(), { maxResults: 100_000 });
    ctx.expect.ok(quotes.length <= mostResults, 'no more than 50 quotes are given', {
      expected: `at most ${mostResults}`,
      actual: quotes.length,
    });
  }),

  defineCheck('search.max-results-positive', async (ctx) => {
    const trader = await ctx.trader();
    const cases = [0, -1, 1.5].map((maxResults) => ({
      what: `maxResults ${maxResults} is rejected`,
      request: () => ask(ctx, trader, { maxResults }),
    }));
    await expectAllRejected(ctx, cases, {
      code: 'VALIDATION_ERROR',
      control: () => ask(ctx, trader, { maxResults: 1 }),
    });
  }),

  defineCheck('search.sorted', async (ctx) => {
    const { quotes } = await find(ctx, await ctx.trader(), { maxResults: mostResults });
    const order = quotes.map(({ score, serviceId }) => ({ score, serviceId }));
    const sorted = order.toSorted((a, b) => b.score - a.score || (a.serviceId < b.serviceId ? -1 : 1));
    ctx.expect.equal(order, sorted, 'the quotes, the best score first, then by service id');
  }),

  defineCheck('search.reasons', async (ctx) => {
    const { quotes } = await find(ctx, await ctx.trader(), { maxResults: mostResults });
    for (const { serviceId, reasons } of quotes) {
      const isGiven = reasons.length > 0 && reasons.every((reason) => reason.trim() !== '');
      ctx.expect.ok(isGiven, `the quote of ${serviceId} says why`, { expected: 'phrases', actual: reasons });
    }
    ctx.expect.ok(quotes.length > 0, 'there is a quote');
  }),

  defineCheck('search.score-range', async (ctx) => {
    const { quotes } = await find(ctx, await ctx.trader(), { maxResults: mostResults });
    for (const { serviceId, score } of quotes)
      ctx.expect.ok(score >= 0 && score <= 1, `the score of ${serviceId}`, {
        expected: '0 to 1',
        actual: score,
      });
    ctx.expect.ok(quotes.length > 0, 'there is a quote');
  }),

  defineCheck('search.quote-lifetime', async (ctx) => {
    const reply = await ask(ctx, await ctx.trader(), { maxResults: 2 });
    const { quotes } = expectAccepted(ctx, reply, 'a search is accepted').body.item;
    for (const { expiresAt } of quotes)
      expectLifetime(ctx, reply, {
        until: Date.parse(expiresAt),
        lifetimeMs: quoteLifetimeMs,
        what: 'the lifetime of a quote',
      });
    ctx.expect.ok(quotes.length > 0, 'there is a quote');
  }),

  defineCheck('search.quote-of-its-service', async (ctx) => {
    const { quotes } = await find(ctx, await ctx.trader(), { maxResults: mostResults });
    const services = await ctx.services();
    const fields = [
      'skillKey',
      'providerKey',
      'executionMode',
      'integrationStatus',
      'pricing',
      'payment',
    ] as const;
    for (const quote of quotes) {
      const service = services.find(({ id }) => id === quote.serviceId);
      for (const field of fields)
        ctx.expect.equal(quote[field], service?.[field], `${field} of the quote of ${quote.serviceId}`);
      ctx.expect.equal(
        quote.handoff ?? null,
        service?.handoff ?? null,
        `handoff of the quote of ${quote.serviceId}`,
      );
    }
  }),

  defineCheck('search.quote-operation', async (ctx) => {
    const trader = await ctx.trader();
    const services = await ctx.services();
    const { quotes } = await find(ctx, trader, { maxResults: mostResults });
    for (const { serviceId, operation } of quotes) {
      const first = services.find(({ id }) => id === serviceId)?.operations[0];
      ctx.expect.equal(operation, first, `the operation of the quote of ${serviceId}`);
    }
    const { json } = await ctx.service('any', ({ operations }) => operations.length > 0);
    const asked = json.operations.at(-1);
    const found = await find(ctx, trader, { operation: asked });
    for (const quote of found.quotes)
      ctx.expect.equal(quote.operation, asked, 'the operation that was asked for');
  }),

  defineCheck('search.credentials-raise-score', async (ctx) => {
    const adapters = (await ctx.call('listAdapters', { query: { limit: 500 } })).body.items;
    const isCandidate = ({
      executionMode,
      integrationStatus,
    }: {
      executionMode: string;
      integrationStatus: string;
    }) => integrationStatus === 'credentials-required' && executionMode === 'external-handoff';
    // A hand-off's provider is never called, so made-up credentials reach nobody.
    const adapter = adapters.find((item) => item.providerCredentials && isCandidate(item));
    if (!adapter?.providerCredentials) return ctx.untestable('No provider that hands off takes credentials.');
    const { key, fields } = adapter.providerCredentials;
    const block = Object.fromEntries(
      fields.filter(({ required }) => required).map((field) => [field.key, ctx.freshSecret()]),
    );
    const service = await ctx.service(
      'any',
      (own) => own.providerKey === adapter.providerKey && isCandidate(own),
    );
    const trader = await ctx.trader();
    const scoreWith = async (fieldsOfSearch: Record<string, unknown>): Promise<number> => {
      const { quotes } = await find(ctx, trader, { operation: service.operation, ...fieldsOfSearch });
      return ctx.expect.number(quotes.find(({ serviceId }) => serviceId === service.id)?.score, 'the score');
    };
    const [without, withBlock] = [
      await scoreWith({}),
      await scoreWith({ providerCredentials: { [key]: block } }),
    ];
    ctx.expect.ok(withBlock > without, 'credentials of the provider raise the score', {
      expected: `more than ${without}`,
      actual: withBlock,
    });
  }),
];
