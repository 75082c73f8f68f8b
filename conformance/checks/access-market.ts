import type { CallOptions, CheckContext, Reply, SuccessBody } from '../engine/context.ts';
import type { OperationId } from '../../generated/operations.gen.ts';
import { defineCheck } from '../engine/define-check.ts';
import type { Order, Trader } from '../engine/market.ts';
import { expectGated } from './access.ts';

const escrowAddress = '0x00000000000000000000000000000000000000E5';

/** As expectGated, with the trader's token: a pairing token opens no gate. */
const expectActGated = (
  ctx: CheckContext,
  { token }: Trader,
  id: OperationId,
  options: CallOptions = {},
): Promise<Reply> => expectGated(ctx, id, { pairingToken: token, ...options });

async function expectCatalogueGated(ctx: CheckContext): Promise<void> {
  const { id: serviceId, skillKey, providerKey, operation, exampleInput } = await ctx.service('free-read');
  await expectGated(ctx, 'listSkills');
  await expectGated(ctx, 'getSkill', { path: { skillKey } });
  await expectGated(ctx, 'getSkillManifest', { path: { skillKey } });
  await expectGated(ctx, 'updateSkillConfig', { path: { skillKey }, body: {} });
  await expectGated(ctx, 'listMarketServices');
  await expectGated(ctx, 'getMarketService', { path: { serviceId } });
  await expectGated(ctx, 'listAdapters');
  await expectGated(ctx, 'getAdapter', { path: { providerKey } });
  const trader = await ctx.trader();
  const actor = { machineId: trader.machine.id, agentPairingId: trader.pairing.id };
  const search = await expectActGated(ctx, trader, 'createMarketSearch', { body: actor });
  await expectGated(ctx, 'getMarketSearch', { path: { searchId: String(search.at('item.id')) } });
  const body = { ...actor, operation, input: exampleInput };
  await expectActGated(ctx, trader, 'executeMarketService', { path: { serviceId }, body });
}

/** From a fresh order to the release of its payment. */
async function expectOrderGated(ctx: CheckContext, trader: Trader, order: Order): Promise<void> {
  const path = { orderId: order.id };
  const act = (id: OperationId, body?: object): Promise<Reply> =>
    expectActGated(ctx, trader, id, body === undefined ? { path } : { path, body });
  await expectGated(ctx, 'listMarketOrders', { query: { machineId: trader.machine.id } });
  await act('getMarketOrder');
  const intent = (await act('createPaymentIntent', {})) as Reply<SuccessBody<'createPaymentIntent'>>;
  await act('getMarketOrderPayment');
  await act('submitPaymentProof', ctx.recordedProof(intent.body.item));
  await act('executeMarketOrder', {});
  await act('confirmMarketOrder', {});
  await act('releasePayment', {});
}

export const marketAccessChecks = [
  defineCheck('access.catalogue-gated', expectCatalogueGated),

  defineCheck('access.orders-gated', async (ctx) => {
    const trader = await ctx.trader();
    const service = await ctx.service(
      'paid',
      ({ payment }) => payment?.supportedRails.includes('escrow') === true,
    );
    const body = await ctx.orderRequest(trader, { service });
    const created = await expectActGated(ctx, trader, 'createMarketOrder', { body });
    const { item: json } = (created as Reply<SuccessBody<'createMarketOrder'>>).body;
    await expectOrderGated(ctx, trader, { id: json.id, trader, service, json });

    const locked = await ctx.order(trader, { service });
    const path = { orderId: locked.id };
    await ctx.intent(locked, { rail: { type: 'escrow', escrowAddress } });
    const lock = { transactionHash: ctx.freshHash(), chain: 'eip155:3338', escrowAddress };
    await expectActGated(ctx, trader, 'lockEscrow', { path, body: lock });
    await expectActGated(ctx, trader, 'refundPayment', { path, body: {} });

    const { id: orderId } = await ctx.order(trader, { service });
    await expectActGated(ctx, trader, 'disputeMarketOrder', {
      path: { orderId },
      body: { reason: 'wrong result' },
    });
  }),
];
