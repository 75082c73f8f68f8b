import type {
  AccessMode,
  AuthType,
  CatalogKind,
  Distribution,
  ExecutionMode,
  ExternalHandoff,
  IntegrationStatus,
  Maturity,
} from './skill.ts';

/** The service types that a search may ask for (contract C.1); a catalogue may hold others. */
export const serviceTypes = [
  'oracle.price-feed',
  'compute.marketplace',
  'storage.object',
  'data.location',
  'network.partner-console',
  'identity.proof-of-person',
  'device.control',
  'machine.commerce',
] as const;
export type ServiceType = (typeof serviceTypes)[number];

export const paymentRailTypes = [
  'not-required',
  'wallet',
  'xvv42',
  'x402',
  'vault-stripe',
  'escrow',
  'offchain-record',
  'external',
  'onchain-escrow',
  'wdk-usdt-transfer',
] as const;
export type PaymentRailType = (typeof paymentRailTypes)[number];

export interface Pricing {
  mode: 'provider-defined' | 'fixed' | 'quote-required';
  /** In major units of `currency`; always there when the mode is `fixed`. */
  amount?: number | null;
  currency?: string | null;
  /** For example `per_request`. */
  rate?: string | null;
  notes: string[];
}

/** How a service wants to be paid (contract C.6). An order keeps the copy of its creation. */
export interface PaymentRecommendation {
  defaultRail: PaymentRailType;
  supportedRails: PaymentRailType[];
  required: boolean;
  notes: string[];
  provider?: string | null;
  /** CAIP-2. */
  chain?: string | null;
  token?: string | null;
  tokenAddress?: string | null;
  tokenMint?: string | null;
  walletAddress?: string | null;
  externalUrl?: string | null;
  payerAddress?: string | null;
  payeeAddress?: string | null;
  escrowAddress?: string | null;
}

export interface ContractField {
  key: string;
  type: string;
  description?: string;
  /** Absent = optional. */
  required?: boolean;
}

export interface OperationContract {
  operation: string;
  summary?: string;
  inputFields: ContractField[];
  outputFields: ContractField[];
  exampleInput: Record<string, unknown>;
  providerRequest?: Record<string, unknown>;
  notes: string[];
  /** True when the operation changes nothing at the provider: only these run without an order (contract E.11). */
  readOnly: boolean;
}

export interface ServiceEndpoint {
  label: string;
  operation: string;
  url: string;
  method: string;
  path: string;
  providerName: string;
  key: string | null;
  protocols: string[];
  networks: string[];
}

/** One thing that an order can be placed for (contract C.6). */
export interface MarketService {
  id: string;
  skillKey: string;
  providerKey: string;
  providerId: string;
  providerLabel: string;
  companyName: string | null;
  name: string;
  description: string;
  region: string;
  serviceType: string;
  operations: string[];
  capabilities: string[];
  authType: AuthType;
  accessMode: AccessMode;
  executionMode: ExecutionMode;
  integrationStatus: IntegrationStatus;
  distribution: Distribution;
  maturity: Maturity;
  kind: CatalogKind;
  freshnessSeconds: number;
  requiresHumanEnablement: boolean;
  metadata: Record<string, unknown>;
  updatedAt: string;
  referenceUrl: string | null;
  artifactUrl: string | null;
  handoff: ExternalHandoff | null;
  pricing: Pricing;
  payment: PaymentRecommendation;
  endpoints: ServiceEndpoint[];
  operationContracts: OperationContract[];
}

/** What a self-hoster sets up to make a provider usable (contract C.6). */
export interface AdapterSetup {
  providerKey: string;
  providerLabel: string;
  summary: string;
  serviceTypes: string[];
  operations: string[];
  authType: AuthType;
  accessMode: AccessMode;
  executionMode: ExecutionMode;
  integrationStatus: IntegrationStatus;
  requiredEnv: string[];
  /** `key` is the block of `providerCredentials` in requests; null when the provider takes none. */
  providerCredentials: {
    key: string;
    fields: { key: string; required: boolean; description: string }[];
  } | null;
  payment: PaymentRecommendation;
  setupSteps: string[];
  referenceUrl: string | null;
  updatedAt: string;
}
