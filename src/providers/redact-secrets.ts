import { decodeBase64Json, isFields } from '../domain/payments/x402-encoding.ts';

const marker = '[REDACTED]';

/** Shorter secrets are only taken out where they are the whole text: they would stand by chance in any other. */
const shortestSearched = 6;

/**
 * A function that gives a JSON value without the secrets, in whichever usual spelling, in its keys too (contract E.12).
 */
export function createRedactor(secrets: readonly string[]): <T>(value: T) => T {
  const short = new Set(secrets.filter((secret) => secret.length < shortestSearched));
  const long = secrets.filter((secret) => secret.length >= shortestSearched).flatMap(spellingsOf);
  // The longest first, or what is left of it after a part was taken out would stay.
  const sources = long.toSorted((a, b) => b.length - a.length).map(escapePattern);
  const pattern = sources.length === 0 ? null : new RegExp(sources.join('|'), 'gi');
  const redactText = (text: string) => {
    if (short.has(text)) return marker;
    return pattern === null ? text : text.replace(pattern, marker);
  };
  return <T>(value: T) => mapTexts(value, redactText) as T;
}

/** As providers repeat what they were sent: in JSON within a text, in a URL, or encoded. */
function spellingsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret.toWellFormed()),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
  ];
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
