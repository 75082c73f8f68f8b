import type { Exchange } from '../contract/exchange.ts';

/** Headers that curl or the connection sets by itself. */
const impliedHeaders = new Set(['content-length', 'accept', 'user-agent', 'host', 'connection']);

/** One argument for a POSIX shell. Text with control characters is written in the `$'…'` form of bash and zsh. */
export function quote(text: string): string {
  if (!/\p{Cc}/u.test(text)) return `'${text.replaceAll("'", String.raw`'\''`)}'`;
  const escaped = text
    .replace(/[\\']/g, String.raw`\$&`)
    .replace(/\p{Cc}/gu, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `$'${escaped}'`;
}

/** A curl line that repeats an exchange. Secrets are shell variables; hidden parts of a body stay `[REDACTED]`. */
export function toCurl(exchange: Exchange): string {
  const parts = ['curl', '-sS', '-i'];
  if (exchange.method === 'HEAD') parts.push('--head');
  else if (exchange.method !== 'GET') parts.push('-X', exchange.method);
  if (/%|\.\./.test(exchange.url)) parts.push('--path-as-is');
  parts.push(quote(exchange.url));
  for (const [name, value] of Object.entries(exchange.requestHeaders)) {
    if (impliedHeaders.has(name)) continue;
    parts.push('-H', variableOf(name, exchange) ?? quote(`${name}: ${value}`));
  }
  if (exchange.requestBody !== null) parts.push('--data-raw', quote(exchange.requestBody));
  return parts.join(' ');
}

function variableOf(name: string, exchange: Exchange): string | undefined {
  if (name === 'x-api-key')
    return `"x-api-key: $${exchange.usedKnownKey ? 'PEAQOS_API_KEY' : 'PEAQOS_WRONG_API_KEY'}"`;
  if (name === 'x-agent-pairing-token') return '"x-agent-pairing-token: $PEAQOS_PAIRING_TOKEN"';
  if (name === 'authorization') return '"authorization: $PEAQOS_AUTHORIZATION"';
  return undefined;
}
