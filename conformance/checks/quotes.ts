import type { CheckContext, Reply } from '../engine/context.ts';
import { defineCheck } from '../engine/define-check.ts';
import type { MarketSearch, Service, Trader } from '../engine/market.ts';
import { expectAccepted } from './acceptance.ts';
import { expectAllRejected } from './rejections.ts';

type Fields = Record<string, unknown>;
type Quote = MarketSearch['quotes'][number];

interface Quoted {
  trader: Trader;
  service: Service;
  search: MarketSearch;
  quote: Quote;
  /** Of an order, without search and quote. */
  plain: Fields;
}

/** A search for one service by a trader, default a fresh one. */
async function quoteFor(
  ctx: CheckContext,
  given: { trader?: Trader; service?: Service } = {},
): Promise<Quoted> {
  const trader = given.trader ?? (await ctx.trader());
  const service = given.service ?? (await ctx.service('free-read'));
  const { serviceType } = service.json;
  const search = await ctx.search(trader, { serviceType, operation: service.operation, maxResults: 50 });
  const quote = search.quotes.find(({ serviceId }) => serviceId === service.id);
  if (!quote) return ctx.untestable(`A search for ${serviceType} has no quote of ${service.id}.`);
  const plain = await ctx.orderRequest(trader, { service, quoted: false });
  return { trader, service, search, quote, plain };
}

const order = (ctx: CheckContext, { trader }: { trader: Trader }, body: Fields): Promise<Reply> =>
  ctx.act(trader, 'createMarketOrder', { body });

/** The body of an order by its search and quote. */
const byQuote = ({ plain, search, quote }: Quoted): Fields => ({
  ...plain,
  searchId: search.id,
  quoteId: quote.id,
});

/** Expects orders of `own` with these references to be refused, and the order by its own search and quote to be accepted. */
async function expectRefused(
  ctx: CheckContext,
  own: Quoted,
  cases: readonly { what: string; fields: Fields }[],
): Promise<void> {
  await expectAllRejected(
    ctx,
    cases.map(({ what, fields }) => ({
      what: `an order with ${what} is rejected`,
      request: () => order(ctx, own, { ...own.plain, ...fields }),
    })),
    { code: 'VALIDATION_ERROR', control: () => order(ctx, own, byQuote(own)) },
  );
}

const bindingChecks = [
  defineCheck('quotes.of-another-search', async (ctx) => {
    const own = await quoteFor(ctx);
    const later = await quoteFor(ctx, own);
    const fields = { searchId: own.search.id, quoteId: later.quote.id };
    await expectRefused(ctx, own, [{ what: 'a quote of another search', fields }]);
  }),

  defineCheck('quotes.of-another-agent', async (ctx) => {
    const own = await quoteFor(ctx);
    const { service } = own;
    const partner = await quoteFor(ctx, {
      service,
      trader: await ctx.trader({ machine: own.trader.machine }),
    });
    const stranger = await quoteFor(ctx, { service });
    await expectRefused(ctx, own, [
      { what: "a quote of the machine's other agent", fields: { quoteId: partner.quote.id } },
      { what: 'a quote of another machine', fields: { quoteId: stranger.quote.id } },
    ]);
  }),

  defineCheck('quotes.of-another-service', async (ctx) => {
    const own = await quoteFor(ctx);
    const { trader, service } = own;
    const other = await ctx.service('any', ({ id }) => id !== service.id);
    const { search, quote } = await quoteFor(ctx, { trader, service: other });
    const fields = { searchId: search.id, quoteId: quote.id };
    await expectRefused(ctx, own, [{ what: 'a quote of another service', fields }]);
  }),

  defineCheck('quotes.search-of-another-agent', async (ctx) => {
    const own = await quoteFor(ctx);
    const partner = await quoteFor(ctx, {
      service: own.service,
      trader: await ctx.trader({ machine: own.trader.machine }),
    });
    await expectRefused(ctx, own, [
      { what: "a search of the machine's other agent", fields: { searchId: partner.search.id } },
    ]);
  }),

  defineCheck('quotes.unknown-search', async (ctx) => {
    const fields = { searchId: 'msearch_000000000000' };
    await expectRefused(ctx, await quoteFor(ctx), [{ what: 'an unknown search', fields }]);
  }),

  defineCheck('quotes.unknown-quote', async (ctx) => {
    const own = await quoteFor(ctx);
    await expectRefused(ctx, own, [
      { what: 'an unknown quote', fields: { searchId: own.search.id, quoteId: 'quote_000000000000' } },
    ]);
  }),
];

