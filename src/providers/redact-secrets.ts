import { decodeBase64Json, isFields } from '../domain/payments/x402-encoding.ts';
import { unescapeText } from './unescape-text.ts';

const marker = '[REDACTED]';

/** Shorter secrets are only taken out where they are the whole text: they would stand by chance in any other. */
const shortestSearched = 6;

/**
 * A function that gives a JSON value without the secrets, in its keys too (contract E.12): as they are, in JSON or a URL
 * within a text, in hex or base64. A provider chooses the text, so the search takes no longer for a contrived one.
 */
export function createRedactor(secrets: readonly string[]): <T>(value: T) => T {
  const short = new Set(secrets.filter((secret) => secret.length < shortestSearched));
  const long = secrets.filter((secret) => secret.length >= shortestSearched);
  const plain = toNeedles(long.flatMap((secret) => [secret, ...encodingsOf(secret)]));
  const escaped = toNeedles(long.map((secret) => unescapeText(secret).text));
  const redactText = (text: string) => {
    if (short.has(text)) return marker;
    const ranges = findRanges(text, plain);
    return cutOut(text, /[\\%]/.test(text) ? [...ranges, ...findEscaped(text, escaped)] : ranges);
  };
  return <T>(value: T) => mapTexts(value, redactText) as T;
}

/** ASCII alone: other letters would change their number with their case. */
const toLower = (text: string) => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

function toNeedles(texts: readonly string[]): string[] {
  return [...new Set(texts.filter((text) => text.length >= shortestSearched).map(toLower))];
}

/** A shorter one would stand by chance in another text, once it lost the characters that its neighbours decide. */
const shortestWithin = 12;

/** Hex, and base64 of the secret and of any text around it: there are three ways to be cut into groups of three. */
function encodingsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const encode = (before: number) =>
    Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
  const within = [0, 1, 2].map((before) => encode(before).slice(before === 0 ? 0 : before + 1, -1));
  const base64 = bytes.byteLength < shortestWithin ? [encode(0)] : [encode(0), ...within];
  const inUrls = base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  return [bytes.toString('hex'), ...base64, ...inUrls];
}

type Range = readonly [start: number, end: number];

function findRanges(text: string, needles: readonly string[]): Range[] {
  const lower = toLower(text);
  const ranges: Range[] = [];
  for (const needle of needles) {
    for (
      let start = lower.indexOf(needle);
      start !== -1;
      start = lower.indexOf(needle, start + needle.length)
    )
      ranges.push([start, start + needle.length]);
  }
  return ranges;
}

function findEscaped(text: string, needles: readonly string[]): Range[] {
  const unescaped = unescapeText(text);
  return findRanges(unescaped.text, needles).map(([start, end]) => [
    unescaped.starts[start] ?? 0,
    unescaped.ends[end - 1] ?? text.length,
  ]);
}

function cutOut(text: string, ranges: readonly Range[]): string {
  let clean = '';
  let kept = 0;
  for (const [start, end] of ranges.toSorted(([a], [b]) => a - b)) {
    if (start >= kept) clean += text.slice(kept, start) + marker;
    kept = Math.max(kept, end);
  }
  return clean + text.slice(kept);
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
