import type { Operations } from '../../generated/operations.gen.ts';
import type { MarketService } from '../domain/catalog/market-service.ts';

type ServiceView = Operations['getMarketService']['reply']['body']['item'];

/** A service as answers show it, with the paths under which clients go on (contract C.6). */
export function toServiceView(service: MarketService): ServiceView {
  const { id, providerKey, endpoints } = service;
  return {
    ...service,
    endpoint: endpoints[0] ?? null,
    consumption: {
      adapterSetupPath: `/api/v1/market/adapters/${encodeURIComponent(providerKey)}`,
      serviceDetailPath: `/api/v1/market/services/${encodeURIComponent(id)}`,
      marketSearchPath: '/api/v1/market/search',
    },
  };
}
