import type { OutboundAnswer } from '../ports/outbound-http.ts';
import type { AdapterDeps } from './adapter-deps.ts';
import { largestResultBytes } from './adapter-deps.ts';
import { describeFailure, describeMisfit, describeStatus, failed } from './answer-failure.ts';
import { assertConfigured, bearerHeader, readHeaderValue, readTarget } from './configured-values.ts';
import { isObject, OperationInput, anyText, textLike } from './operation-input.ts';
import type { Execute } from './prepare-execution.ts';
import { prepareOperation } from './prepare-execution.ts';
import type { ProviderAdapter, ProviderCall, ProviderResult } from './provider-adapter.ts';
import { parseJson } from './result-body.ts';

/** Prices of a Hermes server: the latest one of a feed. */
export function createPythAdapter(deps: AdapterDeps): ProviderAdapter {
  return {
    providerKey: deps.entry.key,
    prepare: (call) => prepareOperation(call, { 'get-price': () => prepareGetPrice(deps, call) }),
  };
}

function prepareGetPrice({ entry, http, limits }: AdapterDeps, call: ProviderCall): Execute {
  const { access, service } = call;
  assertConfigured(entry, access, ['baseUrl', 'apiKey']);
  const { baseUrl, origin } = readTarget(access, 'baseUrl');
  const headers = { accept: 'application/json', ...bearerHeader(readHeaderValue(access, 'apiKey')) };
  const { feedId, symbol } = readFeed(call);
  const query = new URLSearchParams({ 'ids[]': feedId, parsed: 'true' });
  const url = `${baseUrl}/v2/updates/price/latest?${query.toString()}`;
  return async () => {
    const timeoutMs = limits.readMs;
    const sent = { url, method: 'GET', headers, timeoutMs, origin, retries: 1 } as const;
    const reply = await http.send({ ...sent, maxBytes: largestResultBytes });
    if ('failure' in reply) return failed(describeFailure(service.providerLabel, reply.failure, timeoutMs));
    if (reply.status !== 200) return failed(describeStatus(service.providerLabel, reply));
    return toResult(service.providerLabel, reply, feedId, symbol);
  };
}

/** The feed asked for: by its id, or by a symbol of the service's own list. */
function readFeed({ input, service }: ProviderCall): { feedId: string; symbol: string | null } {
  const fields = new OperationInput(input);
  const feedId = fields.read('feedId', textLike(/^(0x)?[0-9a-fA-F]{64}$/, '64 hex digits'));
  const symbol = fields.read('symbol', anyText);
  const feeds = isObject(service.metadata['feeds']) ? service.metadata['feeds'] : {};
  const known = symbol !== undefined && Object.hasOwn(feeds, symbol) ? feeds[symbol] : undefined;
  const found = feedId?.replace(/^0x/, '').toLowerCase() ?? (typeof known === 'string' ? known : undefined);
  fields.assertValid();
  if (found === undefined && symbol === undefined) fields.refuse('feedId', 'is required without a symbol');
  else if (found === undefined)
    fields.refuse('symbol', 'is none of the symbols of this service; give a feedId');
  else if (feedId !== undefined && known !== undefined && known !== found)
    fields.refuse('symbol', 'is not the symbol of the feedId; leave one of them out');
  fields.assertValid();
  return { feedId: found ?? '', symbol: symbol ?? null };
}

function toResult(
  label: string,
  { body }: OutboundAnswer,
  feedId: string,
  symbol: string | null,
): ProviderResult {
  const answer = parseJson(body.toString('utf8'));
  const parsed = isObject(answer) && Array.isArray(answer['parsed']) ? answer['parsed'].filter(isObject) : [];
  const feed = parsed.find(
    ({ id }) => typeof id === 'string' && id.replace(/^0x/, '').toLowerCase() === feedId,
  );
  const quote = isObject(feed?.['price']) ? feed['price'] : {};
  const { expo, publish_time: publishedAt } = quote;
  const price = scaleExactly(quote['price'], expo);
  const confidence = scaleExactly(quote['conf'], expo);
  if (price === null || confidence === null || !isUnixTime(publishedAt)) return failed(describeMisfit(label));
  const publishTime = new Date(publishedAt * 1_000).toISOString();
  const result = { ...(symbol === null ? {} : { symbol }), feedId, price, confidence, publishTime };
  return { status: 'completed', result, externalRef: null, settlement: null };
}

/** Far enough: the largest second that a date can hold. */
const lastUnixTime = 8_640_000_000_000;

function isUnixTime(value: unknown): value is number {
  return Number.isInteger(value) && typeof value === 'number' && value >= 0 && value <= lastUnixTime;
}

/** digits × 10^expo as decimal text, to its last digit; null when these are no such numbers. */
export function scaleExactly(digits: unknown, expo: unknown): string | null {
  if (typeof digits !== 'string' || !/^-?\d{1,40}$/.test(digits)) return null;
  if (typeof expo !== 'number' || !Number.isInteger(expo) || Math.abs(expo) > 40) return null;
  const isNegative = digits.startsWith('-');
  const whole = digits.slice(isNegative ? 1 : 0).replace(/^0+(?=\d)/, '') + '0'.repeat(Math.max(0, expo));
  const places = Math.max(0, -expo);
  const padded = whole.padStart(places + 1, '0');
  const integer = padded.slice(0, padded.length - places).replace(/^0+(?=\d)/, '');
  const fraction = places === 0 ? '' : padded.slice(-places).replace(/0+$/, '');
  const text = fraction === '' ? integer : `${integer}.${fraction}`;
  return isNegative && text !== '0' ? `-${text}` : text;
}
