import type { AdapterSetup, MarketService, ServiceEndpoint } from '../domain/catalog/market-service.ts';
import type { Skill, SkillManifest } from '../domain/catalog/skill.ts';
import { defaultAddress } from './adapter-values.ts';
import type { ProviderEntry } from './catalog.ts';
import type {
  CatalogFile,
  EndpointInFile,
  ProviderInFile,
  ServiceInFile,
  SharedTraits,
  SkillInFile,
} from './catalog-file.ts';

/** What one file adds to the catalogue. */
export interface ProviderContent {
  provider: ProviderEntry;
  adapter: AdapterSetup;
  skills: Skill[];
  manifests: SkillManifest[];
  services: MarketService[];
}

/** Fills in what a file leaves to its provider and to the defaults. The file has passed every check. */
export function buildProvider(content: CatalogFile): ProviderContent {
  const { provider } = content;
  const updatedAt = new Date(content.updatedAt).toISOString();
  const services = content.services.map((service) => buildService(provider, service, updatedAt));
  const servicesOf = ({ key }: SkillInFile) => services.filter(({ skillKey }) => skillKey === key);
  return {
    provider: buildEntry(provider),
    adapter: buildAdapter(provider, services, updatedAt),
    skills: content.skills.map((skill) => buildSkill(provider, skill, servicesOf(skill))),
    manifests: content.skills.map((skill) => buildManifest(provider, skill, servicesOf(skill))),
    services,
  };
}

function buildEntry({ key, adapter, credentialsBlock, payeeEnv, values }: ProviderInFile): ProviderEntry {
  return {
    key,
    adapter,
    credentialsBlock,
    payeeEnv: payeeEnv ?? null,
    values: values.map((value) => ({ ...value, default: value.default ?? null })),
  };
}

const traitNames = [
  'authType',
  'accessMode',
  'executionMode',
  'integrationStatus',
  'distribution',
  'maturity',
  'kind',
  'requiresHumanEnablement',
  'referenceUrl',
  'handoff',
] as const satisfies (keyof SharedTraits)[];

/** The traits that somebody wrote down; null is as good as nothing. */
function writtenTraits(from: Partial<SharedTraits>): Partial<SharedTraits> {
  const written = traitNames.map((name) => [name, from[name]] as const);
  return Object.fromEntries(written.filter(([, value]) => value !== undefined && value !== null));
}

function traitsOf(provider: ProviderInFile, own: Partial<SharedTraits>): SharedTraits {
  const { authType, accessMode, executionMode, integrationStatus } = provider;
  const traits: SharedTraits = {
    authType,
    accessMode,
    executionMode,
    integrationStatus,
    distribution: 'openapi',
    maturity: 'beta',
    kind: 'reference',
    requiresHumanEnablement: (own.executionMode ?? executionMode) === 'external-handoff',
    referenceUrl: null,
    handoff: null,
    ...writtenTraits(provider),
    ...writtenTraits(own),
  };
  // A provider may hand off some services and not others: only those say where to go on.
  return traits.executionMode === 'native' ? { ...traits, handoff: null } : traits;
}

function buildService(provider: ProviderInFile, service: ServiceInFile, updatedAt: string): MarketService {
  return {
    id: service.id,
    skillKey: service.skillKey,
    providerKey: provider.key,
    providerId: service.providerId ?? provider.key,
    providerLabel: provider.label,
    companyName: provider.companyName ?? null,
    name: service.name,
    description: service.description,
    region: service.region ?? 'global',
    serviceType: service.serviceType,
    operations: service.operations ?? service.operationContracts.map(({ operation }) => operation),
    capabilities: service.capabilities,
    ...traitsOf(provider, service),
    freshnessSeconds: service.freshnessSeconds,
    metadata: service.metadata ?? {},
    updatedAt,
    artifactUrl: service.artifactUrl ?? null,
    pricing: service.pricing,
    payment: service.payment ?? provider.payment,
    endpoints: (service.endpoints ?? []).map((endpoint) => buildEndpoint(provider, service, endpoint)),
    operationContracts: service.operationContracts.map(({ notes, ...contract }) => ({
      ...contract,
      notes: notes ?? [],
    })),
  };
}

