import type { OperationId } from '../../generated/operations.gen.ts';
import type { CallOptions, Reply, SuccessBody } from '../engine/context.ts';
import type {
  MarketOrder,
  MarketPayment,
  MarketSearch,
  MarketService,
  Order,
  OrderOptions,
  Service,
  ServiceKind,
  Trader,
  TraderOptions,
} from '../engine/market.ts';
import { Untestable } from '../engine/outcomes.ts';
import type { LiveTarget } from './live-target.ts';
import type { MachineActors } from './machine-actors.ts';
import type { PairingActors } from './pairing-actors.ts';
import type { Requests } from './requests.ts';
import { setUp } from './set-up.ts';

type Fields = Record<string, unknown>;

const anything = (): boolean => true;

/** Searches and orders end to end, as a paired agent does. */
export class MarketActors {
  readonly #target: LiveTarget;
  readonly #requests: Requests;
  readonly #machines: MachineActors;
  readonly #pairings: PairingActors;

  constructor(target: LiveTarget, requests: Requests, machines: MachineActors, pairings: PairingActors) {
    this.#target = target;
    this.#requests = requests;
    this.#machines = machines;
    this.#pairings = pairings;
  }

  services(): Promise<readonly MarketService[]> {
    return this.#target.services.list(this.#requests);
  }

  service(kind: ServiceKind, where: (service: MarketService) => boolean = anything): Promise<Service> {
    return this.#target.services.find(this.#requests, kind, where);
  }

  async trader(options: TraderOptions = {}): Promise<Trader> {
    const machine = options.machine ?? (await this.#machines.machine({ activate: true }));
    const { delegationPolicy } = options;
    const pairing = await this.#pairings.pairing(
      machine,
      delegationPolicy === undefined ? {} : { delegationPolicy },
    );
    return { machine, pairing, token: pairing.token };
  }

  act<Id extends OperationId>(
    actor: Trader | Order,
    operationId: Id,
    options: CallOptions = {},
  ): Promise<Reply<SuccessBody<Id>>> {
    const isOrder = 'trader' in actor;
    const { token } = isOrder ? actor.trader : actor;
    const path = isOrder ? { path: { orderId: actor.id } } : {};
    return this.#requests.call(operationId, { pairingToken: token, ...path, ...options });
  }

  async search(trader: Trader, fields: Fields = {}): Promise<MarketSearch> {
    const body = { machineId: trader.machine.id, agentPairingId: trader.pairing.id, ...fields };
    const reply = await setUp('createMarketSearch', () => this.act(trader, 'createMarketSearch', { body }));
    return reply.body.item;
  }

  async orderRequest(trader: Trader, options: OrderOptions = {}): Promise<Fields> {
    return this.#toRequest(trader, await this.#serviceOf(options), options);
  }

  async order(trader: Trader, options: OrderOptions = {}): Promise<Order> {
    const service = await this.#serviceOf(options);
    const body = await this.#toRequest(trader, service, options);
    const reply = await setUp('createMarketOrder', () => this.act(trader, 'createMarketOrder', { body }));
    const json = reply.body.item;
    return { id: json.id, trader, service, json };
  }

  async readOrder(order: Order): Promise<MarketOrder> {
    const reply = await setUp('getMarketOrder', () => this.act(order, 'getMarketOrder'));
    return reply.body.item;
  }

  async readPayment(order: Order): Promise<MarketPayment | null> {
    const reply = await setUp('getMarketOrderPayment', () => this.act(order, 'getMarketOrderPayment'));
    return reply.body.item;
  }

  async #serviceOf({ service, kind = 'free-read' }: OrderOptions): Promise<Service> {
    return service ?? this.service(kind);
  }

  async #toRequest(trader: Trader, service: Service, options: OrderOptions): Promise<Fields> {
    const mustQuote = this.#target.states['PEAQOS_REQUIRE_MARKET_QUOTES'] === 'true';
    const quote = (options.quoted ?? mustQuote) ? await this.#quote(trader, service) : {};
    return {
      machineId: trader.machine.id,
      agentPairingId: trader.pairing.id,
      serviceId: service.id,
      operation: service.operation,
      input: service.exampleInput,
      ...quote,
      ...options.fields,
    };
  }

  async #quote(trader: Trader, service: Service): Promise<Fields> {
    const { operation, json } = service;
    const search = await this.search(trader, { serviceType: json.serviceType, operation, maxResults: 50 });
    const quote = search.quotes.find(({ serviceId }) => serviceId === service.id);
    if (quote) return { searchId: search.id, quoteId: quote.id };
    throw new Untestable(`Set-up: a search for ${json.serviceType} has no quote of service ${service.id}.`);
  }
}
