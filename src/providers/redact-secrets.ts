import { decodeBase64Json, isFields } from '../domain/payments/x402-encoding.ts';

const marker = '[REDACTED]';

/** Shorter secrets are only taken out where they are the whole text: they would stand by chance in any other. */
const shortestSearched = 6;

/**
 * A function that gives a JSON value without the secrets, in whichever usual spelling, in its keys too (contract E.12).
 */
export function createRedactor(secrets: readonly string[]): <T>(value: T) => T {
  const short = new Set(secrets.filter((secret) => secret.length < shortestSearched));
  const long = secrets.filter((secret) => secret.length >= shortestSearched);
  // The longest first, or what is left of it after a part was taken out would stay.
  const sources = long.toSorted((a, b) => b.length - a.length).flatMap(patternsOf);
  const pattern = sources.length === 0 ? null : new RegExp(sources.join('|'), 'gi');
  const redactText = (text: string) => {
    if (short.has(text)) return marker;
    return pattern === null ? text : text.replace(pattern, marker);
  };
  return <T>(value: T) => mapTexts(value, redactText) as T;
}

/** A longer one fits into no header or address: it is only searched as it is. */
const longestRespelt = 4_096;

/** A secret as providers repeat what they were sent: in JSON or a URL within a text, or encoded. */
function patternsOf(secret: string): string[] {
  if (secret.length > longestRespelt) return [escapePattern(secret)];
  const bytes = Buffer.from(secret);
  const parts = secret.match(/\\+|[^\\]/gu) ?? [];
  return [parts.map(patternOf).join(''), bytes.toString('hex'), ...base64Of(bytes).map(escapePattern)];
}

/** What texts within texts put before a character; so many of them in the fourth. */
const escape = String.raw`(?:\\|%(?:25){0,3}5c)`;
const mostEscapes = 15;

/** Every count has an end: a provider chooses the text that is searched. */
function patternOf(part: string): string {
  if (/^[a-z0-9]$/i.test(part)) return part;
  if (part.startsWith('\\')) return `${escape}{${part.length},${part.length * (mostEscapes + 1)}}`;
  const bytes = [...Buffer.from(part)].map((byte) => byte.toString(16).padStart(2, '0'));
  const inUrl = bytes.map((byte) => `%(?:25){0,3}${byte}`).join('');
  const units = Array.from({ length: part.length }, (_, index) => part.charCodeAt(index));
  const inJson = units.map((unit) => `${escape}{0,${mostEscapes}}u${unit.toString(16).padStart(4, '0')}`).join('');
  return `(?:${escape}{0,${mostEscapes}}(?:${escapePattern(part)}|${inUrl})|${inJson})`;
}

/** A shorter one would stand by chance in another text, once it lost the characters that its neighbours decide. */
const shortestWithin = 12;

/** The base64 of bytes, and of any text around them: three ways to be cut into groups of three. */
function base64Of(bytes: Buffer): string[] {
  const whole = bytes.toString('base64').replace(/=+$/, '');
  const within = [0, 1, 2].map((before) =>
    Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '')
      .slice(before === 0 ? 0 : before + 1, -1),
  );
  const all = bytes.byteLength < shortestWithin ? [whole] : [whole, ...within];
  return all.flatMap((text) => [text, text.replaceAll('+', '-').replaceAll('/', '_')]);
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((entry) => mapTexts(entry, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [change(key), mapTexts(entry, change)]),
  );
}

/**
 * What must not be passed on of a payment header: the header, and the signature in it, with which the payment can be
 * written anew.
 */
export async function findPaymentSecrets(paymentSignature: string | null): Promise<string[]> {
  if (paymentSignature === null) return [];
  const payment = await decodeBase64Json(paymentSignature);
  const payload = isFields(payment) ? payment['payload'] : undefined;
  const signature = isFields(payload) ? payload['signature'] : undefined;
  return typeof signature === 'string' && signature !== ''
    ? [paymentSignature, signature]
    : [paymentSignature];
}
