import { describe, expect, it } from 'vitest';
import type { MarketService } from '../catalog/market-service.ts';
import { aService, fixedPrice, freePayment, walletPayment } from '../market.fixture.ts';
import type { SearchWish } from './normalise-search.ts';
import { normaliseSearch } from './normalise-search.ts';
import { scoreService } from './score-service.ts';
import type { ServiceStanding } from './score-service.ts';

const absent: ServiceStanding = { hasCredentials: false, live: undefined };
const present: ServiceStanding = { hasCredentials: true, live: undefined };
const live = (isAvailable: boolean): ServiceStanding => ({
  hasCredentials: true,
  live: { isAvailable, reasons: ['seller answers'] },
});
const sold = (amount?: number): Partial<MarketService> => ({
  payment: walletPayment,
  pricing: amount === undefined ? { mode: 'provider-defined', notes: [] } : fixedPrice(amount, 'USDC'),
});
const judge = (service: Partial<MarketService>, wish: SearchWish = {}, standing = absent) =>
  scoreService(aService(service), normaliseSearch(wish), standing);

describe('reasons', () => {
  it.each<[string, Partial<MarketService>, SearchWish, ServiceStanding]>([
    ['runs natively', {}, {}, absent],
    ['hands over to the provider', { executionMode: 'external-handoff' }, {}, absent],
    ['ready to use', { integrationStatus: 'native' }, {}, absent],
    ['credentials present', { integrationStatus: 'credentials-required' }, {}, present],
    ['credentials missing (credentials-required)', { integrationStatus: 'credentials-required' }, {}, absent],
    ['credentials missing (partner-required)', { integrationStatus: 'partner-required' }, {}, absent],
    ['documentation only', { integrationStatus: 'docs-only' }, {}, present],
    ['has the required capability', {}, { requiredCapabilities: ['price'] }, absent],
    ['has all 2 required capabilities', {}, { requiredCapabilities: ['price', 'oracle'] }, absent],
    ['in the region EU', { region: 'EU' }, { region: 'eu' }, absent],
    ['in the region eu', { region: 'eu' }, { region: 'EU' }, absent],
    ['available in every region', { region: 'global' }, { region: 'eu' }, absent],
    ['free', {}, {}, absent],
    ['price set by the provider', sold(), {}, absent],
    ['price set by the provider', { ...sold(), payment: { ...freePayment, required: true } }, {}, absent],
    ['price set by the provider', { ...sold(), payment: { ...walletPayment, required: false } }, {}, absent],
    [
      'price set by the provider',
      { ...sold(), pricing: { ...fixedPrice(2), mode: 'quote-required' } },
      { budget: { max: 2 } },
      absent,
    ],
    ['fixed price', sold(2), {}, absent],
    ['fixed price', sold(2), { budget: { preferred: 1, currency: 'EUR' } }, absent],
    ['price within the preferred budget', sold(2), { budget: { preferred: 2, max: 9 } }, absent],
    ['price over the preferred budget', sold(2), { budget: { preferred: 1, max: 9 } }, absent],
    ['price within the budget', sold(2), { budget: { max: 2 } }, absent],
    ['price within the budget', sold(2), { budget: { amount: 2 } }, absent],
    ['fresh to the minute', { freshnessSeconds: 60 }, {}, absent],
    ['fresh to the hour', { freshnessSeconds: 3_600 }, {}, absent],
    ['live offer available', {}, {}, live(true)],
    ['no live offer available', {}, {}, live(false)],
    ['seller answers', {}, {}, live(true)],
  ])('"%s" for %o, %o, %o', (reason, service, wish, standing) => {
    expect(judge(service, wish, standing).reasons).toContain(reason);
  });

  it('says nothing of what was not asked', () => {
    expect(judge({ freshnessSeconds: 3_601 }).reasons).toEqual(['runs natively', 'ready to use', 'free']);
  });
});

describe('score', () => {
  const needy = { integrationStatus: 'credentials-required' } as const;

  it.each<[string, ReturnType<typeof judge>, ReturnType<typeof judge>]>([
    ['native execution over a hand-off', judge({}), judge({ executionMode: 'external-handoff' })],
    ['a service that is ready over one that needs credentials', judge({}), judge(needy)],
    ['one whose credentials came over one without', judge(needy, {}, present), judge(needy)],
    ['set-up over mere documentation', judge(needy), judge({ integrationStatus: 'docs-only' })],
    [
      'the very region over every region',
      judge({ region: 'eu' }, { region: 'eu' }),
      judge({}, { region: 'eu' }),
    ],
    ['free over paid', judge({}), judge(sold(1))],
    [
      'within the preferred budget over beyond it',
      judge(sold(1), { budget: { preferred: 1 } }),
      judge(sold(2), { budget: { preferred: 1 } }),
    ],
    ['a known price over an open one', judge(sold(1)), judge(sold())],
    ['fresh over old', judge({ freshnessSeconds: 5 }), judge({ freshnessSeconds: 3_600 })],
    ['an hour over a day', judge({ freshnessSeconds: 3_600 }), judge({ freshnessSeconds: 86_400 })],
    ['a live offer over none known', judge({}, {}, live(true)), judge({})],
    ['none known over none available', judge({}), judge({}, {}, live(false))],
    ['production over beta', judge({}), judge({ maturity: 'beta' })],
    ['beta over reference', judge({ maturity: 'beta' }), judge({ maturity: 'reference' })],
  ])('prefers %s', (_name, better, worse) => {
    expect(better.score).toBeGreaterThan(worse.score);
  });

  it('lies between 0 and 1 at both ends, and is the same every time', () => {
    const wish = { region: 'eu', requiredCapabilities: ['price'] };
    const best = () => judge({ region: 'eu' }, wish, live(true));
    const worst = judge(
      {
        ...sold(),
        executionMode: 'external-handoff',
        integrationStatus: 'docs-only',
        freshnessSeconds: 86_400,
        maturity: 'reference',
      },
      {},
      live(false),
    );
    expect(best().score).toBe(1);
    expect(best()).toEqual(best());
    expect(worst.score).toBeGreaterThanOrEqual(0);
    expect(worst.score).toBeLessThan(0.3);
  });
});
