import { decodeBase64Json, isFields } from './x402-encoding.ts';

/** What a seller takes for one call, in the words of x402 version 2 whatever version it spoke (contract E.9). */
export interface X402Requirement {
  /** `exact` is the only scheme whose signature can be checked here. */
  scheme: string;
  /** CAIP-2 in version 2, a name such as `base` in version 1. */
  network: string;
  /** The token contract. */
  asset: string;
  /** Integer text in base units of the token. */
  amount: string;
  payTo: string;
  maxTimeoutSeconds: number;
  extra: Readonly<Record<string, unknown>>;
}

export interface X402Challenge {
  x402Version: 1 | 2;
  /** What the seller offers; never empty. Entries that are not well-formed are left out. */
  requirements: readonly X402Requirement[];
  /** The same entries as the seller wrote them. */
  accepts: readonly Readonly<Record<string, unknown>>[];
}

/**
 * The challenge in the base64 text of a PAYMENT-REQUIRED header or of an intent's `paymentRequired`; null when it is
 * no challenge that anybody could pay.
 */
export async function decodeChallenge(paymentRequired: string): Promise<X402Challenge | null> {
  return parseChallenge(await decodeBase64Json(paymentRequired));
}

/** The challenge in decoded JSON, as version 1 sends it in the body; null when it is none. */
export async function parseChallenge(value: unknown): Promise<X402Challenge | null> {
  if (!isFields(value) || !Array.isArray(value['accepts'])) return null;
  const x402Version = value['x402Version'];
  if (x402Version !== 1 && x402Version !== 2) return null;
  const parse = x402Version === 1 ? parseFirstVersion : parseRequirement;
  const entries = value['accepts'].filter(isFields);
  const parsed = await Promise.all(entries.map(parse));
  const requirements = parsed.filter((requirement) => requirement !== null);
  const accepts = entries.filter((_entry, index) => parsed[index] !== null);
  return requirements.length === 0 ? null : { x402Version, requirements, accepts };
}

/** The offers as an intent shows them in `paymentRequest.accepts`: copies of what the seller wrote. */
export function toAcceptsForDisplay(challenge: X402Challenge): Record<string, unknown>[] {
  return structuredClone(challenge.accepts) as Record<string, unknown>[];
}

/**
 * One offer of version 2; null when it is none. Only the offer is parsed, not what is around it: a seller that leaves
 * out the description of its resource can be paid all the same.
 */
export async function parseRequirement(entry: unknown): Promise<X402Requirement | null> {
  const { PaymentRequirementsV2Schema } = await import('@x402/core/schemas');
  const { data } = PaymentRequirementsV2Schema.safeParse(entry);
  return data ? { ...data, extra: data.extra ?? {} } : null;
}

async function parseFirstVersion(entry: unknown): Promise<X402Requirement | null> {
  const { PaymentRequirementsV1Schema } = await import('@x402/core/schemas');
  const { data } = PaymentRequirementsV1Schema.safeParse(entry);
  if (!data) return null;
  const { scheme, network, asset, maxAmountRequired: amount, payTo, maxTimeoutSeconds } = data;
  return { scheme, network, asset, amount, payTo, maxTimeoutSeconds, extra: data.extra ?? {} };
}
