import type { Handlers } from '../http/handler.ts';
import { createSearch } from '../services/search/create-search.ts';
import { readSearch } from '../services/search/read-search.ts';
import type { ServiceDeps } from '../services/service-deps.ts';
import { toCredentials } from './provider-credentials.ts';
import { withoutNulls } from './request-fields.ts';

type SearchOperations = 'createMarketSearch' | 'getMarketSearch';

export function createSearchHandlers(deps: ServiceDeps): Pick<Handlers, SearchOperations> {
  return {
    async createMarketSearch({ body, context }) {
      const { machineId, agentPairingId, providerCredentials, budget, ...wanted } = body;
      const item = await createSearch(deps, context.pairing, {
        machineId: machineId ?? null,
        agentPairingId: agentPairingId ?? null,
        wanted: { ...withoutNulls(wanted), budget: budget ? withoutNulls(budget) : undefined },
        credentials: toCredentials(providerCredentials),
        received: { ...body },
      });
      return { status: 201, body: { item } };
    },
    async getMarketSearch({ path }) {
      return { status: 200, body: { item: await readSearch(deps, path.searchId) } };
    },
  };
}
