import type { MarketService, PaymentRecommendation } from '../domain/catalog/market-service.ts';
import type { ExternalHandoff, SkillConfig } from '../domain/catalog/skill.ts';
import type { Dispute, MarketOrder } from '../domain/orders/order.ts';
import type { AgentPairing } from '../domain/pairing.ts';
import type { MarketPayment } from '../domain/payments/payment.ts';
import type { MarketQuote, MarketSearch } from '../domain/search/market-search.ts';
import { LATER, NOW, TRICKY_TEXT, aMachine, aPairing, newId } from './records.fixture.ts';
import type { Store } from './store.ts';

const SERVICE_ID = 'onem2m:demo:resources:native';
const HANDOFF: ExternalHandoff = { label: TRICKY_TEXT, url: 'https://desk.example', notes: ['bring ü'] };

const PAYMENT: PaymentRecommendation = {
  defaultRail: 'wallet',
  supportedRails: ['wallet', 'x402'],
  required: true,
  notes: [TRICKY_TEXT],
  chain: 'eip155:8453',
  token: null,
};

/** What an offer, an order and a run say of the service that they are about. */
const SERVICE_FIELDS = {
  serviceId: SERVICE_ID,
  skillKey: 'onem2m',
  providerKey: 'onem2m-demo',
  executionMode: 'native',
  integrationStatus: 'native',
} as const;

function aMarketService(): MarketService {
  return {
    id: SERVICE_ID,
    skillKey: 'onem2m',
    providerKey: 'onem2m-demo',
    providerId: 'demo',
    providerLabel: 'Demo',
    companyName: null,
    name: TRICKY_TEXT,
    description: 'Reads a sensor.',
    region: 'global',
    serviceType: 'device.control',
    operations: ['read'],
    capabilities: ['iot'],
    authType: 'none',
    accessMode: 'public',
    executionMode: 'native',
    integrationStatus: 'native',
    distribution: 'peaq-native',
    maturity: 'production',
    kind: 'runtime',
    freshnessSeconds: 60,
    requiresHumanEnablement: false,
    metadata: { 'not a name': [null, 0.1, 'x'] },
    updatedAt: NOW,
    referenceUrl: null,
    artifactUrl: null,
    handoff: null,
    pricing: { mode: 'fixed', amount: 0.1, currency: 'USDT', notes: [] },
    payment: PAYMENT,
    endpoints: [],
    operationContracts: [],
  };
}

/** A configuration with a value in every field, of a skill of its own. */
export function aSkillConfig(changes: Partial<SkillConfig> = {}): SkillConfig {
  return {
    skillKey: newId('skill'),
    enabled: true,
    settings: { url: TRICKY_TEXT, retries: 0.1, strict: false },
    sealedCredentials: 'v1.AAAA.BBBB',
    createdAt: NOW,
    updatedAt: NOW,
    ...changes,
  };
}

export function aQuote(changes: Partial<MarketQuote> = {}): MarketQuote {
  return {
    ...SERVICE_FIELDS,
    id: newId('quote'),
    operation: 'read',
    score: 0.1 + 0.2,
    reasons: ['operation offered', TRICKY_TEXT],
    pricing: { mode: 'fixed', amount: 0.1, currency: 'USDT', rate: null, notes: [] },
    payment: PAYMENT,
    handoff: HANDOFF,
    expiresAt: LATER,
    ...changes,
  };
}

export function aSearch(pairing: AgentPairing, changes: Partial<MarketSearch> = {}): MarketSearch {
  return {
    id: newId('msearch'),
    machineId: pairing.machineId,
    agentPairingId: pairing.id,
    requestPayload: { serviceType: 'IoT', providerCredentials: { demo: { key: '[REDACTED]' } } },
    normalizedTask: {
      serviceType: 'device.control',
      requiredCapabilities: [TRICKY_TEXT],
      allowExternalHandoff: true,
      requireNativeExecution: false,
      region: 'eu',
    },
    status: 'completed',
    quotes: [aQuote()],
    createdAt: NOW,
    ...changes,
  };
}

/** An order with a value in every field that needs no other record. */
export function anOrder(pairing: AgentPairing, changes: Partial<MarketOrder> = {}): MarketOrder {
  return {
    ...SERVICE_FIELDS,
    id: newId('ord'),
    machineId: pairing.machineId,
    agentPairingId: pairing.id,
    serviceType: 'device.control',
    operation: 'read',
    status: 'created',
    input: { text: TRICKY_TEXT, list: [], nothing: null },
    payment: PAYMENT,
    budget: { amount: 0.1, max: 1e-7, currency: 'USDT' },
    handoff: HANDOFF,
    errorMessage: TRICKY_TEXT,
    serviceSnapshot: aMarketService(),
    searchId: null,
    quoteId: null,
    taskId: newId('task'),
    routeId: newId('route'),
    runId: newId('run'),
    outcomeId: newId('out'),
    spend: { amount: 0.1, currency: 'USDT' },
    attempt: { id: 'attempt-1', expiresAt: LATER },
    createdAt: NOW,
    updatedAt: NOW,
    ...changes,
  };
}

export function aPayment(order: MarketOrder, changes: Partial<MarketPayment> = {}): MarketPayment {
  return {
    id: newId('pay'),
    orderId: order.id,
    machineId: order.machineId,
    status: 'held',
    rail: {
      type: 'wallet',
      chain: 'eip155:8453',
      token: null,
      metadata: { rawAmount: '100000', tokenDecimals: 6 },
    },
    amount: 0.1,
    currency: 'USDT',
    proof: { verificationMode: 'rpc', amount: '0.10', blockNumber: 7, metadata: { note: TRICKY_TEXT } },
    notes: [TRICKY_TEXT],
    reference: newId('0x'),
    signatureDigest: null,
    createdAt: NOW,
    updatedAt: NOW,
    ...changes,
  };
}

export function aDispute(order: MarketOrder, changes: Partial<Dispute> = {}): Dispute {
  return {
    id: newId('disp'),
    orderId: order.id,
    machineId: order.machineId,
    status: 'open',
    reason: TRICKY_TEXT,
    evidence: { photo: [null, { deep: 1 }] },
    createdAt: NOW,
    updatedAt: NOW,
    ...changes,
  };
}

/** Stores a machine and a pairing of it. */
export async function storePairing(store: Store): Promise<AgentPairing> {
  const machine = aMachine();
  await store.machines.insert(machine);
  const pairing = aPairing(machine.id);
  await store.pairings.insert(pairing);
  return pairing;
}

/** Stores an order with the machine and pairing that it needs. */
export async function storeOrder(store: Store, changes: Partial<MarketOrder> = {}): Promise<MarketOrder> {
  const order = anOrder(await storePairing(store), changes);
  await store.orders.insert(order);
  return order;
}
