import { describe, expect, it } from 'vitest';
import { aBoundQuote, aQuote, aSearch } from '../market.fixture.ts';
import { refusal } from '../refusal.fixture.ts';
import { chooseOperation, chooseQuote } from './choose-quote.ts';

const now = '2026-05-16T12:05:00.000Z';
const search = aSearch();
const bound = aBoundQuote();
const reference = {
  searchId: search.id,
  quoteId: bound.quote.id,
  machineId: search.machineId,
  agentPairingId: 'pair_0123456789ab',
  serviceId: bound.quote.serviceId,
};
const optional = { requireQuotes: false, now };
const required = { requireQuotes: true, now };
const issuesAt = (...paths: string[]) =>
  refusal('VALIDATION_ERROR', {
    details: { issues: paths.map((path) => expect.objectContaining({ path })) },
  });

describe('chooseQuote', () => {
  it.each([optional, required])(
    'gives the quote of its search, machine, pairing and service: %o',
    (rules) => {
      expect(chooseQuote(reference, { search, bound }, rules)).toBe(bound.quote);
    },
  );

  it('takes either alone, or none, where quotes are not required', () => {
    expect(chooseQuote({ ...reference, searchId: null }, { search: null, bound }, optional)).toBe(
      bound.quote,
    );
    expect(chooseQuote({ ...reference, quoteId: null }, { search, bound: null }, optional)).toBeNull();
    const neither = { ...reference, searchId: null, quoteId: null };
    expect(chooseQuote(neither, { search: null, bound: null }, optional)).toBeNull();
  });

  it('names everything that is missing where quotes are required', () => {
    const neither = { ...reference, searchId: null, quoteId: null };
    const none = { search: null, bound: null };
    expect(() => chooseQuote(neither, none, required)).toThrow(issuesAt('searchId', 'quoteId'));
    expect(() => chooseQuote({ ...reference, searchId: null }, { search: null, bound }, required)).toThrow(
      issuesAt('searchId'),
    );
    expect(() => chooseQuote({ ...reference, quoteId: null }, { search, bound: null }, required)).toThrow(
      issuesAt('quoteId'),
    );
  });

  it.each([
    ['is unknown', null],
    ['is of another machine', aSearch({ machineId: 'mach_other' })],
    ['is of another pairing', aSearch({ agentPairingId: 'pair_other' })],
    ['was made without a pairing', aSearch({ agentPairingId: null })],
  ])('refuses a search that %s, with a quote and without', (_name, found) => {
    for (const quoteId of [null, reference.quoteId])
      expect(() => chooseQuote({ ...reference, quoteId }, { search: found, bound }, optional)).toThrow(
        issuesAt('searchId'),
      );
  });

  it.each([
    ['is unknown', null],
    ['is of another machine', aBoundQuote({ machineId: 'mach_other' })],
    ['is of another pairing', aBoundQuote({ agentPairingId: 'pair_other' })],
    ['was made without a pairing', aBoundQuote({ agentPairingId: null })],
    ['is for another service', aBoundQuote({ quote: aQuote({ serviceId: 'walrus:blobs:write' }) })],
  ])('refuses a quote that %s, with a search and without', (_name, found) => {
    for (const searchId of [null, reference.searchId])
      expect(() => chooseQuote({ ...reference, searchId }, { search, bound: found }, optional)).toThrow(
        issuesAt('quoteId'),
      );
  });

  it('refuses a quote of another search only when a search is named', () => {
    const found = { search, bound: aBoundQuote({ searchId: 'msearch_other' }) };
    expect(() => chooseQuote(reference, found, optional)).toThrow(issuesAt('quoteId'));
    expect(chooseQuote({ ...reference, searchId: null }, found, optional)).toBe(found.bound.quote);
  });

  const until = (expiresAt: string) => ({ search, bound: aBoundQuote({ quote: aQuote({ expiresAt }) }) });

  it('takes a quote up to its last millisecond', () => {
    const found = until('2026-05-16T12:05:00.001Z');
    expect(chooseQuote(reference, found, optional)).toBe(found.bound.quote);
  });

  it.each([now, '2026-05-16T12:04:59.999Z'])('refuses a quote that was good until %s', (expiresAt) => {
    expect(() => chooseQuote(reference, until(expiresAt), optional)).toThrow(
      refusal('QUOTE_EXPIRED', { details: { expiresAt } }),
    );
  });
});

describe('chooseOperation', () => {
  const service = { operations: ['latest-price', 'history'] };

  it.each([
    ['history', null, 'history'],
    ['history', 'latest-price', 'history'],
    [null, 'history', 'history'],
    [null, null, 'latest-price'],
  ])('requested %s, quoted %s: %s', (requested, quoted, operation) => {
    const quote = quoted === null ? null : { operation: quoted };
    expect(chooseOperation(service, quote, requested)).toBe(operation);
  });

  it.each([
    [service, null, 'delete'],
    [service, { operation: 'gone' }, null],
    [{ operations: [] }, null, null],
  ])('refuses what the service does not list: %o %o %s', (offered, quote, requested) => {
    expect(() => chooseOperation(offered, quote, requested)).toThrow(issuesAt('operation'));
  });
});
