import type { OutboundAnswer } from '../ports/outbound-http.ts';

/** A JSON value that nests deeper is kept as text: whoever reads it later walks through it. */
const deepestNesting = 100;

/** The JSON value; undefined when the text is none. */
export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return isDeeper(value, deepestNesting) ? undefined : value;
  } catch {
    return undefined;
  }
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((entry) => isDeeper(entry, levels - 1));
}

/** What a provider answered, as a result holds it: the JSON value, or the text or base64 with its content type. */
export function toResultBody({ headers, body }: OutboundAnswer): unknown {
  const contentType = headers['content-type'] ?? 'application/octet-stream';
  const text = decodeUtf8(body);
  if (text === null) return { contentType, base64: body.toString('base64') };
  const mayBeJson = headers['content-type'] === undefined || /\bjson\b/i.test(contentType);
  const value = mayBeJson ? parseJson(text) : undefined;
  return value === undefined ? { contentType, text } : value;
}

/** The text; null when the bytes are none. */
export function decodeUtf8(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
