import { join } from 'node:path';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import type { PrivateKeyAccount } from 'viem/accounts';
import type { Answer as ProviderAnswer, ProviderCall } from '../conformance/registry/providers/call.ts';
import { startProviderStandIns } from '../conformance/registry/providers/provider-stand-ins.ts';
import type { ProviderStandIns } from '../conformance/registry/providers/provider-stand-ins.ts';
import type { Answer } from './api-client.fixture.ts';
import { agentFields, call, createApiClient, itemOf, textOf } from './api-client.fixture.ts';
import type { RegistryServer } from './ports/registry-server.fixture.ts';
import { knowMachine, startRegistryServer } from './ports/registry-server.fixture.ts';
import { makeFolder, startServe } from './serve.fixture.ts';
import type { ServeRun, Variables } from './serve.fixture.ts';

type Fields = Record<string, unknown>;

/** An answer of the market; some of them are not wrapped (contract A.3). */
export interface MarketAnswer extends Answer {
  body: Answer['body'] & {
    order?: Fields;
    payment?: Fields | null;
    dispute?: Fields;
    service?: Fields;
    execution?: { statusCode: number; outcome?: Fields; route?: Fields; task?: Fields; run?: Fields };
  };
}

/** A machine and the agent that acts for it. */
export interface Trader {
  machineId: string;
  pairingId: string;
  token: string;
}

/** The calls of a paired agent. Bodies are sent as they are; where one is left out, none is sent. */
export interface MarketClient {
  search(body?: Fields): Promise<MarketAnswer>;
  /** Searches and orders name the machine and the pairing of the trader unless the body does. */
  order(serviceId: string, body?: Fields): Promise<MarketAnswer>;
  /** An order that must succeed; returns its id. */
  place(serviceId: string, body?: Fields): Promise<string>;
  executeService(serviceId: string, body: Fields): Promise<MarketAnswer>;
  intent(orderId: string, body?: Fields): Promise<MarketAnswer>;
  prove(orderId: string, body: Fields): Promise<MarketAnswer>;
  lockEscrow(orderId: string, body?: Fields): Promise<MarketAnswer>;
  execute(orderId: string, body?: Fields): Promise<MarketAnswer>;
  confirm(orderId: string): Promise<MarketAnswer>;
  dispute(orderId: string, body?: Fields): Promise<MarketAnswer>;
  release(orderId: string, body?: Fields): Promise<MarketAnswer>;
  refund(orderId: string, body?: Fields): Promise<MarketAnswer>;
  /** The order and its payment as they are read; null where it has none. */
  read(orderId: string): Promise<{ order: Fields; payment: Fields | null }>;
}

export function createMarketClient(
  url: string,
  { machineId, pairingId, token }: Trader,
  headers: Record<string, string> = {},
): MarketClient {
  const all = { 'x-agent-pairing-token': token, ...headers };
  const send = (method: string, path: string, body?: unknown): Promise<MarketAnswer> =>
    call(
      url,
      method,
      `/api/v1/market${path}`,
      body === undefined ? { headers: all } : { body, headers: all },
    );
  const act =
    (step: string) =>
    (orderId: string, body?: Fields): Promise<MarketAnswer> =>
      send('POST', `/orders/${orderId}/${step}`, body);
  const actor = { machineId, agentPairingId: pairingId };
  const client: MarketClient = {
    search: (body = {}) => send('POST', '/search', { ...actor, ...body }),
    order: (serviceId, body = {}) => send('POST', '/orders', { ...actor, serviceId, ...body }),
    place: async (serviceId, body) => textOf(itemOf(await client.order(serviceId, body)), 'id'),
    executeService: (serviceId, body) =>
      send('POST', `/services/${serviceId}/execute`, { ...actor, ...body }),
    intent: act('payment-intent'),
    prove: act('payment-proof'),
    lockEscrow: (orderId, body) => act('payment/escrow-lock')(orderId, body ?? anEscrowLock()),
    execute: act('execute'),
    confirm: act('confirm'),
    dispute: (orderId, body = { reason: 'It never came.' }) => act('dispute')(orderId, body),
    release: act('payment/release'),
    refund: act('payment/refund'),
    async read(orderId) {
      const [order, payment] = await Promise.all([
        send('GET', `/orders/${orderId}`),
        send('GET', `/orders/${orderId}/payment`),
      ]);
      return { order: itemOf(order), payment: itemOf(payment) as Fields | null };
    },
  };
  return client;
}

let lastTransaction = 0;

/** A transaction hash that nobody has used. */
export function nextTransaction(): string {
  lastTransaction += 1;
  return `0x${lastTransaction.toString(16).padStart(64, '0')}`;
}

function anEscrowLock(): Fields {
  return {
    transactionHash: nextTransaction(),
    chain: 'eip155:3338',
    escrowAddress: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
  };
}

