import type { ServiceEndpoint } from '../domain/catalog/market-service.ts';
import type { OutboundMethod } from '../ports/outbound-http.ts';
import type { ProviderEntry } from './catalog.ts';
import type { Target } from './configured-values.ts';
import { assertConfigured, readTarget, unsupportedOperation } from './configured-values.ts';
import type { OperationInput } from './operation-input.ts';
import { readContractFields } from './operation-input.ts';
import type { ProviderAccess, ProviderCall } from './provider-adapter.ts';

/** One call to a seller, the same with and without payment. */
export interface SellerRequest {
  url: string;
  method: OutboundMethod;
  headers: Readonly<Record<string, string>>;
  body?: string;
  origin: Target['origin'];
}

const methods: readonly OutboundMethod[] = ['GET', 'POST', 'PUT'];

/** The endpoint of the operation that is called. */
export function findEndpoint({ service, operation }: ProviderCall): ServiceEndpoint | undefined {
  return service.endpoints.find((endpoint) => endpoint.operation === operation);
}

/**
 * Turns the input into a request: `{name}` in the address takes the field of that name, the other fields become the query
 * of a GET and the JSON body of any other method. Raises EXECUTION_UNSUPPORTED and VALIDATION_ERROR.
 */
export function toSellerRequest(entry: ProviderEntry, call: ProviderCall): SellerRequest {
  const endpoint = findEndpoint(call);
  const method = methods.find((known) => known === endpoint?.method.toUpperCase());
  if (!endpoint || !method) throw unsupportedOperation(call);
  const { baseUrl: template, origin } = findTemplate(entry, call.access, endpoint);
  const fields = readContractFields(call);
  const rest = new Map(Object.entries(call.input));
  const address = fillTemplate(template, rest, fields);
  const query = method === 'GET' ? toQuery(rest, fields) : '';
  fields.assertValid();
  const accept = { accept: 'application/json, */*;q=0.5' };
  const url = query === '' ? address : `${address}${address.includes('?') ? '&' : '?'}${query}`;
  if (method === 'GET') return { url, method, headers: accept, origin };
  const body = JSON.stringify(Object.fromEntries(rest));
  return { url, method, headers: { ...accept, 'content-type': 'application/json' }, body, origin };
}

/** The value that holds a seller's address. */
export const sellerKey = 'sellerUrl';

/** The endpoint's address; where it lies at the catalogue's default address, the configured one takes its place. */
function findTemplate(entry: ProviderEntry, access: ProviderAccess, endpoint: ServiceEndpoint): Target {
  const known = entry.values.find(({ key }) => key === sellerKey)?.default?.replace(/\/+$/, '') ?? '';
  if (endpoint.url !== `${known}${endpoint.path}`) return { baseUrl: endpoint.url, origin: 'operator' };
  assertConfigured(entry, access, [sellerKey]);
  const { baseUrl, origin } = readTarget(access, sellerKey);
  return { baseUrl: `${baseUrl}${endpoint.path}`, origin };
}

/** Takes the fields it uses out of `rest`. */
function fillTemplate(template: string, rest: Map<string, unknown>, fields: OperationInput): string {
  const used = new Set<string>();
  const address = template.replace(/\{(\w+)\}/g, (_placeholder, key: string) => {
    used.add(key);
    const text = toText(rest.get(key));
    if (rest.get(key) === undefined) fields.refuse(key, 'is required');
    // Dots as a whole segment would lead to another resource of the seller.
    else if (text === null || /^\.{0,2}$/.test(text))
      fields.refuse(key, 'must be text or a number that can stand in a path');
    return encodeURIComponent(text ?? '');
  });
  for (const key of used) rest.delete(key);
  return address;
}

function toQuery(rest: ReadonlyMap<string, unknown>, fields: OperationInput): string {
  const query = new URLSearchParams();
  for (const [key, value] of rest) {
    if (value === undefined || value === null) continue;
    const texts = (Array.isArray(value) ? value : [value]).map(toText);
    for (const text of texts) {
      if (text === null) fields.refuse(key, 'must be text, a number, true, false, or a list of these');
      else query.append(key, text);
    }
  }
  return query.toString();
}

function toText(value: unknown): string | null {
  if (typeof value === 'string') return value.isWellFormed() ? value : null;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}