const useChecks = [
  defineCheck('quotes.kept-by-order', async (ctx) => {
    const own = await quoteFor(ctx);
    const reply = expectAccepted(
      ctx,
      await order(ctx, own, byQuote(own)),
      'an order by its quote is accepted',
    );
    ctx.expect.equal(reply.at('item.searchId'), own.search.id, 'searchId of the order');
    ctx.expect.equal(reply.at('item.quoteId'), own.quote.id, 'quoteId of the order');
  }),

  defineCheck('quotes.payment-copied', async (ctx) => {
    for (const kind of ['free-read', 'paid'] as const) {
      const own = await quoteFor(ctx, { service: await ctx.service(kind) });
      const reply = expectAccepted(
        ctx,
        await order(ctx, own, byQuote(own)),
        'an order by its quote is accepted',
      );
      ctx.expect.equal(
        reply.at('item.payment'),
        own.quote.payment,
        `payment of the order for ${own.service.id}`,
      );
    }
  }),

  defineCheck('quotes.operation-copied', async (ctx) => {
    const own = await quoteFor(ctx);
    const reply = await order(ctx, own, { ...byQuote(own), operation: undefined });
    expectAccepted(ctx, reply, 'an order by its quote that names no operation is accepted');
    ctx.expect.equal(reply.at('item.operation'), own.quote.operation, 'operation of the order');
  }),

  defineCheck('quotes.reusable', async (ctx) => {
    const own = await quoteFor(ctx);
    const ids = new Set<unknown>();
    for (const turn of ['first', 'second', 'third']) {
      const reply = await order(ctx, own, byQuote(own));
      expectAccepted(ctx, reply, `the ${turn} order by the same quote is accepted`);
      ids.add(reply.at('item.id'));
    }
    ctx.expect.equal(ids.size, 3, 'the number of different orders');
  }),
];

const toggleChecks = [
  defineCheck('quotes.optional', async (ctx) => {
    const trader = await ctx.trader();
    const plain = await ctx.orderRequest(trader, { quoted: false });
    for (const body of [plain, { ...plain, searchId: null, quoteId: null }]) {
      const reply = expectAccepted(
        ctx,
        await order(ctx, { trader }, body),
        'an order without a quote is accepted',
      );
      ctx.expect.equal(reply.at('item.quoteId') ?? null, null, 'quoteId of the order');
    }
  }),

  defineCheck('quotes.search-alone', async (ctx) => {
    const own = await quoteFor(ctx);
    const reply = await order(ctx, own, { ...own.plain, searchId: own.search.id });
    expectAccepted(ctx, reply, 'an order with a search and no quote is accepted');
    ctx.expect.equal(reply.at('item.searchId'), own.search.id, 'searchId of the order');
  }),

  defineCheck('quotes.quote-alone', async (ctx) => {
    const own = await quoteFor(ctx);
    const reply = await order(ctx, own, { ...own.plain, quoteId: own.quote.id });
    expectAccepted(ctx, reply, 'an order with a quote and no search is accepted');
    ctx.expect.equal(reply.at('item.quoteId'), own.quote.id, 'quoteId of the order');
  }),

  defineCheck('quotes.required', async (ctx) => {
    const own = await quoteFor(ctx);
    await expectRefused(ctx, own, [
      { what: 'neither search nor quote', fields: {} },
      { what: 'a search and no quote', fields: { searchId: own.search.id } },
      { what: 'a quote and no search', fields: { quoteId: own.quote.id } },
      { what: 'a quote and a search that is null', fields: { searchId: null, quoteId: own.quote.id } },
    ]);
  }),

  defineCheck('quotes.required-both-given', async (ctx) => {
    const first = await ctx.service('handoff');
    const services = [
      await ctx.service('free-read'),
      await ctx.service('paid'),
      await ctx.service('handoff', ({ providerKey }) => providerKey !== first.providerKey),
    ];
    const trader = await ctx.trader();
    for (const service of services) {
      const own = await quoteFor(ctx, { trader, service });
      const reply = await order(ctx, own, byQuote(own));
      expectAccepted(ctx, reply, `an order for ${own.service.id} with search and quote is accepted`);
    }
  }),
];

export const quoteChecks = [...bindingChecks, ...useChecks, ...toggleChecks];
