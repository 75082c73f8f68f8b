/** One request as a provider stand-in received it; the path without the provider's prefix. */
export interface ProviderCall {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Readonly<Record<string, string>>;
  body: Buffer;
  /** Where the resource lies, as a client would ask for it. */
  url: string;
}

/** What a provider stand-in answers: a JSON body, raw bytes, or no body at all. */
export interface ProviderReply {
  status: number;
  headers?: Readonly<Record<string, string>>;
  body?: unknown;
  bytes?: Buffer;
}

export type Answer = (call: ProviderCall) => ProviderReply | Promise<ProviderReply>;

/** The JSON object in a request body; undefined when there is none. */
export function readJsonObject(body: Buffer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
