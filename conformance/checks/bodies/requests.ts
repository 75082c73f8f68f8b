import type { CheckContext, Reply } from '../../engine/context.ts';
import type { RejectionCase } from '../rejections.ts';

export type Fields = Record<string, unknown>;

export const jsonType = { 'content-type': 'application/json' };

/** Sends exactly these bytes as the body of an identity challenge request: the cheapest body of the contract. */
export function sendChallenge(
  ctx: CheckContext,
  rawBody: string | Uint8Array | undefined,
  headers: Record<string, string> = jsonType,
): Promise<Reply> {
  const path = '/api/v1/machine-identity/challenges';
  return ctx.send({ method: 'POST', path, headers, ...(rawBody === undefined ? {} : { rawBody }) });
}

/** A body that an identity challenge is given for, as text. */
export async function challengeText(ctx: CheckContext): Promise<string> {
  const { identityRef } = await ctx.identity();
  return JSON.stringify({ identityRef });
}

/** One case for each change of a body. */
export function changedBodies(
  body: Fields,
  changes: readonly Fields[],
  send: (body: Fields) => Promise<Reply>,
): RejectionCase[] {
  return changes.map((change) => ({
    what: `${JSON.stringify(change)} is rejected`,
    request: () => send({ ...body, ...change }),
  }));
}

/** The body without one field. */
export function without(body: Fields, field: string): Fields {
  return Object.fromEntries(Object.entries(body).filter(([name]) => name !== field));
}
