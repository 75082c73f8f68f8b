import type { UnavailableReason } from '../domain/identity-resolution.ts';

/** An answer of a remote JSON service, or why there is none. */
export type JsonAnswer = { status: number; body: unknown } | { failure: UnavailableReason };

/** An honest profile is a few KiB; a larger answer is not read to its end. */
const largestAnswerBytes = 1_048_576;

/** GETs JSON within `timeoutMs`, and once more after a network error. Never throws, follows no redirect. */
export async function getJson(url: string, timeoutMs: number): Promise<JsonAnswer> {
  const first = await tryOnce(url, timeoutMs);
  return 'failure' in first && first.failure === 'network' ? tryOnce(url, timeoutMs) : first;
}

async function tryOnce(url: string, timeoutMs: number): Promise<JsonAnswer> {
  try {
    const response = await fetch(url, {
      headers: { accept: 'application/json' },
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await readText(response);
    return text === null ? { failure: 'invalid-reply' } : { status: response.status, body: parseJson(text) };
  } catch (error) {
    const isTimeout = error instanceof DOMException && error.name === 'TimeoutError';
    return { failure: isTimeout ? 'timeout' : 'network' };
  }
}

async function readText(response: Response): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > largestAnswerBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
