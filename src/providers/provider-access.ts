import type { SettingValue } from '../domain/catalog/skill.ts';
import type { ProviderValue } from './catalog.ts';
import type { ProviderAccess } from './provider-adapter.ts';

/** Where a provider's values may come from; earlier ones win. */
export interface AccessSources {
  /** What the catalogue knows of the provider's values. */
  values: readonly ProviderValue[];
  /** The provider's own block of the request's `providerCredentials`. */
  request: Readonly<Record<string, string>>;
  /** What the operator configured for the skill. */
  skill: {
    credentials: Readonly<Record<string, string>>;
    settings: Readonly<Record<string, SettingValue>>;
  };
  /** Variables of the deployment that the catalogue names. */
  environment: Readonly<Record<string, string>>;
}

/**
 * The values for one call, from the request, the skill configuration, the environment and the catalogue's defaults, in
 * this order; an empty text counts as absent, and so does a leaf of the request that the catalogue does not know. A request
 * that names an address of its own gets none of the operator's secrets: whoever listens there would read them.
 */
export function createProviderAccess(sources: AccessSources): ProviderAccess {
  const { values, skill } = sources;
  // Other leaves go nowhere, and there may be any number of them.
  const request = Object.fromEntries(
    Object.entries(sources.request).filter(([name]) => values.some(({ key }) => key === name)),
  );
  const given = (key: string) => (Object.hasOwn(request, key) && request[key]) || undefined;
  const hasOwnAddress = values.some(({ kind, key }) => kind === 'url' && given(key) !== undefined);
  const isWithheld = (key: string) => hasOwnAddress && isSecret(values, key);
  return {
    value: (key) => given(key) ?? (isWithheld(key) ? undefined : fromOperator(sources, key)),
    originOf: (key) => (given(key) === undefined ? 'operator' : 'request'),
    secrets: () => {
      const keys = values.map(({ key }) => key).filter((key) => isSecret(values, key));
      const configured = keys.map((key) => fromOperator(sources, key) ?? '');
      const all = [...Object.values(request), ...Object.values(skill.credentials), ...configured];
      return [...new Set(all)].filter((text) => text !== '');
    },
  };
}

/** Whatever the catalogue does not know is treated as one. */
function isSecret(values: readonly ProviderValue[], key: string): boolean {
  return (values.find((value) => value.key === key)?.kind ?? 'secret') === 'secret';
}

function fromOperator({ values, skill, environment }: AccessSources, key: string): string | undefined {
  const known = values.find((value) => value.key === key);
  const setting = Object.hasOwn(skill.settings, key) ? skill.settings[key] : undefined;
  return (
    (Object.hasOwn(skill.credentials, key) && skill.credentials[key]) ||
    (setting === undefined ? '' : String(setting)) ||
    (known && environment[known.env]) ||
    known?.default ||
    undefined
  );
}

/** A machine's own runtime, as far as it is called. */
export interface RuntimeAddress {
  endpointBaseUrl: string;
  authType: string;
  authToken: string | null;
  modelAlias: string | null;
}

/** The values for a call to a machine's own runtime, which requests registered (contract E.11). */
export function createRuntimeAccess(endpoint: RuntimeAddress): ProviderAccess {
  const values = new Map<string, string | null>([
    ['baseUrl', endpoint.endpointBaseUrl],
    ['authType', endpoint.authType],
    ['token', endpoint.authToken],
    ['modelAlias', endpoint.modelAlias],
  ]);
  return {
    value: (key) => values.get(key) ?? undefined,
    originOf: () => 'request',
    secrets: () => (endpoint.authToken ? [endpoint.authToken] : []),
  };
}
