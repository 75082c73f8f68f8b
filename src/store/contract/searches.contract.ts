import { beforeEach, describe, expect, test } from 'vitest';
import type { AgentPairing } from '../../domain/pairing.ts';
import { aQuote, aSearch, storePairing } from '../market-records.fixture.ts';
import type { StoreHarness } from '../harness.fixture.ts';
import { aPairing } from '../records.fixture.ts';
import type { Store } from '../store.ts';

/** More than one statement holds, and more than one digit orders. */
const MANY_QUOTES = 1001;

/** What every engine must do with searches and their quotes. `current` gives the store of the running test. */
export function describeSearches(current: () => StoreHarness): void {
  describe('searches', () => {
    let store: Store;
    let pairing: AgentPairing;
    beforeEach(async () => {
      store = current().store;
      pairing = await storePairing(store);
    });

    test('come back with every field and quote unchanged', async () => {
      const full = aSearch(pairing, { quotes: [aQuote(), aQuote({ handoff: null, score: 0, reasons: [] })] });
      const bare = aSearch(pairing, {
        agentPairingId: null,
        requestPayload: {},
        status: 'no_match',
        quotes: [],
      });
      for (const search of [full, bare]) await store.searches.insert(search);
      expect(await store.searches.find(full.id)).toEqual(full);
      expect(await store.searches.find(bare.id)).toEqual(bare);
      expect(await store.searches.find('msearch_000000000000')).toBeNull();
      expect(await store.searches.find('msearch_\0')).toBeNull();
    });

    test('keep the order of many quotes', async () => {
      const search = aSearch(pairing, { quotes: Array.from({ length: MANY_QUOTES }, () => aQuote()) });
      await store.searches.insert(search);
      const found = await store.searches.find(search.id);
      expect(found?.quotes.map((quote) => quote.id)).toEqual(search.quotes.map((quote) => quote.id));
    });

    test('give each quote with what it is bound to', async () => {
      const [first, second] = [
        aSearch(pairing, { quotes: [aQuote(), aQuote()] }),
        aSearch(pairing, { agentPairingId: null }),
      ];
      for (const search of [first, second]) await store.searches.insert(search);
      for (const search of [first, second]) {
        for (const quote of search.quotes) {
          expect(await store.searches.findQuote(quote.id)).toEqual({
            quote,
            searchId: search.id,
            machineId: pairing.machineId,
            agentPairingId: search.agentPairingId,
          });
        }
      }
      expect(await store.searches.findQuote('quote_000000000000')).toBeNull();
      expect(await store.searches.findQuote('quote_\0')).toBeNull();
    });

    test('are stored with all of their quotes or not at all', async () => {
      const taken = aSearch(pairing);
      await store.searches.insert(taken);
      const search = aSearch(pairing, { quotes: [aQuote(), ...taken.quotes] });
      await expect(store.searches.insert(search)).rejects.toThrow(/unique/i);
      expect(await store.searches.find(search.id)).toBeNull();
      expect(await current().readTable('market_quotes')).toHaveLength(1);
    });

    test('belong to the transaction that they are inserted in', async () => {
      const search = aSearch(pairing);
      const work = store.transaction(async (tx) => {
        await tx.searches.insert(search);
        expect(await tx.searches.find(search.id)).toEqual(search);
        throw new Error('changed my mind');
      });
      await expect(work).rejects.toThrow('changed my mind');
      expect(await current().readTable('market_searches')).toEqual([]);
      expect(await current().readTable('market_quotes')).toEqual([]);
    });

    test('need an existing machine and pairing, and a known status', async () => {
      for (const nobody of [aPairing(pairing.machineId), aPairing('mach_000000000000', { id: pairing.id })])
        await expect(store.searches.insert(aSearch(nobody))).rejects.toThrow(/foreign key/i);
      await expect(store.searches.insert(aSearch(pairing, { status: 'lost' as 'no_match' }))).rejects.toThrow(
        'market_searches_status_known',
      );
    });
  });
}
