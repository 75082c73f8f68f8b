import { decodePercent } from './percent-decoding.ts';

export interface RequestTarget {
  path: string;
  /** What follows the question mark, still encoded; empty when there is none. */
  query: string;
}

/** Splits a request target into path and query; the absolute form (`http://host/path`) loses its origin. */
export function splitTarget(target: string): RequestTarget {
  const local = target.startsWith('/') ? target : target.replace(/^https?:\/\/[^/?]*/i, '');
  const mark = local.indexOf('?');
  return mark < 0 ? { path: local, query: '' } : { path: local.slice(0, mark), query: local.slice(mark + 1) };
}

const integer = /^-?(0|[1-9]\d*)$/;
const decimal = /^-?(0|[1-9]\d*)(\.\d+)?$/;

/** The value in its declared type. Text that is no number or boolean stays text, for the validator to refuse. */
function toDeclaredType(text: string, type: string): unknown {
  if (type === 'integer' && integer.test(text)) return Number(text);
  if (type === 'number' && decimal.test(text)) return Number(text);
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

const decodeQuery = (text: string) => decodePercent(text.includes('+') ? text.replaceAll('+', ' ') : text);

/**
 * The declared query parameters of a request, or null on bad percent-encoding anywhere in the query.
 * The last value of a repeated parameter wins and unknown ones are ignored (contract A.7).
 */
export function parseQuery(
  query: string,
  types: Readonly<Record<string, string>>,
): Record<string, unknown> | null {
  const values: Record<string, unknown> = {};
  if (query === '') return values;
  for (const pair of query.split('&')) {
    const equals = pair.indexOf('=');
    const name = decodeQuery(equals < 0 ? pair : pair.slice(0, equals));
    const value = equals < 0 ? '' : decodeQuery(pair.slice(equals + 1));
    if (name === null || value === null) return null;
    const type = Object.hasOwn(types, name) ? types[name] : undefined;
    if (type !== undefined) values[name] = toDeclaredType(value, type);
  }
  return values;
}
