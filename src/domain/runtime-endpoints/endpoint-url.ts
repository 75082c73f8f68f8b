import { DomainError } from '../errors.ts';

/** The refusal of a URL; `message` never repeats it, for it may hold a password. */
export function badEndpointUrl(message: string): DomainError {
  return new DomainError('VALIDATION_ERROR', 'The endpoint URL cannot be used.', {
    issues: [{ path: 'endpointBaseUrl', message }],
  });
}

/**
 * Scheme, host and port of an http or https URL; path, query and fragment are dropped (contract C.4). Raises
 * VALIDATION_ERROR for anything else, and for a URL with a user or password.
 */
export function toEndpointOrigin(text: string): string {
  const url = URL.parse(text);
  if (!url) throw badEndpointUrl('must be a URL');
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw badEndpointUrl('must be an http or https URL');
  if (url.username !== '' || url.password !== '') throw badEndpointUrl('must not hold a user or password');
  return url.origin;
}
