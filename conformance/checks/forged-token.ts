import { createHmac, randomBytes } from 'node:crypto';
import { parseJson } from '../contract/json.ts';
import type { CheckContext } from '../engine/context.ts';

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A secret that is certainly not the target's. */
export const strangeSecret = (): string => randomBytes(32).toString('hex');

/** The claims of a token with some of them changed, signed anew. The check is untestable when the token is no JWT. */
export function forgeToken(ctx: CheckContext, token: string, changes: object, secret: string): string {
  const claims = parseJson(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  if (typeof claims !== 'object' || claims === null)
    ctx.untestable('The pairing token is no JWT that can be read.');
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ ...claims, ...changes })}`;
  const forged = `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
  ctx.hide(forged);
  return forged;
}
