// The x402 packages are imported where they are used: loading them takes a tenth of a second, which a server that never
// sees an x402 payment need not spend at its start.

export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The JSON value in an x402 header (base64 of JSON in UTF-8); undefined when it is none. */
export async function decodeBase64Json(text: string): Promise<unknown> {
  const { Base64EncodedRegex, safeBase64Decode } = await import('@x402/core/utils');
  if (!Base64EncodedRegex.test(text)) return undefined;
  try {
    return JSON.parse(safeBase64Decode(text));
  } catch {
    return undefined;
  }
}
