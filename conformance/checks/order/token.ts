import type { CheckContext, Pairing, Reply } from '../../engine/context.ts';
import { defineCheck } from '../../engine/define-check.ts';
import { needAccepted } from '../acceptance.ts';
import { forgeToken, strangeSecret } from '../forged-token.ts';

const hourAgo = (): number => Math.floor(Date.now() / 1000) - 3600;

const read = (ctx: CheckContext, pairing: Pairing, pairingToken: string): Promise<Reply> =>
  ctx.call('getAgentPairing', {
    path: { machineId: pairing.machineId, pairingId: pairing.id },
    pairingToken,
  });

async function update(ctx: CheckContext, pairing: Pairing, body: object): Promise<void> {
  const path = { machineId: pairing.machineId, pairingId: pairing.id };
  needAccepted(ctx, await ctx.call('updateAgentPairing', { path, body }), 'The update of the pairing');
}

async function pair(ctx: CheckContext) {
  const machine = await ctx.machine({ activate: true });
  const pairing = await ctx.pairing(machine);
  const rotate = async (): Promise<string> => {
    const path = { machineId: machine.id, pairingId: pairing.id };
    const agentProof = await ctx.agentProof(machine, pairing.agent);
    const reply = await ctx.call('rotateAgentPairingSession', { path, body: { agentProof } });
    const token = needAccepted(ctx, reply, 'The rotation of the session').at('item.pairingToken');
    return typeof token === 'string' ? token : ctx.untestable('The rotation of the session gave no token.');
  };
  return { machine, pairing, rotate };
}

/** The steps inside the verification of a token: signature, exp, session, status, policy. */
export const tokenOrderChecks = [
  defineCheck('order.token-before-existence', async (ctx) => {
    const { machine, pairing } = await pair(ctx);
    const path = { machineId: machine.id, pairingId: 'pair_000000000000' };
    await ctx.expectRejected({
      what: 'a bad token for an unknown pairing is rejected for the token',
      request: () => ctx.call('getAgentPairing', { path, pairingToken: 'no.such.token' }),
      control: () => read(ctx, pairing, pairing.token),
      code: 'AGENT_AUTH_INVALID',
    });
  }),

  defineCheck('order.signature-before-expiry', async (ctx) => {
    const { pairing } = await pair(ctx);
    const forged = forgeToken(ctx, pairing.token, { exp: hourAgo() }, strangeSecret());
    await ctx.expectRejected({
      what: 'an expired token with a wrong signature is rejected for the signature',
      request: () => read(ctx, pairing, forged),
      control: () => read(ctx, pairing, pairing.token),
      code: 'AGENT_AUTH_INVALID',
    });
  }),

  defineCheck('order.expiry-before-session', async (ctx) => {
    const secret = ctx.target.sessionSecret ?? ctx.untestable('The session secret is not known.');
    const { pairing, rotate } = await pair(ctx);
    const expired = forgeToken(ctx, pairing.token, { iat: hourAgo() - 3600, exp: hourAgo() }, secret);
    const present = await rotate();
    await ctx.expectRejected({
      what: 'an expired token of a former session is rejected for its exp',
      request: () => read(ctx, pairing, expired),
      control: () => read(ctx, pairing, present),
      code: 'AGENT_AUTH_EXPIRED',
    });
  }),

  defineCheck('order.session-before-status', async (ctx) => {
    const { pairing, rotate } = await pair(ctx);
    const present = await rotate();
    await update(ctx, pairing, { status: 'paused' });
    await ctx.expectRejected({
      what: 'a token of a former session of a paused pairing is rejected for the session',
      request: () => read(ctx, pairing, pairing.token),
      control: async () => {
        await update(ctx, pairing, { status: 'active' });
        return read(ctx, pairing, present);
      },
      code: 'AGENT_AUTH_INVALID',
    });
  }),

  defineCheck('order.status-before-policy', async (ctx) => {
    const { pairing, rotate } = await pair(ctx);
    await update(ctx, pairing, { delegationPolicy: { perTransactionLimit: 1 } });
    await update(ctx, pairing, { status: 'paused' });
    await ctx.expectRejected({
      what: 'a token of an older policy of a paused pairing is rejected for the pause',
      request: () => read(ctx, pairing, pairing.token),
      control: async () => {
        await update(ctx, pairing, { status: 'active' });
        return read(ctx, pairing, await rotate());
      },
      code: 'AGENT_PAIRING_INACTIVE',
    });
  }),
];
