import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import { listBoundValues } from '../domain/challenge-message.ts';
import { DomainError } from '../domain/errors.ts';
import type { PairingChallenge } from '../domain/pairing.ts';
import type { SessionClaims } from '../domain/pairing-session.ts';

/** Everything that is done with the session secret. The secret itself does not leave this object. */
export interface SessionTokens {
  /** An HS256 JWT. Times are in whole seconds since the epoch. */
  issue: (claims: SessionClaims, issuedAt: number, expiresAt: number) => Promise<string>;
  /** Raises AGENT_AUTH_EXPIRED for a correctly signed token past `exp`, AGENT_AUTH_INVALID for anything else wrong. */
  verify: (token: string, now: Date) => Promise<SessionClaims>;
  /** HMAC-SHA256 (hex) over every value the challenge is bound to. */
  sealChallenge: (challenge: Omit<PairingChallenge, 'hmac'>) => string;
  isChallengeIntact: (challenge: PairingChallenge) => boolean;
  /** A key derived for one other purpose. */
  deriveKey: (purpose: string) => Uint8Array;
}

const textClaims = [
  'machineId',
  'pairingId',
  'sessionId',
  'agentAddress',
  'agentDid',
  'delegationPolicyHash',
  'jti',
] as const;

export function createSessionTokens(secret: Uint8Array): SessionTokens {
  const sealChallenge = (challenge: Omit<PairingChallenge, 'hmac'>) =>
    createHmac('sha256', secret).update(listBoundValues(challenge)).digest('hex');
  return {
    issue: (claims, issuedAt, expiresAt) =>
      new SignJWT({ ...claims })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setIssuedAt(issuedAt)
        .setExpirationTime(expiresAt)
        .sign(secret),
    verify: createVerifier(secret),
    sealChallenge,
    isChallengeIntact: ({ hmac, ...challenge }) => {
      const expected = Buffer.from(sealChallenge(challenge));
      const actual = Buffer.from(hmac);
      return expected.length === actual.length && timingSafeEqual(expected, actual);
    },
    deriveKey: (purpose) => new Uint8Array(hkdfSync('sha256', secret, '', purpose, 32)),
  };
}

const mostKnownTokens = 2_000;

/** Whoever verified a token once need not do the cryptography again; its time is looked at on every use. */
function createVerifier(secret: Uint8Array): SessionTokens['verify'] {
  const known = new Map<string, SessionClaims & { exp: number }>();
  return async (token, now) => {
    const claims = known.get(token);
    if (claims && now.getTime() < claims.exp * 1000) return claims;
    known.delete(token);
    const verified = await verifyToken(secret, token, now);
    const [oldest] = known.keys();
    if (known.size >= mostKnownTokens && oldest !== undefined) known.delete(oldest);
    known.set(token, verified);
    return verified;
  };
}

const tokenInvalid = () => new DomainError('AGENT_AUTH_INVALID', 'The pairing token is not valid.');

async function verifyToken(
  secret: Uint8Array,
  token: string,
  now: Date,
): Promise<SessionClaims & { exp: number }> {
  if (!hasCanonicalSignature(token)) throw tokenInvalid();
  try {
    const { payload } = await jwtVerify(token, secret, {
      algorithms: ['HS256'],
      currentDate: now,
      requiredClaims: ['exp', 'iat', ...textClaims],
    });
    if (textClaims.some((claim) => typeof payload[claim] !== 'string')) throw tokenInvalid();
    return payload as unknown as SessionClaims & { exp: number };
  } catch (error) {
    if (error instanceof errors.JWTExpired) {
      throw new DomainError('AGENT_AUTH_EXPIRED', 'The pairing token has expired. Rotate the session.');
    }
    throw tokenInvalid();
  }
}

/** Base64url leaves bits unused at its end: without this, an altered last character could pass. */
function hasCanonicalSignature(token: string): boolean {
  const signature = token.slice(token.lastIndexOf('.') + 1);
  return Buffer.from(signature, 'base64url').toString('base64url') === signature;
}
