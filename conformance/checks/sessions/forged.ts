import { randomBytes } from 'node:crypto';
import { defineCheck } from '../../engine/define-check.ts';
import type { CheckContext, Pairing } from '../../engine/context.ts';
import { waitUntilPast } from '../lifetime.ts';
import {
  createUnsignedToken,
  decodeToken,
  readWithToken,
  signToken,
  withAlteredSignature,
  withClaims,
} from '../session-token.ts';
import { expectAllRejected } from '../rejections.ts';

const invalid = 'AGENT_AUTH_INVALID';

/** Expects each of these tokens to be refused where the pairing's own token is accepted. */
async function expectTokensRefused(
  ctx: CheckContext,
  pairing: Pairing,
  tokens: readonly string[],
  what: string,
): Promise<void> {
  const cases = tokens.map((token, index) => ({
    what: `${what} (${index + 1} of ${tokens.length})`,
    request: () => readWithToken(ctx, { ...pairing, token }),
  }));
  await expectAllRejected(ctx, cases, { code: invalid, control: () => readWithToken(ctx, pairing) });
}

const pairAnywhere = async (ctx: CheckContext): Promise<Pairing> =>
  ctx.pairing(await ctx.machine({ activate: true }));

const secretOf = (ctx: CheckContext): string =>
  ctx.target.sessionSecret ?? ctx.untestable('The session secret is set, and the kit does not know it.');

export const sessionForgeryChecks = [
  defineCheck('sessions.unsigned-refused', async (ctx) => {
    const pairing = await pairAnywhere(ctx);
    const { claims } = decodeToken(ctx, pairing.token);
    const unsigned = ['none', 'None', 'NONE'].map((alg) => createUnsignedToken(claims, alg));
    const [, , signature] = pairing.token.split('.');
    const tokens = [...unsigned, `${unsigned[0]}${signature}`];
    await expectTokensRefused(ctx, pairing, tokens, 'a token with alg none is refused');
  }),

  defineCheck('sessions.altered-refused', async (ctx) => {
    const pairing = await pairAnywhere(ctx);
    const { claims, expiresAt } = decodeToken(ctx, pairing.token);
    const tokens = [
      withClaims(pairing.token, { ...claims, exp: expiresAt + 3600 }),
      withAlteredSignature(pairing.token),
      pairing.token.slice(0, -6),
      signToken(claims, randomBytes(32).toString('hex')),
      signToken(claims, ''),
    ];
    await expectTokensRefused(ctx, pairing, tokens, 'an altered or foreign token is refused');
  }),

  defineCheck('sessions.malformed-refused', async (ctx) => {
    const pairing = await pairAnywhere(ctx);
    const [header, claims] = pairing.token.split('.');
    const tokens = [
      'token',
      'a.b.c',
      '..',
      `${header}.${claims}`,
      pairing.token.slice(0, 30),
      `${pairing.token}.${header}`,
    ];
    await expectTokensRefused(ctx, pairing, tokens, 'text that is no token is refused');
  }),

  defineCheck('sessions.other-algorithm-refused', async (ctx) => {
    const pairing = await pairAnywhere(ctx);
    const { claims } = decodeToken(ctx, pairing.token);
    const secret = secretOf(ctx);
    const tokens = [
      signToken(claims, secret, 'HS384'),
      signToken(claims, secret, 'HS512'),
      signToken(claims, secret, 'HS256', 'RS256'),
    ];
    await expectTokensRefused(ctx, pairing, tokens, 'a token with another algorithm is refused');
  }),

  defineCheck('sessions.unknown-session-refused', async (ctx) => {
    const pairing = await pairAnywhere(ctx);
    const { claims } = decodeToken(ctx, pairing.token);
    const token = signToken(
      { ...claims, sessionId: 'sess_000000000000', jti: 'tok_000000000000' },
      secretOf(ctx),
    );
    await expectTokensRefused(
      ctx,
      pairing,
      [token],
      'a token for a session that was never issued is refused',
    );
  }),

  defineCheck('sessions.expired-refused', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const pairing = await ctx.pairing(machine);
    const { expiresAt } = decodeToken(ctx, pairing.token);
    const now = await ctx.call('getApiHealth');
    await waitUntilPast(ctx, now, expiresAt * 1000);
    await ctx.expectRejected({
      what: 'a token past its exp is refused',
      code: 'AGENT_AUTH_EXPIRED',
      request: () => readWithToken(ctx, pairing),
      control: async () => readWithToken(ctx, await ctx.pairing(machine)),
    });
  }),

  defineCheck('sessions.token-of-other-pairing', async (ctx) => {
    const [machine, other] = [await ctx.machine({ activate: true }), await ctx.machine({ activate: true })];
    const [own, second, foreign] = [
      await ctx.pairing(machine),
      await ctx.pairing(machine),
      await ctx.pairing(other),
    ];
    const cases = [
      { what: "another pairing's data", pairing: second },
      { what: "another machine's data", pairing: foreign },
    ].map(({ what, pairing }) => ({
      what: `a token is refused on ${what}`,
      request: () => readWithToken(ctx, { ...pairing, token: own.token }),
    }));
    await expectAllRejected(ctx, cases, { code: invalid, control: () => readWithToken(ctx, own) });
  }),
];
