import { defineCheck } from '../../engine/define-check.ts';
import type { CheckContext, Pairing } from '../../engine/context.ts';
import { findListedPairing } from '../listed-rows.ts';
import { waitUntilPast } from '../lifetime.ts';
import { pairingCalls } from '../pairing-calls.ts';
import { decodeToken, expectTokenWorks, readWithToken } from '../session-token.ts';
import { needAccepted } from '../acceptance.ts';
import { expectAllRejected } from '../rejections.ts';

const { revoke, rotate, update } = pairingCalls;

type Body = Record<string, unknown>;

const change = async (ctx: CheckContext, pairing: Pairing, body: Body): Promise<void> =>
  void needAccepted(ctx, await update(ctx, pairing, body), 'updateAgentPairing');

/** Expects the token of one pairing to be refused after `end`, while the token of another one is accepted. */
async function expectTokenEnds(
  ctx: CheckContext,
  what: string,
  end: (pairing: Pairing) => Promise<unknown>,
): Promise<void> {
  const machine = await ctx.machine({ activate: true });
  const [pairing, other] = [await ctx.pairing(machine), await ctx.pairing(machine)];
  await end(pairing);
  await ctx.expectRejected({
    what,
    code: 'AGENT_PAIRING_INACTIVE',
    request: () => readWithToken(ctx, pairing),
    control: () => readWithToken(ctx, other),
  });
}

export const sessionLifeChecks = [
  defineCheck('sessions.policy-change-ends-token', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const pairing = await ctx.pairing(machine, { delegationPolicy: { perTransactionLimit: 10 } });
    const policies = [{ perTransactionLimit: 1 }, { perTransactionLimit: 1, deniedSkillKeys: ['skill-a'] }];
    const cases = policies.map((delegationPolicy) => ({
      what: `a token is refused once the policy is ${JSON.stringify(delegationPolicy)}`,
      request: async () => {
        await change(ctx, pairing, { delegationPolicy });
        return readWithToken(ctx, pairing);
      },
    }));
    await expectAllRejected(ctx, cases, {
      code: ['AGENT_AUTH_INVALID', 'AGENT_AUTH_EXPIRED'],
      control: async () => {
        const reply = await rotate(ctx, pairing, await ctx.agentProof(machine, pairing.agent));
        needAccepted(ctx, reply, 'rotateAgentPairingSession');
        return readWithToken(ctx, { ...pairing, token: String(reply.at('item.pairingToken')) });
      },
    });
  }),

  defineCheck('sessions.other-change-keeps-token', async (ctx) => {
    const pairing = await ctx.pairing(await ctx.machine({ activate: true }));
    for (const body of [
      { agentProvider: 'another provider' },
      { agentRole: 'another role' },
      { description: 'changed' },
    ]) {
      await change(ctx, pairing, body);
      await expectTokenWorks(ctx, pairing, `the token works after a change of ${Object.keys(body).join()}`);
    }
  }),

  defineCheck('sessions.paused-refused', (ctx) =>
    expectTokenEnds(ctx, 'the token of a paused pairing is refused', (pairing) =>
      change(ctx, pairing, { status: 'paused' }),
    ),
  ),

  defineCheck('sessions.resumed-works-again', async (ctx) => {
    const pairing = await ctx.pairing(await ctx.machine({ activate: true }));
    await change(ctx, pairing, { status: 'paused' });
    await change(ctx, pairing, { status: 'active' });
    await expectTokenWorks(ctx, pairing, 'the token works again after pause and resume');
  }),

  defineCheck('sessions.revoked-refused', (ctx) =>
    expectTokenEnds(ctx, 'the token of a revoked pairing is refused', async (pairing) =>
      needAccepted(ctx, await revoke(ctx, pairing), 'revokeAgentPairing'),
    ),
  ),

  defineCheck('sessions.has-token-while-live', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const pairing = await ctx.pairing(machine);
    ctx.expect.equal(pairing.json['hasAuthToken'], true, 'hasAuthToken when the pairing is created');
    const row = await findListedPairing(ctx, machine.id, pairing.id);
    ctx.expect.equal(row['hasAuthToken'], true, 'hasAuthToken in the list');
    const reply = await update(ctx, pairing, { description: 'changed' });
    ctx.expect.equal(reply.at('item.hasAuthToken'), true, 'hasAuthToken after an update');
  }),

  defineCheck('sessions.has-no-token-when-revoked', async (ctx) => {
    const pairing = await ctx.pairing(await ctx.machine({ activate: true }));
    const reply = await update(ctx, pairing, { status: 'revoked' });
    ctx.expect.equal(reply.at('item.hasAuthToken'), false, 'hasAuthToken of a revoked pairing');
  }),

  defineCheck('sessions.has-no-token-when-expired', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const pairing = await ctx.pairing(machine);
    const { expiresAt } = decodeToken(ctx, pairing.token);
    await waitUntilPast(ctx, await ctx.call('getApiHealth'), expiresAt * 1000);
    const row = await findListedPairing(ctx, machine.id, pairing.id);
    ctx.expect.equal(row['hasAuthToken'], false, 'hasAuthToken after the expiry');
  }),

  defineCheck('sessions.last-four', async (ctx) => {
    const machine = await ctx.machine({ activate: true });
    const pairing = await ctx.pairing(machine);
    ctx.expect.equal(
      pairing.json['tokenLastFour'],
      pairing.token.slice(-4),
      'tokenLastFour of a new pairing',
    );
    const reply = await rotate(ctx, pairing, await ctx.agentProof(machine, pairing.agent));
    const lastFour = ctx.expect
      .string(reply.at('item.pairingToken'), 'the token of the new session')
      .slice(-4);
    ctx.expect.equal(reply.at('item.tokenLastFour'), lastFour, 'tokenLastFour after a rotation');
    const row = await findListedPairing(ctx, machine.id, pairing.id);
    ctx.expect.equal(row['tokenLastFour'], lastFour, 'tokenLastFour in the list');
  }),
];