function buildEndpoint(
  provider: ProviderInFile,
  service: ServiceInFile,
  endpoint: EndpointInFile,
): ServiceEndpoint {
  const address = defaultAddress(provider, endpoint.base) ?? '';
  return {
    label: endpoint.label ?? service.name,
    operation: endpoint.operation,
    url: endpoint.url ?? `${address.replace(/\/+$/, '')}${endpoint.path}`,
    method: endpoint.method,
    path: endpoint.path,
    providerName: endpoint.providerName ?? provider.label,
    key: endpoint.key ?? null,
    protocols: endpoint.protocols ?? [],
    networks: endpoint.networks ?? [],
  };
}

/** Variables without which the provider cannot be called. */
function requiredEnvOf({ values }: ProviderInFile): string[] {
  return values.filter((value) => value.required && value.default === undefined).map(({ env }) => env);
}

const uniqueOf = (values: readonly string[]) => [...new Set(values)].sort();

function buildSkill(provider: ProviderInFile, skill: SkillInFile, services: readonly MarketService[]): Skill {
  const traits = traitsOf(provider, skill);
  return {
    key: skill.key,
    providerKey: provider.key,
    label: skill.label,
    description: skill.description,
    listedBy: skill.listedBy ?? provider.listedBy ?? 'operator',
    direction: skill.direction ?? provider.direction ?? 'machine-consumes',
    scope: skill.scope ?? provider.scope ?? 'ecosystem',
    source: skill.source ?? provider.source ?? 'partner',
    ...traits,
    lastVerifiedAt: skill.lastVerifiedAt ? new Date(skill.lastVerifiedAt).toISOString() : null,
    serviceTypes: uniqueOf(services.map(({ serviceType }) => serviceType)),
    operations: uniqueOf(services.flatMap(({ operations }) => operations)),
    // What needs no credentials works without the provider's variables.
    requiredEnv: traits.integrationStatus === 'native' ? [] : requiredEnvOf(provider),
    artifactUrl: skill.artifactUrl ?? null,
  };
}

/** Inputs and outputs are those of the skill's operations; an input is required when every operation requires it. */
function buildManifest(
  provider: ProviderInFile,
  skill: SkillInFile,
  services: readonly MarketService[],
): SkillManifest {
  const contracts = services.flatMap(({ operationContracts }) => operationContracts);
  const inputs = new Map(contracts.flatMap((each) => each.inputFields.map((field) => [field.key, field])));
  const outputs = new Map(contracts.flatMap((each) => each.outputFields.map((field) => [field.key, field])));
  const isRequired = (key: string) =>
    contracts.every((each) => each.inputFields.some((field) => field.key === key && field.required === true));
  return {
    key: skill.key,
    providerKey: provider.key,
    label: skill.label,
    summary: skill.summary ?? skill.description,
    inputs: [...inputs.values()].map(({ key, type, description = '' }) => ({
      key,
      type,
      required: isRequired(key),
      description,
    })),
    outputs: [...outputs.values()].map(({ key, type, description = '' }) => ({ key, type, description })),
  };
}

function buildAdapter(
  provider: ProviderInFile,
  services: readonly MarketService[],
  updatedAt: string,
): AdapterSetup {
  const { authType, accessMode, executionMode, integrationStatus, credentialsBlock } = provider;
  return {
    providerKey: provider.key,
    providerLabel: provider.label,
    summary: provider.summary,
    serviceTypes: uniqueOf(services.map(({ serviceType }) => serviceType)),
    operations: uniqueOf(services.flatMap(({ operations }) => operations)),
    authType,
    accessMode,
    executionMode,
    integrationStatus,
    requiredEnv: requiredEnvOf(provider),
    providerCredentials:
      credentialsBlock === null
        ? null
        : {
            key: credentialsBlock,
            fields: provider.values.map(({ key, required, default: fallback, description }) => ({
              key,
              required: required && fallback === undefined,
              description,
            })),
          },
    payment: provider.payment,
    setupSteps: provider.setupSteps,
    referenceUrl: provider.referenceUrl ?? null,
    updatedAt,
  };
}
