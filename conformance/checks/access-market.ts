import type { OperationId } from '../../generated/operations.gen.ts';
import type { CallOptions, CheckContext, Reply, SuccessBody } from '../engine/context.ts';
import { defineCheck } from '../engine/define-check.ts';
import type { Trader } from '../engine/market.ts';
import { needAccepted } from './acceptance.ts';
import type { RejectionCase } from './rejections.ts';
import { expectAllRejected } from './rejections.ts';

const escrowAddress = '0x90F79bf6EB2c4f870365E785982E1f101E93b906';

/** Calls with a key, and the same calls without one. */
class GatedCalls {
  readonly #ctx: CheckContext;
  readonly #cases: RejectionCase[] = [];

  constructor(ctx: CheckContext) {
    this.#ctx = ctx;
  }

  /** A call that succeeds with a key. */
  async call<Id extends OperationId>(id: Id, options: CallOptions = {}): Promise<Reply<SuccessBody<Id>>> {
    this.#cases.push({
      what: `${id} without a key is rejected`,
      request: () => this.#ctx.call(id, { ...options, apiKey: 'none' }),
    });
    return needAccepted(this.#ctx, await this.#ctx.call(id, options), id);
  }

  /** As `call`, with the trader's token: a pairing token opens no gate. */
  act<Id extends OperationId>(
    { token }: Trader,
    id: Id,
    options: CallOptions,
  ): Promise<Reply<SuccessBody<Id>>> {
    return this.call(id, { pairingToken: token, ...options });
  }

  /** Every call that was made is refused without a key. */
  expectRefused(): Promise<void> {
    const control = () => this.#ctx.call('listSkills');
    return expectAllRejected(this.#ctx, this.#cases, { code: 'AUTH_REQUIRED', control });
  }
}

export const marketAccessChecks = [
  defineCheck('access.catalogue-gated', async (ctx) => {
    const calls = new GatedCalls(ctx);
    const { id: serviceId, skillKey, providerKey, operation, exampleInput } = await ctx.service('free-read');
    await calls.call('listSkills');
    await calls.call('getSkill', { path: { skillKey } });
    await calls.call('getSkillManifest', { path: { skillKey } });
    await calls.call('updateSkillConfig', { path: { skillKey }, body: {} });
    await calls.call('listMarketServices');
    await calls.call('getMarketService', { path: { serviceId } });
    await calls.call('listAdapters');
    await calls.call('getAdapter', { path: { providerKey } });
    const trader = await ctx.trader();
    const actor = { machineId: trader.machine.id, agentPairingId: trader.pairing.id };
    const search = await calls.act(trader, 'createMarketSearch', { body: actor });
    await calls.call('getMarketSearch', { path: { searchId: search.body.item.id } });
    const body = { ...actor, operation, input: exampleInput };
    await calls.act(trader, 'executeMarketService', { path: { serviceId }, body });
    await calls.expectRefused();
  }),

  defineCheck('access.orders-gated', async (ctx) => {
    const calls = new GatedCalls(ctx);
    const trader = await ctx.trader();
    const service = await ctx.service(
      'paid',
      ({ payment }) => payment?.supportedRails.includes('escrow') === true,
    );
    const body = await ctx.orderRequest(trader, { service });
    const create = async (): Promise<{ path: { orderId: string } }> => {
      const { item } = (await calls.act(trader, 'createMarketOrder', { body })).body;
      return { path: { orderId: item.id } };
    };
    const bought = await create();
    await calls.call('listMarketOrders', { query: { machineId: trader.machine.id } });
    await calls.act(trader, 'getMarketOrder', bought);
    const intent = await calls.act(trader, 'createPaymentIntent', { ...bought, body: {} });
    await calls.call('getMarketOrderPayment', bought);
    const proof = ctx.recordedProof(intent.body.item);
    await calls.act(trader, 'submitPaymentProof', { ...bought, body: proof });
    for (const id of ['executeMarketOrder', 'confirmMarketOrder', 'releasePayment'] as const)
      await calls.act(trader, id, { ...bought, body: {} });

    const locked = await create();
    const rail = { type: 'escrow', escrowAddress };
    await calls.act(trader, 'createPaymentIntent', { ...locked, body: { rail } });
    const lock = { transactionHash: ctx.freshHash(), chain: 'eip155:3338', escrowAddress };
    await calls.act(trader, 'lockEscrow', { ...locked, body: lock });
    await calls.act(trader, 'refundPayment', { ...locked, body: {} });
    await calls.act(trader, 'disputeMarketOrder', { ...(await create()), body: { reason: 'wrong result' } });
    await calls.expectRefused();
  }),
];
