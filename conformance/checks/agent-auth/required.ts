import { defineCheck } from '../../engine/define-check.ts';
import type { CheckContext } from '../../engine/context.ts';
import { needAccepted } from '../acceptance.ts';
import { executeService } from '../execution-calls.ts';
import { waitUntilPast } from '../lifetime.ts';
import { pairingCalls } from '../pairing-calls.ts';
import { expectAllRejected } from '../rejections.ts';
import { decodeToken, withAlteredSignature } from '../session-token.ts';
import { marketCalls, openDealer, toCases } from './market-calls.ts';

const { rotate, update } = pairingCalls;

/** Other groups see to these. */
const elsewhere: readonly string[] = [
  'createMarketSearch',
  'createMarketOrder',
  'confirmMarketOrder',
  'disputeMarketOrder',
];

async function open(ctx: CheckContext) {
  const dealer = await openDealer(ctx);
  return { dealer, pairing: dealer.trader.pairing, calls: await marketCalls(ctx, dealer) };
}

/** Tokens where they are required. */
export const requiredTokenChecks = [
  defineCheck('agent-auth.token-required', async (ctx) => {
    const { dealer, calls } = await open(ctx);
    const own = calls.filter(({ operationId }) => !elsewhere.includes(operationId));
    await expectAllRejected(ctx, toCases(own, 'without a token is refused', undefined), {
      code: 'AGENT_AUTH_REQUIRED',
      control: () => ctx.act(dealer.order, 'createPaymentIntent', { body: {} }),
    });
  }),

  defineCheck('agent-auth.token-altered', async (ctx) => {
    const { dealer, calls } = await open(ctx);
    const altered = withAlteredSignature(dealer.trader.token);
    ctx.hide(altered);
    await expectAllRejected(ctx, toCases(calls, 'with an altered token is refused', altered), {
      code: 'AGENT_AUTH_INVALID',
      control: () => ctx.act(dealer.order, 'createPaymentIntent', { body: {} }),
    });
  }),

  defineCheck('agent-auth.token-expired', async (ctx) => {
    const { dealer, pairing, calls } = await open(ctx);
    const { token, machine } = dealer.trader;
    const read = await ctx.call('getMarketOrder', { path: { orderId: dealer.order.id } });
    await waitUntilPast(ctx, read, decodeToken(ctx, token).expiresAt * 1000);
    await expectAllRejected(ctx, toCases(calls, 'with an expired token is refused', token), {
      code: 'AGENT_AUTH_EXPIRED',
      control: async () => {
        const rotated = await rotate(ctx, pairing, await ctx.agentProof(machine, pairing.agent));
        const pairingToken = String(needAccepted(ctx, rotated, 'the rotation').at('item.pairingToken'));
        const path = { orderId: dealer.order.id };
        return ctx.call('createPaymentIntent', { path, body: {}, pairingToken });
      },
    });
  }),

  defineCheck('agent-auth.pairing-paused', async (ctx) => {
    const { dealer, pairing, calls } = await open(ctx);
    needAccepted(ctx, await update(ctx, pairing, { status: 'paused' }), 'updateAgentPairing');
    await expectAllRejected(ctx, toCases(calls, 'of a paused pairing is refused', dealer.trader.token), {
      code: 'AGENT_PAIRING_INACTIVE',
      control: async () => {
        needAccepted(ctx, await update(ctx, pairing, { status: 'active' }), 'updateAgentPairing');
        return ctx.act(dealer.order, 'createPaymentIntent', { body: {} });
      },
    });
  }),

  defineCheck('agent-auth.optional-token-verified', async (ctx) => {
    const order = await ctx.order(await ctx.trader());
    const altered = withAlteredSignature(order.trader.token);
    ctx.hide(altered);
    const path = { orderId: order.id };
    await ctx.expectRejected({
      what: 'an order is not read with an altered token',
      code: 'AGENT_AUTH_INVALID',
      request: () => ctx.call('getMarketOrder', { path, pairingToken: altered }),
      control: () => ctx.call('getMarketOrder', { path, pairingToken: order.trader.token }),
    });
  }),

  defineCheck('agent-auth.service-of-token', async (ctx) => {
    const { dealer } = await open(ctx);
    const { trader, service } = dealer;
    const stranger = await ctx.trader();
    const colleague = await ctx.trader({ machine: trader.machine });
    const actors = {
      'another machine and its pairing': {
        machineId: stranger.machine.id,
        agentPairingId: stranger.pairing.id,
      },
      'another pairing of the machine': { agentPairingId: colleague.pairing.id },
    };
    const cases = Object.entries(actors).map(([whose, fields]) => ({
      what: `a service is not executed for ${whose}`,
      request: () => executeService(ctx, trader, service, fields),
    }));
    await expectAllRejected(ctx, cases, {
      code: 'AGENT_AUTH_INVALID',
      control: () => executeService(ctx, trader, service),
    });
  }),
];