/** The status of an order and of its payment, in one text. */
export function standingOf({ order, payment }: { order: Fields; payment: Fields | null }): string {
  return `${textOf(order, 'status')} ${payment === null ? 'none' : textOf(payment, 'status')}`;
}

export const controller = privateKeyToAccount(generatePrivateKey());
export const agent = privateKeyToAccount(generatePrivateKey());
/** Where payments to the operator of the market go. */
export const payee = privateKeyToAccount(generatePrivateKey()).address;

/** Everything around the servers of a test: registry, providers, sellers, a folder. */
export interface MarketPlace {
  folder: string;
  registry: RegistryServer;
  providers: ProviderStandIns;
  /** What a server needs to find all of it; `database` is the name of a file, or a URL. */
  variables(database: string): Variables;
  /** Starts a server; it is ended with the market place. */
  serve(database: string, variables?: Variables): Promise<ServeRun>;
  /** A machine of its own, onboarded and paired with an agent. */
  trade(url: string, options?: TradeOptions): Promise<Trader>;
  close(): Promise<void>;
}

export interface TradeOptions {
  headers?: Record<string, string>;
  delegationPolicy?: Fields;
  account?: PrivateKeyAccount;
}

export async function openMarketPlace(): Promise<MarketPlace> {
  const [{ folder, remove }, registry, providers] = await Promise.all([
    makeFolder(),
    startRegistryServer(),
    startProviderStandIns(),
  ]);
  const servers: ServeRun[] = [];
  let machines = 0;
  const place: MarketPlace = {
    folder,
    registry,
    providers,
    variables: (database) => ({
      PEAQOS_DATABASE_URL: database.includes('://') ? database : `sqlite:${join(folder, `${database}.db`)}`,
      PEAQOS_MCR_API_URL: registry.url,
      PEAQOS_AGENT_PAIRING_SESSION_SECRET: 'one secret that every process of the deployment knows',
      PEAQOS_MARKET_PAYEE_ADDRESS: payee,
      PEAQOS_PYTH_URL: providers.urls.pyth,
      PEAQOS_WALRUS_PUBLISHER_URL: providers.urls.walrus,
      PEAQOS_WALRUS_AGGREGATOR_URL: providers.urls.walrus,
      PEAQOS_PAY_SH_URL: providers.urls.x402,
      PEAQOS_AGENTIC_MARKET_URL: providers.urls['x402-v1'],
    }),
    async serve(database, variables = {}) {
      const run = await startServe({ ...place.variables(database), ...variables });
      servers.push(run);
      return run;
    },
    async trade(url, { headers = {}, delegationPolicy, account = agent } = {}) {
      machines += 1;
      knowMachine(registry, String(machines), controller.address);
      const client = createApiClient(url, headers);
      const machineId = await client.onboard(`did:peaq:${machines}`, controller);
      const agentProof = await client.proveAgent(machineId, account);
      const body = { ...agentFields, agentAddress: account.address, agentProof, delegationPolicy };
      const path = `/api/v1/machines/${machineId}/agent-pairings`;
      const pairing = itemOf(await call(url, 'POST', path, { body, headers }));
      return { machineId, pairingId: textOf(pairing, 'id'), token: textOf(pairing, 'pairingToken') };
    },
    async close() {
      await Promise.all([...servers.map((server) => server.stop()), registry.stop(), providers.close()]);
      await remove();
    },
  };
  return place;
}

/** A provider whose answers wait until a test lets them go. */
export interface Gate {
  /** Resolves when a call with that key waits, or has waited. */
  arrival(key: string): Promise<void>;
  /** How many calls with that key came. */
  count(key: string): number;
  /** Lets the calls with that key go on, present and future ones. */
  open(key: string): void;
}

interface Held {
  arrived: PromiseWithResolvers<void>;
  opened: PromiseWithResolvers<void>;
  count: number;
}

/** Holds every call of a stand-in that has a key; calls without one are answered at once. */
export function gateAnswers(
  standIn: { answer: ProviderAnswer },
  keyOf: (call: ProviderCall) => string | undefined,
): Gate {
  const held = new Map<string, Held>();
  const entryOf = (key: string): Held => {
    const entry = held.get(key) ?? {
      arrived: Promise.withResolvers<void>(),
      opened: Promise.withResolvers<void>(),
      count: 0,
    };
    held.set(key, entry);
    return entry;
  };
  const answer = standIn.answer;
  standIn.answer = async (providerCall) => {
    const key = keyOf(providerCall);
    if (key !== undefined) {
      const entry = entryOf(key);
      entry.count += 1;
      entry.arrived.resolve();
      await entry.opened.promise;
    }
    return answer(providerCall);
  };
  return {
    arrival: (key) => entryOf(key).arrived.promise,
    count: (key) => entryOf(key).count,
    open: (key) => entryOf(key).opened.resolve(),
  };
}
