import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { aPairing, aPairingChallenge, now as issueTime } from '../domain/records.fixture.ts';
import { refusal } from '../domain/refusal.fixture.ts';
import { createSessionClaims } from '../domain/pairing-session.ts';
import { createSessionTokens } from './session-tokens.ts';

const secret = Buffer.from('a secret of a good many bytes, for the tests');
const tokens = createSessionTokens(secret);
const claims = createSessionClaims(aPairing(), { id: 'sess_0123456789ab', tokenId: 'tok_0123456789ab' });
const issuedAt = Date.parse(issueTime) / 1000;
const expiresAt = issuedAt + 3_600;
const now = new Date((issuedAt + 10) * 1000);
const full = { ...claims, iat: issuedAt, exp: expiresAt };
const good = await tokens.issue(claims, issuedAt, expiresAt);

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (part = ''): unknown => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
const hmac = (input: string, key: Uint8Array = secret, hash = 'sha256') =>
  createHmac(hash, key).update(input).digest('base64url');

/** A token made by hand: nothing of the code under test takes part. */
function forge(header: unknown, payload: unknown, signer: (input: string) => string = hmac): string {
  const input = `${encode(header)}.${encode(payload)}`;
  return `${input}.${signer(input)}`;
}

const hs256 = { alg: 'HS256', typ: 'JWT' };

describe('issue', () => {
  const [header, payload, signature] = good.split('.');

  it('makes a JWT with header HS256 and exactly the claims of the contract', () => {
    expect(decode(header)).toEqual(hs256);
    expect(decode(payload)).toEqual(full);
  });

  it('signs so that HMAC-SHA256 by hand gives the same signature', () => {
    expect(hmac(`${header}.${payload}`)).toBe(signature);
  });
});

describe('verify', () => {
  it('returns the claims of a token in time', async () => {
    expect(await tokens.verify(good, now)).toMatchObject(claims);
  });

  it('takes a token that was made by hand with the same secret', async () => {
    expect(await tokens.verify(forge(hs256, full), now)).toMatchObject(claims);
  });

  it('says expired from the second of exp on, and not a second before', async () => {
    expect(await tokens.verify(good, new Date((expiresAt - 1) * 1000))).toMatchObject(claims);
    await expect(tokens.verify(good, new Date(expiresAt * 1000))).rejects.toThrow(
      refusal('AGENT_AUTH_EXPIRED'),
    );
    await expect(tokens.verify(good, new Date('2100-01-01'))).rejects.toThrow(refusal('AGENT_AUTH_EXPIRED'));
  });

  it('says invalid, and not expired, for an expired token of another secret', async () => {
    const token = forge(hs256, full, (input) => hmac(input, Buffer.from('another secret')));
    await expect(tokens.verify(token, new Date('2100-01-01'))).rejects.toThrow(refusal('AGENT_AUTH_INVALID'));
  });

  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const publicPem = rsa.publicKey.export({ type: 'spki', format: 'pem' });
  const byRsa = (input: string) => sign('sha256', Buffer.from(input), rsa.privateKey).toString('base64url');
  const tampered = (change: object) => {
    const [header, , signature] = good.split('.');
    return `${header}.${encode({ ...full, ...change })}.${signature}`;
  };

  it.each([
    ['with alg none and no signature', forge({ alg: 'none', typ: 'JWT' }, full, () => '')],
    ['with alg None and no signature', forge({ alg: 'None' }, full, () => '')],
    ['with alg none and a right HMAC', forge({ alg: 'none', typ: 'JWT' }, full)],
    ['without alg', forge({ typ: 'JWT' }, full)],
    ['with alg HS384', forge({ alg: 'HS384' }, full, (input) => hmac(input, secret, 'sha384'))],
    ['with alg HS512', forge({ alg: 'HS512' }, full, (input) => hmac(input, secret, 'sha512'))],
    ['with alg HS512 and an HS256 signature', forge({ alg: 'HS512' }, full)],
    ['with alg RS256', forge({ alg: 'RS256' }, full, byRsa)],
    [
      'with alg RS256, signed by HMAC with the public key',
      forge({ alg: 'RS256' }, full, (i) => hmac(i, Buffer.from(publicPem))),
    ],
    ['with alg hs256 in lower case', forge({ alg: 'hs256' }, full)],
    ['with an unknown critical header', forge({ ...hs256, crit: ['x'], x: 1 }, full)],
    ['signed with another secret', forge(hs256, full, (input) => hmac(input, Buffer.from('another secret')))],
    ['signed with an empty secret', forge(hs256, full, (input) => hmac(input, Buffer.alloc(0)))],
    ['without signature', good.slice(0, good.lastIndexOf('.') + 1)],
    ['with another machine under the old signature', tampered({ machineId: 'mach_ffffffffffff' })],
    ['with a longer life under the old signature', tampered({ exp: expiresAt + 1 })],
    ['with an extra claim under the old signature', tampered({ admin: true })],
    ['of two parts', good.split('.').slice(0, 2).join('.')],
    ['of four parts', `${good}.x`],
    ['with a space before it', ` ${good}`],
    ['with padding behind it', `${good}=`],
    ['that is empty', ''],
    ['that is no token', 'not-a-token'],
    ['whose payload is no JSON', `${encode(hs256)}.${Buffer.from('no json').toString('base64url')}.x`],
    ['whose payload is a list', forge(hs256, [full])],
    ['that is not valid yet', forge(hs256, { ...full, nbf: issuedAt + 100 })],
    ['whose exp is a text', forge(hs256, { ...full, exp: String(expiresAt) })],
    ['whose iat is a text', forge(hs256, { ...full, iat: String(issuedAt) })],
  ])('refuses a token %s', async (_case, token) => {
    await expect(tokens.verify(token, now)).rejects.toThrow(refusal('AGENT_AUTH_INVALID'));
  });

  it.each(Object.keys(full))('refuses a rightly signed token without the claim %s', async (claim) => {
    const token = forge(hs256, { ...full, [claim]: undefined });
    await expect(tokens.verify(token, now)).rejects.toThrow(refusal('AGENT_AUTH_INVALID'));
  });

  it.each(Object.keys(claims))('refuses a rightly signed token whose claim %s is no text', async (claim) => {
    for (const value of [null, 7, true, {}, []]) {
      const token = forge(hs256, { ...full, [claim]: value });
      await expect(tokens.verify(token, now)).rejects.toThrow(refusal('AGENT_AUTH_INVALID'));
    }
  });

  it('refuses a token with any one character altered, the last one included', async () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const accepted: string[] = [];
    for (const [place, present] of good.split('').entries()) {
      // Behind the last dot every other character is tried: unused bits of base64url hide there.
      const others = place === good.length - 1 ? alphabet.split('') : [present === 'A' ? 'B' : 'A'];
      for (const character of others.filter((candidate) => candidate !== present)) {
        const altered = good.slice(0, place) + character + good.slice(place + 1);
        const outcome = await tokens.verify(altered, now).catch(() => null);
        if (outcome !== null) accepted.push(`${place}: ${present} -> ${character}`);
      }
    }
    expect(accepted).toEqual([]);
  });

  it('tells nothing of token or secret in the refusal', async () => {
    const error = await tokens.verify(`${good}x`, now).catch((caught: unknown) => caught);
    const told = JSON.stringify(error, Object.getOwnPropertyNames(error));
    expect(told).not.toContain(good.slice(0, 20));
    expect(told).not.toContain(secret.toString());
  });
});

