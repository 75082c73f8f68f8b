import { createHmac } from 'node:crypto';
import { parseJson, isRecord } from '../contract/json.ts';
import type { CheckContext, Reply, Talk } from '../engine/context.ts';
import { expectAccepted } from './acceptance.ts';

export type Claims = Readonly<Record<string, unknown>>;

export interface DecodedToken {
  header: Claims;
  claims: Claims;
  /** Whole seconds since the epoch; 0 when the claim is no number. */
  expiresAt: number;
}

const hashes = { HS256: 'sha256', HS384: 'sha384', HS512: 'sha512' } as const;

const decodePart = (part: string | undefined): Claims => {
  const json = parseJson(Buffer.from(part ?? '', 'base64url').toString('utf8'));
  return isRecord(json) ? json : {};
};

const encodePart = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Reads a JWT without verifying it; fails the check unless it has three parts. */
export function decodeToken(ctx: CheckContext, token: unknown): DecodedToken {
  const text = ctx.expect.match(token, /^[\w-]+\.[\w-]+\.[\w-]+$/, 'a JWT of three parts');
  const [header, claims] = text.split('.').map(decodePart);
  const expiresAt = claims?.['exp'];
  return {
    header: header ?? {},
    claims: claims ?? {},
    expiresAt: typeof expiresAt === 'number' ? expiresAt : 0,
  };
}

/** A JWT signed with HMAC, as a holder of the secret could make it. */
export function signToken(
  claims: Claims,
  secret: string,
  alg: keyof typeof hashes = 'HS256',
  named: string = alg,
): string {
  const input = `${encodePart({ alg: named, typ: 'JWT' })}.${encodePart(claims)}`;
  return `${input}.${createHmac(hashes[alg], secret).update(input).digest('base64url')}`;
}

/** A JWT that says it needs no signature. */
export function createUnsignedToken(claims: Claims, alg: string): string {
  return `${encodePart({ alg, typ: 'JWT' })}.${encodePart(claims)}.`;
}

/** The same token with other claims and its old signature. */
export function withClaims(token: string, claims: Claims): string {
  const [header, , signature] = token.split('.');
  return `${header}.${encodePart(claims)}.${signature}`;
}

/** The same token with one bit of its signature turned. */
export function withAlteredSignature(token: string): string {
  const [header, claims, signature = ''] = token.split('.');
  const bytes = Buffer.from(signature, 'base64url');
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  return `${header}.${claims}.${bytes.toString('base64url')}`;
}

export interface TokenHolder {
  id: string;
  machineId: string;
  token: string;
}

/**
 * Reads a pairing with a pairing token: how the kit sees whether a token still holds. Documented clients send it to the
 * market routes; this read exists only by our own choice.
 */
export function readWithToken(talk: Talk, { id, machineId, token }: TokenHolder): Promise<Reply> {
  return talk.call('getAgentPairing', { path: { machineId, pairingId: id }, pairingToken: token });
}

/** Expects a token to be accepted. Untestable where the target has no such read at all. */
export async function expectTokenWorks(
  ctx: CheckContext,
  holder: TokenHolder,
  what: string,
  talk: Talk = ctx,
): Promise<void> {
  const reply = await readWithToken(talk, holder);
  if (reply.status === 404)
    ctx.untestable('The target has no GET of one pairing, so a token cannot be tried.');
  expectAccepted(ctx, reply, what);
}
