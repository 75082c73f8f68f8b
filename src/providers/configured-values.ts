import { DomainError } from '../domain/errors.ts';
import type { ProviderEntry } from './catalog.ts';
import type { ProviderAccess, ProviderCall, ValueOrigin } from './provider-adapter.ts';

/** Where a call goes to. */
export interface Target {
  /** Without a trailing slash. */
  baseUrl: string;
  origin: ValueOrigin;
}

/** A refusal to call the provider for this operation at all. */
export function unsupportedOperation({ service }: ProviderCall): DomainError {
  return new DomainError('EXECUTION_UNSUPPORTED', `${service.providerLabel} has no such operation here.`);
}

/** Raises EXECUTION_UNSUPPORTED with all of the keys that the catalogue requires and nobody configured. */
export function assertConfigured(
  entry: ProviderEntry,
  access: ProviderAccess,
  keys: readonly string[],
): void {
  const missing = keys.filter((key) => isRequired(entry, key) && access.value(key) === undefined);
  if (missing.length > 0)
    throw new DomainError('EXECUTION_UNSUPPORTED', 'The provider is not configured completely.', { missing });
}

function isRequired(entry: ProviderEntry, key: string): boolean {
  return entry.values.find((value) => value.key === key)?.required ?? false;
}

/** The configured address. Raises EXECUTION_UNSUPPORTED when there is none or it is no plain http or https URL. */
export function readTarget(access: ProviderAccess, key: string): Target {
  const text = access.value(key);
  if (text === undefined) {
    throw new DomainError('EXECUTION_UNSUPPORTED', 'The provider is not configured completely.', {
      missing: [key],
    });
  }
  const url = URL.parse(text);
  const isPlain = url && /^https?:$/.test(url.protocol) && !url.username && !url.password && !url.search;
  if (!isPlain || url.hash) throw unusable(key, 'an http or https address without credentials or query');
  return { baseUrl: url.href.replace(/\/+$/, ''), origin: access.originOf(key) };
}

/** A configured value that goes into a header; undefined when there is none. Raises EXECUTION_UNSUPPORTED. */
export function readHeaderValue(access: ProviderAccess, key: string): string | undefined {
  const text = access.value(key);
  if (text !== undefined && !/^[\x21-\x7e]+$/.test(text)) throw unusable(key, 'printable and without spaces');
  return text;
}

/** An `authorization` header; none when nothing is configured. */
export function bearerHeader(token: string | undefined): Record<string, string> {
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}

function unusable(key: string, wanted: string): DomainError {
  return new DomainError('EXECUTION_UNSUPPORTED', `The configured ${key} must be ${wanted}.`, {
    missing: [],
    invalid: [key],
  });
}