describe('the seal of a challenge', () => {
  const challenge = aPairingChallenge();
  const { hmac: _hmac, ...unsealed } = challenge;
  const sealed = { ...challenge, hmac: tokens.sealChallenge(unsealed) };

  it('is 64 hex digits that hold for the challenge', () => {
    expect(sealed.hmac).toMatch(/^[0-9a-f]{64}$/);
    expect(tokens.isChallengeIntact(sealed)).toBe(true);
  });

  it('still holds when the challenge was used', () => {
    expect(tokens.isChallengeIntact({ ...sealed, consumedAt: issueTime })).toBe(true);
  });

  it.each([
    { id: 'achal_ffffffffffff' },
    { machineId: 'mach_ffffffffffff' },
    { machineIdentityRef: 'did:peaq:78' },
    { agentAddress: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266' },
    { agentDid: 'did:pkh:eip155:2:0x70997970C51812dc3A010C7d01b50e0d17dc79C8' },
    { agentProvider: 'openai' },
    { agentRole: 'ops' },
    { message: `${challenge.message} ` },
    { expiresAt: '2099-01-01T00:00:00.000Z' },
    { hmac: '' },
    { hmac: sealed.hmac.slice(0, -1) },
    { hmac: `${sealed.hmac}0` },
    { hmac: '0'.repeat(64) },
  ])('breaks when the row is altered to %j', (change) => {
    expect(tokens.isChallengeIntact({ ...sealed, ...change })).toBe(false);
  });

  it('of another secret does not hold', () => {
    expect(createSessionTokens(Buffer.from('another secret')).isChallengeIntact(sealed)).toBe(false);
  });
});

describe('deriveKey', () => {
  it('gives 32 bytes: the same for one purpose, others for another purpose or secret', () => {
    const key = tokens.deriveKey('cursor');
    expect(key).toHaveLength(32);
    expect(tokens.deriveKey('cursor')).toEqual(key);
    expect(tokens.deriveKey('other')).not.toEqual(key);
    expect(createSessionTokens(Buffer.from('another secret')).deriveKey('cursor')).not.toEqual(key);
    expect(Buffer.from(key)).not.toEqual(secret);
  });
});
