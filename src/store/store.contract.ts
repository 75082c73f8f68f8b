import { afterEach, beforeEach, describe } from 'vitest';
import { describeChallenges } from './contract/challenges.contract.ts';
import { describeDisputes } from './contract/disputes.contract.ts';
import { describeExecutions } from './contract/executions.contract.ts';
import { describeLifetime } from './contract/lifetime.contract.ts';
import { describeLists } from './contract/lists.contract.ts';
import { describeMachines } from './contract/machines.contract.ts';
import { describeOrders } from './contract/orders.contract.ts';
import { describePairings } from './contract/pairings.contract.ts';
import { describePayments } from './contract/payments.contract.ts';
import { describePolicies } from './contract/policies.contract.ts';
import { describeRuntimeEndpoints } from './contract/runtime-endpoints.contract.ts';
import { describeSearches } from './contract/searches.contract.ts';
import { describeSkillConfigs } from './contract/skill-configs.contract.ts';
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
    describeSkillConfigs(current);
    describeSearches(current);
    describeOrders(current);
    describePayments(current);
    describeDisputes(current);
    describeExecutions(current);
    describePolicies(current);
    describeRuntimeEndpoints(current);
    describeTransactions(current);
    describeLifetime(current);
  });
}
