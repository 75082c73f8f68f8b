/** What stands in records in place of a credential (contract E.12). */
export const redactedMarker = '[REDACTED]';

function redactLeaves(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redactLeaves);
  if (typeof value !== 'object' || value === null) return redactedMarker;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]: [string, unknown]) => [key, redactLeaves(part)]),
  );
}

/** The request as it may be kept: every leaf under `providerCredentials` replaced, whatever it is. */
export function redactCredentials(request: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { providerCredentials, ...rest } = request;
  return providerCredentials === undefined || providerCredentials === null
    ? { ...rest }
    : { ...rest, providerCredentials: redactLeaves(providerCredentials) };
}
