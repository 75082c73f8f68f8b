import type {
  MarketService,
  OperationContract,
  PaymentRecommendation,
  Pricing,
  ServiceEndpoint,
} from '../domain/catalog/market-service.ts';
import type { Skill } from '../domain/catalog/skill.ts';
import type { ProviderValue } from './catalog.ts';

/** What skills and services of a provider have in common; each of them may say otherwise. */
export type SharedTraits = Pick<
  MarketService,
  | 'authType'
  | 'accessMode'
  | 'executionMode'
  | 'integrationStatus'
  | 'distribution'
  | 'maturity'
  | 'kind'
  | 'requiresHumanEnablement'
  | 'referenceUrl'
  | 'handoff'
>;

type Needed = 'authType' | 'accessMode' | 'executionMode' | 'integrationStatus';

export type ValueInFile = Omit<ProviderValue, 'default'> & { default?: string };

export type ProviderInFile = Pick<SharedTraits, Needed> &
  Partial<Omit<SharedTraits, Needed>> &
  Partial<Pick<Skill, 'listedBy' | 'direction' | 'scope' | 'source'>> & {
    key: string;
    label: string;
    companyName?: string | null;
    summary: string;
    adapter: string | null;
    credentialsBlock: string | null;
    /** Variable with the address that payments go to. */
    payeeEnv?: string | null;
    values: ValueInFile[];
    payment: PaymentRecommendation;
    setupSteps: string[];
  };

export type SkillInFile = Partial<SharedTraits> &
  Partial<Pick<Skill, 'listedBy' | 'direction' | 'scope' | 'source' | 'lastVerifiedAt' | 'artifactUrl'>> & {
    key: string;
    label: string;
    description: string;
    /** What the manifest says in one sentence; the description when absent. */
    summary?: string;
  };

export type EndpointInFile = Pick<ServiceEndpoint, 'operation' | 'method' | 'path'> &
  Partial<Omit<ServiceEndpoint, 'operation' | 'method' | 'path'>> & {
    /** Which of the provider's values holds the address; its only address when absent. */
    base?: string;
  };

export type OperationInFile = Omit<OperationContract, 'notes'> & { notes?: string[] };

export type ServiceInFile = Partial<SharedTraits> &
  Partial<Pick<MarketService, 'providerId' | 'region' | 'metadata' | 'artifactUrl' | 'operations'>> & {
    id: string;
    skillKey: string;
    name: string;
    description: string;
    serviceType: string;
    capabilities: string[];
    freshnessSeconds: number;
    pricing: Pricing;
    payment?: PaymentRecommendation;
    endpoints?: EndpointInFile[];
    operationContracts: OperationInFile[];
  };

/** One catalogue file as it stands on the disk, once it obeys the schema. Each describes one provider. */
export interface CatalogFile {
  updatedAt: string;
  provider: ProviderInFile;
  skills: SkillInFile[];
  services: ServiceInFile[];
}

/** A file and what was read from it. */
export interface CatalogSource {
  file: string;
  content: CatalogFile;
}
