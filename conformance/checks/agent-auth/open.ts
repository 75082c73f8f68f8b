import { defineCheck } from '../../engine/define-check.ts';
import type { CheckContext } from '../../engine/context.ts';
import { expectAccepted, needAccepted } from '../acceptance.ts';
import { setMachineStatus } from '../execution-calls.ts';
import { pairingCalls } from '../pairing-calls.ts';
import { expectAllRejected } from '../rejections.ts';
import { withAlteredSignature } from '../session-token.ts';
import type { MarketCall } from './market-calls.ts';
import { marketCalls, openDealer, toCases } from './market-calls.ts';

const { update } = pairingCalls;

async function open(ctx: CheckContext) {
  const dealer = await openDealer(ctx);
  const calls = await marketCalls(ctx, dealer);
  const callOf = (operationId: string): MarketCall =>
    calls.find((call) => call.operationId === operationId) ?? ctx.untestable(`No call is ${operationId}.`);
  return { dealer, calls, callOf };
}

/** Calls without a token, where none is required. */
export const openMarketChecks = [
  defineCheck('agent-auth.open-payment-and-execution', async (ctx) => {
    const { callOf } = await open(ctx);
    for (const name of ['createPaymentIntent', 'lockEscrow', 'executeMarketOrder', 'refundPayment'])
      expectAccepted(ctx, await callOf(name).send(undefined), `${name} without a token`);
    const order = await ctx.order(await ctx.trader(), { kind: 'paid' });
    const path = { orderId: order.id };
    const body = ctx.recordedProof(await ctx.intent(order));
    expectAccepted(ctx, await ctx.call('submitPaymentProof', { path, body }), 'a proof without a token');
  }),

  defineCheck('agent-auth.open-service', async (ctx) => {
    const { callOf } = await open(ctx);
    const reply = await callOf('executeMarketService').send(undefined);
    expectAccepted(ctx, reply, 'a service is executed without a token for an active pairing');
  }),

  defineCheck('agent-auth.open-pairing-paused', async (ctx) => {
    const { dealer, calls, callOf } = await open(ctx);
    const { pairing } = dealer.trader;
    needAccepted(ctx, await update(ctx, pairing, { status: 'paused' }), 'updateAgentPairing');
    const cases = toCases(
      calls.filter(({ isOfOrder }) => !isOfOrder),
      'for a paused pairing is refused',
      undefined,
    );
    await expectAllRejected(ctx, cases, {
      code: 'AGENT_PAIRING_INACTIVE',
      control: async () => {
        needAccepted(ctx, await update(ctx, pairing, { status: 'active' }), 'updateAgentPairing');
        return callOf('createMarketOrder').send(undefined);
      },
    });
  }),

  defineCheck('agent-auth.open-order-of-paused', async (ctx) => {
    const { dealer, calls, callOf } = await open(ctx);
    const { pairing } = dealer.trader;
    needAccepted(ctx, await update(ctx, pairing, { status: 'paused' }), 'updateAgentPairing');
    const cases = toCases(
      calls.filter(({ isOfOrder }) => isOfOrder),
      'for an order of a paused pairing is refused',
      undefined,
    );
    await expectAllRejected(ctx, cases, {
      code: 'AGENT_PAIRING_INACTIVE',
      control: async () => {
        needAccepted(ctx, await update(ctx, pairing, { status: 'active' }), 'updateAgentPairing');
        return callOf('createPaymentIntent').send(undefined);
      },
    });
  }),

  defineCheck('agent-auth.open-altered-token', async (ctx) => {
    const { dealer, calls, callOf } = await open(ctx);
    const altered = withAlteredSignature(dealer.trader.token);
    ctx.hide(altered);
    await expectAllRejected(ctx, toCases(calls, 'with an altered token is refused', altered), {
      code: 'AGENT_AUTH_INVALID',
      control: () => callOf('createPaymentIntent').send(undefined),
    });
  }),

  defineCheck('agent-auth.open-foreign-token', async (ctx) => {
    const { dealer, calls, callOf } = await open(ctx);
    const { token } = await ctx.trader({ machine: dealer.trader.machine });
    await expectAllRejected(ctx, toCases(calls, "with another pairing's token is refused", token), {
      code: 'AGENT_AUTH_INVALID',
      control: () => callOf('createPaymentIntent').send(undefined),
    });
  }),

  defineCheck('agent-auth.open-machine-inactive', async (ctx) => {
    const { dealer, callOf } = await open(ctx);
    const names = ['createMarketSearch', 'createMarketOrder', 'executeMarketService', 'executeMarketOrder'];
    await setMachineStatus(ctx, dealer.trader, 'degraded');
    const cases = toCases(names.map(callOf), 'for a machine that is not active is refused', undefined);
    await expectAllRejected(ctx, cases, {
      code: 'MACHINE_NOT_ACTIVE',
      control: async () => {
        await setMachineStatus(ctx, dealer.trader, 'active');
        return callOf('createMarketOrder').send(undefined);
      },
    });
  }),
];
