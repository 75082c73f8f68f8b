import type { ServiceType } from '../catalog/market-service.ts';
import { serviceTypes } from '../catalog/market-service.ts';
import { DomainError } from '../errors.ts';

export interface SearchBudget {
  max?: number;
  amount?: number;
  preferred?: number;
  currency?: string;
}

/** A search as a request asks for it, nulls left out. */
export interface SearchWish {
  serviceType?: string;
  operation?: string;
  requiredCapabilities?: string[];
  region?: string;
  maxResults?: number;
  allowExternalHandoff?: boolean;
  requireNativeExecution?: boolean;
  budget?: SearchBudget | undefined;
}

/** The same after aliases and defaults. */
export interface SearchTerms {
  /** Null = any type. */
  serviceType: ServiceType | null;
  operation: string | null;
  requiredCapabilities: string[];
  region: string | null;
  maxResults: number;
  allowExternalHandoff: boolean;
  requireNativeExecution: boolean;
  budget: SearchBudget;
}

const defaultResults = 10;
const mostResults = 50;

const aliases: Readonly<Record<string, ServiceType>> = {
  storage: 'storage.object',
  compute: 'compute.marketplace',
  identity: 'identity.proof-of-person',
  location: 'data.location',
  rtk: 'data.location',
  gnss: 'data.location',
  defi: 'oracle.price-feed',
  commerce: 'machine.commerce',
};

/** These say not only a type but also what the service must be able to do (contract E.6). */
const capabilityAliases = ['rtk', 'gnss'];

function toServiceType(word: string): ServiceType {
  const known = serviceTypes.find((candidate) => candidate === word);
  if (known !== undefined) return known;
  const alias = Object.hasOwn(aliases, word) ? aliases[word] : undefined;
  if (alias !== undefined) return alias;
  throw new DomainError('VALIDATION_ERROR', 'The request is not valid.', {
    issues: [
      {
        path: 'serviceType',
        message: `must be one of ${[...serviceTypes, ...Object.keys(aliases)].join(', ')}`,
      },
    ],
  });
}

/** Aliases, case and defaults of contract E.6. Raises VALIDATION_ERROR for a type that nobody knows. */
export function normaliseSearch(wish: SearchWish): SearchTerms {
  const word = wish.serviceType?.trim().toLowerCase();
  const wanted = [...new Set(wish.requiredCapabilities ?? [])];
  const isNamed = word !== undefined && wanted.some((capability) => capability.toLowerCase() === word);
  const isCapability = word !== undefined && capabilityAliases.includes(word) && !isNamed;
  return {
    serviceType: word === undefined ? null : toServiceType(word),
    operation: wish.operation ?? null,
    requiredCapabilities: isCapability ? [...wanted, word] : wanted,
    region: wish.region ?? null,
    maxResults: Math.min(wish.maxResults ?? defaultResults, mostResults),
    allowExternalHandoff: wish.allowExternalHandoff ?? true,
    requireNativeExecution: wish.requireNativeExecution ?? false,
    budget: wish.budget ?? {},
  };
}
