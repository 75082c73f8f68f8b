import type { Exchange } from '../contract/exchange.ts';
import type { Result } from '../engine/types.ts';
import { toCurl } from './curl.ts';

const longestShownBody = 1200;

/** Everything somebody needs to understand and repeat one result, as lines of text. */
export function describeEvidence(result: Result): string[] {
  const exchange = decisiveExchange(result);
  return [
    result.text,
    ...(result.message === undefined ? [] : [`what:     ${result.message}`]),
    ...(result.expected === undefined ? [] : [`expected: ${result.expected}`]),
    ...(result.actual === undefined ? [] : [`actual:   ${result.actual}`]),
    ...(result.known === undefined ? [] : [`known:    ${result.known.reason}`]),
    ...(exchange === undefined ? [] : describeExchange(exchange)),
  ];
}

/** The first answer that broke the contract for a built-in requirement, otherwise the last request of the check. */
function decisiveExchange(result: Result): Exchange | undefined {
  const broken = result.exchanges.find(({ violations }) => violations.length > 0);
  return result.group === 'contract' ? broken : result.exchanges.at(-1);
}

function describeExchange(exchange: Exchange): string[] {
  const headers = (prefix: string, all: Record<string, string>): string[] =>
    Object.entries(all).map(([name, value]) => `${prefix} ${name}: ${value}`);
  const body = (prefix: string, text: string | null): string[] =>
    text === null || text === '' ? [] : [`${prefix} ${cut(text)}`];
  return [
    `> ${exchange.method} ${exchange.url}`,
    ...headers('>', exchange.requestHeaders),
    ...body('>', exchange.requestBody),
    exchange.status === null ? `< no answer: ${exchange.failure ?? 'unknown'}` : `< ${exchange.status}`,
    ...headers('<', exchange.responseHeaders),
    ...body('<', exchange.responseBody),
    `repeat:   ${toCurl(exchange)}`,
  ];
}

const cut = (text: string): string =>
  text.length <= longestShownBody ? text : `${text.slice(0, longestShownBody)}… (${text.length} characters)`;
