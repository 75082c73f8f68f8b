import { afterEach, beforeEach, describe } from 'vitest';
import { describeChallenges } from './contract/challenges.contract.ts';
import { describeLifetime } from './contract/lifetime.contract.ts';
import { describeLists } from './contract/lists.contract.ts';
import { describeMachines } from './contract/machines.contract.ts';
import { describePairings } from './contract/pairings.contract.ts';
import { describeTransactions } from './contract/transactions.contract.ts';
import type { StoreHarness } from './harness.fixture.ts';

/** The one suite that every engine must pass. `open` makes a new empty database for each test. */
export function describeStore(name: string, open: () => Promise<StoreHarness>): void {
  describe(`The store on ${name}`, () => {
    let harness: StoreHarness;
    const current = (): StoreHarness => harness;

    beforeEach(async () => {
      harness = await open();
    });
    afterEach(() => harness.cleanUp());

    describeMachines(current);
    describeLists(current);
    describePairings(current);
    describeChallenges(current);
    describeTransactions(current);
    describeLifetime(current);
  });
}
