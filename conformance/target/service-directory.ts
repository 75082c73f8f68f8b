import type { MarketService, Service, ServiceKind } from '../engine/market.ts';
import { Untestable } from '../engine/outcomes.ts';
import type { Requests } from './requests.ts';
import { pickService, toService } from './service-kinds.ts';
import { setUp } from './set-up.ts';

/** Services named by --service, by kind. */
export type NamedServices = Readonly<Partial<Record<ServiceKind, string>>>;

/** More pages than this are not read: what a check needs must not hide behind thousands of services. */
const mostPages = 50;

/** What one target offers, asked for once. */
export class ServiceDirectory {
  readonly #named: NamedServices;
  #listing: Promise<readonly MarketService[]> | undefined;

  constructor(named: NamedServices = {}) {
    this.#named = named;
  }

  /** Every service that is listed. Raises Untestable when the list cannot be had. */
  list(requests: Requests): Promise<readonly MarketService[]> {
    this.#listing ??= readPages(requests).catch((error: unknown) => {
      this.#listing = undefined;
      throw error;
    });
    return this.#listing;
  }

  /** As MarketTalk.service. */
  async find(
    requests: Requests,
    kind: ServiceKind,
    where: (service: MarketService) => boolean,
  ): Promise<Service> {
    const named = this.#named[kind];
    if (named !== undefined) return this.#findNamed(requests, kind, named, where);
    const found = pickService(await this.list(requests), kind, where);
    if (found) return toService(found);
    throw new Untestable(
      `The market lists no service of kind «${kind}» that this check can use; name one with --service ${kind}=ID.`,
    );
  }

  async #findNamed(
    requests: Requests,
    kind: ServiceKind,
    serviceId: string,
    where: (service: MarketService) => boolean,
  ): Promise<Service> {
    const what = `getMarketService (--service ${kind}=${serviceId})`;
    const reply = await setUp(what, () => requests.call('getMarketService', { path: { serviceId } }));
    const { item } = reply.body;
    if (where(item)) return toService(item);
    throw new Untestable(
      `--service ${kind}=${serviceId}: this check cannot use that service; it needs another one.`,
    );
  }
}

async function readPages(requests: Requests): Promise<readonly MarketService[]> {
  const services: MarketService[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const query = { limit: 100, ...(cursor === undefined ? {} : { cursor }) };
    const reply = await setUp('listMarketServices', () => requests.call('listMarketServices', { query }));
    services.push(...reply.body.items);
    cursor = reply.body.nextCursor ?? undefined;
    if (cursor === undefined) break;
  }
  return services;
}
