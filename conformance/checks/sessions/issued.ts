import { createHash, createHmac } from 'node:crypto';
import { defineCheck } from '../../engine/define-check.ts';
import type { CheckContext } from '../../engine/context.ts';
import { expectLifetime } from '../lifetime.ts';
import { pairingCalls } from '../pairing-calls.ts';
import { decodeToken } from '../session-token.ts';
import { needAccepted } from '../acceptance.ts';

const namedClaims = [
  'machineId',
  'pairingId',
  'sessionId',
  'agentAddress',
  'agentDid',
  'delegationPolicyHash',
  'exp',
] as const;

async function expectSessionLives(ctx: CheckContext, lifetimeMs: number): Promise<void> {
  const machine = await ctx.machine({ activate: true });
  const body = await ctx.pairingRequest(machine, ctx.agent());
  const reply = needAccepted(ctx, await pairingCalls.create(ctx, machine, body), 'createAgentPairing');
  const { expiresAt } = decodeToken(ctx, reply.at('item.pairingToken'));
  expectLifetime(ctx, reply, {
    until: expiresAt * 1000,
    lifetimeMs,
    what: 'the lifetime of a session, by its exp',
  });
}

export const sessionIssueChecks = [
  defineCheck('sessions.token-form', async (ctx) => {
    const { token } = await ctx.pairing(await ctx.machine({ activate: true }));
    ctx.expect.equal(decodeToken(ctx, token).header['alg'], 'HS256', 'alg in the header');
  }),

  defineCheck('sessions.named-claims', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const { id, token, json, agent } = await ctx.pairing(machine);
    const { claims } = decodeToken(ctx, token);
    for (const name of namedClaims)
      ctx.expect.ok(claims[name] !== undefined, `the token has ${name}`, { actual: claims });
    ctx.expect.equal(claims['machineId'], machine.id, 'machineId');
    ctx.expect.equal(claims['pairingId'], id, 'pairingId');
    ctx.expect.equal(claims['sessionId'], json['sessionId'], 'sessionId');
    ctx.expect.equal(
      String(claims['agentAddress']).toLowerCase(),
      agent.address.toLowerCase(),
      'agentAddress',
    );
    ctx.expect.equal(
      String(claims['agentDid']).toLowerCase(),
      String(json['agentDid']).toLowerCase(),
      'agentDid',
    );
    ctx.expect.string(claims['delegationPolicyHash'], 'delegationPolicyHash');
    ctx.expect.number(claims['exp'], 'exp');
  }),

  defineCheck('sessions.added-claims', async (ctx) => {
    const { token, json } = await ctx.pairing(await ctx.machine({ activate: true }));
    const { claims } = decodeToken(ctx, token);
    ctx.expect.number(claims['iat'], 'iat');
    ctx.expect.equal(ctx.expect.string(claims['jti'], 'jti'), json['sessionTokenId'], 'jti');
  }),

  defineCheck('sessions.no-other-claims', async (ctx) => {
    const { token } = await ctx.pairing(await ctx.machine({ activate: true }));
    const known: readonly string[] = [...namedClaims, 'iat', 'jti'];
    const others = Object.keys(decodeToken(ctx, token).claims).filter((name) => !known.includes(name));
    ctx.expect.equal(others, [], 'claims that the contract does not name');
  }),

  defineCheck('sessions.expiry-recorded', async (ctx) => {
    const { token, json } = await ctx.pairing(await ctx.machine({ activate: true }));
    const recorded = Date.parse(String(json['sessionExpiresAt']));
    ctx.expect.equal(recorded, decodeToken(ctx, token).expiresAt * 1000, 'sessionExpiresAt (ms), given exp');
  }),

  defineCheck('sessions.issue-time-recorded', async (ctx) => {
    const { token, json } = await ctx.pairing(await ctx.machine({ activate: true }));
    const issued = ctx.expect.number(decodeToken(ctx, token).claims['iat'], 'iat');
    ctx.expect.equal(
      Date.parse(String(json['sessionIssuedAt'])),
      issued * 1000,
      'sessionIssuedAt (ms), given iat',
    );
  }),

  defineCheck('sessions.lifetime', (ctx) => expectSessionLives(ctx, 3_600_000)),

  defineCheck('sessions.lifetime-toggle', (ctx) =>
    expectSessionLives(ctx, Number(ctx.target.env['PEAQOS_AGENT_PAIRING_SESSION_TTL_MS'])),
  ),

  defineCheck('sessions.policy-hash', async (ctx) => {
    const delegationPolicy = {
      deniedSkillKeys: ['skill-b', 'skill-a', 'Skill-c'],
      allowedServiceIds: ['svc_two', 'svc_one'],
      perTransactionLimit: 2.5,
      currency: 'USDT',
    };
    const { token } = await ctx.pairing(await ctx.machine({ activate: true }), { delegationPolicy });
    // Keys and lists in the order of their code units, as contract E.4 sorts them.
    const canonical =
      '{"allowedServiceIds":["svc_one","svc_two"],"allowedSkillKeys":[],"currency":"USDT","dailySpendLimit":null,' +
      '"deniedServiceIds":[],"deniedSkillKeys":["Skill-c","skill-a","skill-b"],"perTransactionLimit":2.5}';
    const expected = createHash('sha256').update(canonical).digest('hex');
    ctx.expect.equal(
      decodeToken(ctx, token).claims['delegationPolicyHash'],
      expected,
      'delegationPolicyHash',
    );
  }),

  defineCheck('sessions.signed-with-the-secret', async (ctx) => {
    const { token } = await ctx.pairing(await ctx.machine({ activate: true }));
    decodeToken(ctx, token);
    const [header, claims, signature] = token.split('.');
    const secret =
      ctx.target.sessionSecret ?? ctx.untestable('The session secret is set, and the kit does not know it.');
    const expected = createHmac('sha256', secret).update(`${header}.${claims}`).digest('base64url');
    ctx.expect.ok(signature === expected, 'the signature is HMAC-SHA256 with the secret', {
      expected: 'that signature',
      actual: 'another one',
    });
  }),
];
