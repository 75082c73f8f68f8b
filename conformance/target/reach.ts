import { HttpClient } from '../contract/http-client.ts';
import type { WireAnswer } from '../contract/http-client.ts';

export type Reach =
  | { outcome: 'answered'; answer: WireAnswer }
  /** What went wrong and what to do about it. */
  | { outcome: 'failed'; problem: string; fix: string };

interface Trouble {
  codes: readonly string[];
  problem: string;
  fix: string;
}

const troubles: readonly Trouble[] = [
  {
    codes: ['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA'],
    problem: 'the host name cannot be resolved',
    fix: 'check the spelling of the host, or use its address.',
  },
  {
    codes: ['ECONNREFUSED'],
    problem: 'the connection is refused; nothing listens there',
    fix: 'start the server, or correct host and port.',
  },
  {
    codes: ['EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT'],
    problem: 'there is no way to that host',
    fix: 'check the address, the network and any firewall.',
  },
  {
    codes: ['ECONNRESET', 'EPIPE'],
    problem: 'the server closes the connection without an answer',
    fix: 'check that it speaks HTTP there (http or https?).',
  },
];

/** Asks for a path once and tells DNS, refused, TLS, time-out and broken answers apart. */
export async function reach(
  baseUrl: string,
  path: string,
  timeoutMs: number,
  headers: Record<string, string> = {},
): Promise<Reach> {
  const client = new HttpClient(baseUrl, timeoutMs);
  try {
    return {
      outcome: 'answered',
      answer: await client.send({ method: 'GET', path, headers, body: undefined }),
    };
  } catch (error) {
    return { outcome: 'failed', ...explain(error) };
  } finally {
    client.close();
  }
}

function explain(error: unknown): { problem: string; fix: string } {
  const message = error instanceof Error ? error.message : String(error);
  const code = codeOf(error);
  const known = troubles.find(({ codes }) => codes.includes(code));
  if (known) return known;
  if (/CERT|SSL|TLS|SELF_SIGNED|ALTNAME|EPROTO/.test(code) || /certificate|ssl/i.test(message)) {
    return {
      problem: `TLS fails (${code || message})`,
      fix: 'repair the certificate, trust its issuer (NODE_EXTRA_CA_CERTS), or use http.',
    };
  }
  if (message.startsWith('no answer within')) {
    return { problem: message, fix: 'check that the server is not stuck, or allow more with --timeout MS.' };
  }
  return { problem: `the answer is no HTTP (${message})`, fix: 'check host, port and scheme.' };
}

function codeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const nested = cause instanceof AggregateError ? (cause.errors[0] as unknown) : cause;
  return nested instanceof Error && 'code' in nested ? String(nested.code) : '';
}
