import type {
  ProviderName,
  ProviderStandIns,
} from '../../conformance/registry/providers/provider-stand-ins.ts';
import type { AddressScope } from '../ports/address-scope.ts';
import { createOutboundHttp } from '../ports/outbound-http.ts';
import type { CallLimits } from './adapter-deps.ts';
import { defaultLimits } from './adapter-deps.ts';
import { createProviders } from './index.ts';
import { loadCatalog } from './load-catalog.ts';
import { createProviderAccess } from './provider-access.ts';
import type { ProviderAdapter, ProviderCall } from './provider-adapter.ts';

/** The built-in catalogue: the adapters are tested with what it says. */
export const catalog = await loadCatalog(null);

/** Which stand-in takes the place of a service, and the variables that lead there. */
interface Place {
  providerKey: string;
  standIn: ProviderName;
  variables: readonly string[];
}

const places: Readonly<Record<string, Place>> = {
  'pyth:price-feed': { providerKey: 'pyth', standIn: 'pyth', variables: ['PEAQOS_PYTH_URL'] },
  'walrus:store-blob': {
    providerKey: 'walrus',
    standIn: 'walrus',
    variables: ['PEAQOS_WALRUS_PUBLISHER_URL'],
  },
  'walrus:read-blob': {
    providerKey: 'walrus',
    standIn: 'walrus',
    variables: ['PEAQOS_WALRUS_AGGREGATOR_URL'],
  },
  'world-id:verify': {
    providerKey: 'world-id',
    standIn: 'world-id',
    variables: ['PEAQOS_WORLD_ID_VERIFY_URL'],
  },
  'qvac:chat-completion': { providerKey: 'qvac', standIn: 'openai-runtime', variables: ['PEAQOS_QVAC_URL'] },
  'pay-sh:quicknode-rpc:query': { providerKey: 'pay-sh', standIn: 'x402', variables: ['PEAQOS_PAY_SH_URL'] },
  'agentic-market:exa-search:query': {
    providerKey: 'agentic-market',
    standIn: 'x402-v1',
    variables: ['PEAQOS_AGENTIC_MARKET_URL'],
  },
};

/** What every deployment of these tests configured, each text long enough to be searched for. */
export const secrets = {
  PEAQOS_PYTH_API_KEY: 'pyth-key-of-the-tests',
  PEAQOS_WALRUS_PUBLISHER_TOKEN: 'walrus-token-of-the-tests',
  PEAQOS_WORLD_ID_RP_ID: 'rp_0123456789abcdef',
  PEAQOS_QVAC_TOKEN: 'qvac-token-of-the-tests',
};

export interface CallChanges {
  operation?: string;
  input?: Record<string, unknown>;
  paymentSignature?: string | null;
  /** Added to, or with null taken from, the environment. */
  environment?: Record<string, string | null>;
  request?: Record<string, string>;
  limits?: Partial<CallLimits>;
  scopes?: readonly AddressScope[];
  /** Where the provider is, in place of its stand-in. */
  url?: string;
}

/** A call of a service of the built-in catalogue, with the example input of its only operation unless told. */
export function createCall(
  standIns: ProviderStandIns,
  serviceId: string,
  changes: CallChanges = {},
): { adapter: ProviderAdapter; call: ProviderCall } {
  const place = places[serviceId]!;
  const service = catalog.findService(serviceId)!;
  const entry = catalog.findProvider(place.providerKey)!;
  const [contract] = service.operationContracts;
  const url = changes.url ?? standIns.urls[place.standIn];
  const here = Object.fromEntries(place.variables.map((name) => [name, url]));
  const environment = { ...secrets, ...here, ...changes.environment };
  const access = createProviderAccess({
    values: entry.values,
    request: changes.request ?? {},
    skill: { credentials: {}, settings: {} },
    environment: Object.fromEntries(
      Object.entries(environment).filter((pair): pair is [string, string] => pair[1] !== null),
    ),
  });
  const http = createOutboundHttp({ allowedScopes: changes.scopes ?? ['loopback'] });
  const limits = { ...defaultLimits, ...changes.limits };
  const adapter = createProviders({ catalog, http, limits }).adapterFor(place.providerKey)!;
  return {
    adapter,
    call: {
      service,
      operation: changes.operation ?? contract!.operation,
      input: changes.input ?? contract!.exampleInput,
      access,
      machineId: 'machine-1',
      paymentSignature: changes.paymentSignature ?? null,
    },
  };
}

/** Prepares and runs a call. */
export async function execute(standIns: ProviderStandIns, serviceId: string, changes: CallChanges = {}) {
  const { adapter, call } = createCall(standIns, serviceId, changes);
  return adapter.prepare(call).run();
}
