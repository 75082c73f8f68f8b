import type { MarketService, PaymentRecommendation } from './catalog/market-service.ts';
import type { MarketOrder } from './orders/order.ts';
import type { MarketPayment } from './payments/payment.ts';
import type { Policy } from './policies/policy.ts';
import { later, now } from './records.fixture.ts';
import type { BoundQuote, MarketQuote, MarketSearch } from './search/market-search.ts';

export const freePayment: PaymentRecommendation = {
  defaultRail: 'not-required',
  supportedRails: ['not-required'],
  required: false,
  notes: [],
};

/** Of the second and third account of every Ethereum tool, and a token. */
export const seller = '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC';
export const vault = '0x90F79bf6EB2c4f870365E785982E1f101E93b906';
export const usdt = '0xdAC17F958D2ee523a2206206994597C13D831ec7';

export const walletPayment: PaymentRecommendation = {
  defaultRail: 'wallet',
  supportedRails: ['wallet', 'escrow', 'external'],
  required: true,
  notes: [],
  chain: 'eip155:3338',
  token: 'USDT',
  payeeAddress: seller,
};

export function aService(changes: Partial<MarketService> = {}): MarketService {
  return {
    id: 'pyth:feeds:price',
    skillKey: 'pyth',
    providerKey: 'pyth',
    providerId: 'pyth',
    providerLabel: 'Pyth',
    companyName: null,
    name: 'Price feeds',
    description: 'Prices.',
    region: 'global',
    serviceType: 'oracle.price-feed',
    operations: ['latest-price', 'history'],
    capabilities: ['Price', 'oracle'],
    authType: 'none',
    accessMode: 'public',
    executionMode: 'native',
    integrationStatus: 'native',
    distribution: 'peaq-native',
    maturity: 'production',
    kind: 'reference',
    freshnessSeconds: 5,
    requiresHumanEnablement: false,
    metadata: {},
    updatedAt: now,
    referenceUrl: null,
    artifactUrl: null,
    handoff: null,
    pricing: { mode: 'provider-defined', notes: [] },
    payment: freePayment,
    endpoints: [],
    operationContracts: [
      {
        operation: 'latest-price',
        inputFields: [],
        outputFields: [],
        exampleInput: {},
        notes: [],
        readOnly: true,
      },
    ],
    ...changes,
  };
}

export const fixedPrice = (amount: number, currency: string | null = 'USDC'): MarketService['pricing'] => ({
  mode: 'fixed',
  amount,
  currency,
  notes: [],
});

export function aQuote(changes: Partial<MarketQuote> = {}): MarketQuote {
  const { id: serviceId, skillKey, providerKey, executionMode, integrationStatus, pricing } = aService();
  return {
    id: 'quote_0123456789ab',
    serviceId,
    skillKey,
    providerKey,
    executionMode,
    integrationStatus,
    operation: 'history',
    score: 0.5,
    reasons: [],
    pricing,
    payment: freePayment,
    handoff: null,
    expiresAt: later,
    ...changes,
  };
}

export function aBoundQuote(changes: Partial<BoundQuote> = {}): BoundQuote {
  return {
    quote: aQuote(),
    searchId: 'msearch_0123456789ab',
    machineId: 'mach_0123456789ab',
    agentPairingId: 'pair_0123456789ab',
    ...changes,
  };
}

export function aSearch(changes: Partial<MarketSearch> = {}): MarketSearch {
  return {
    id: 'msearch_0123456789ab',
    machineId: 'mach_0123456789ab',
    agentPairingId: 'pair_0123456789ab',
    requestPayload: {},
    normalizedTask: {
      serviceType: 'oracle.price-feed',
      requiredCapabilities: [],
      allowExternalHandoff: true,
      requireNativeExecution: false,
    },
    status: 'completed',
    quotes: [aQuote()],
    createdAt: now,
    ...changes,
  };
}

export function anOrder(changes: Partial<MarketOrder> = {}): MarketOrder {
  const service = changes.serviceSnapshot ?? aService();
  const { id: serviceId, skillKey, providerKey, serviceType, executionMode, integrationStatus } = service;
  return {
    id: 'ord_0123456789ab',
    machineId: 'mach_0123456789ab',
    agentPairingId: 'pair_0123456789ab',
    serviceId,
    skillKey,
    providerKey,
    serviceType,
    operation: 'latest-price',
    executionMode,
    integrationStatus,
    status: 'created',
    input: {},
    payment: service.payment,
    budget: null,
    handoff: null,
    errorMessage: null,
    serviceSnapshot: service,
    searchId: null,
    quoteId: null,
    taskId: null,
    routeId: null,
    runId: null,
    outcomeId: null,
    spend: { amount: 0, currency: null },
    attempt: null,
    createdAt: now,
    updatedAt: now,
    ...changes,
  };
}

export function aPayment(changes: Partial<MarketPayment> = {}): MarketPayment {
  return {
    id: 'pay_0123456789ab',
    orderId: 'ord_0123456789ab',
    machineId: 'mach_0123456789ab',
    status: 'intent_created',
    rail: { type: 'wallet' },
    amount: null,
    currency: null,
    proof: null,
    notes: [],
    reference: null,
    signatureDigest: null,
    createdAt: now,
    updatedAt: now,
    ...changes,
  };
}

export function aMachinePolicy(changes: Partial<Policy> = {}): Policy {
  return {
    id: 'pol_0123456789ab',
    name: 'Plant 7',
    allowedSkillKeys: [],
    deniedSkillKeys: [],
    regionRules: [],
    requiredCapabilities: [],
    nativeOnly: false,
    handoffAllowed: true,
    budgetCap: null,
    createdAt: now,
    updatedAt: now,
    ...changes,
  };
}
