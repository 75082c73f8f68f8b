import type { CallOptions, CheckContext, Reply } from '../../engine/context.ts';
import type { Order, Service, Trader } from '../../engine/market.ts';
import type { OperationId } from '../../../generated/operations.gen.ts';

/** The token that a call carries: a text, or none. */
export type Token = string | undefined;

/** One call that a pairing token authorises. */
export interface MarketCall {
  operationId: OperationId;
  /** True when it acts on an order. */
  isOfOrder: boolean;
  send: (token: Token) => Promise<Reply>;
}

interface Dealer {
  trader: Trader;
  order: Order;
  service: Service;
}

type Rows = readonly [OperationId, Omit<CallOptions, 'pairingToken'>][];

/** A trader, a paid order of its, and a free service. */
export async function openDealer(ctx: CheckContext): Promise<Dealer> {
  const [service, paid] = [await ctx.service('free-read'), await ctx.service('paid')];
  // The token comes last: it may live for two seconds only.
  const trader = await ctx.trader();
  return { trader, service, order: await ctx.order(trader, { service: paid }) };
}

function bodyOf({ trader, service }: Dealer): Record<string, unknown> {
  const { operation, exampleInput: input } = service;
  return { machineId: trader.machine.id, agentPairingId: trader.pairing.id, operation, input };
}

const escrowAddress = '0x90F79bf6EB2c4f870365E785982E1f101E93b906';

/** Every market call that needs a pairing token, in an order in which they can be made. */
export async function marketCalls(ctx: CheckContext, dealer: Dealer): Promise<readonly MarketCall[]> {
  const { trader, order, service } = dealer;
  const path = { orderId: order.id };
  const transactionHash = ctx.freshHash();
  const named = { machineId: trader.machine.id, agentPairingId: trader.pairing.id };
  const orderBody = await ctx.orderRequest(trader, { service });
  const ofOrder: Rows = [
    ['createPaymentIntent', { path, body: { rail: { type: 'escrow', escrowAddress } } }],
    ['submitPaymentProof', { path, body: { transactionHash, chain: 'eip155:3338', amount: '1' } }],
    ['lockEscrow', { path, body: { transactionHash, chain: 'eip155:3338', escrowAddress } }],
    ['executeMarketOrder', { path, body: {} }],
    ['confirmMarketOrder', { path, body: {} }],
    ['releasePayment', { path, body: {} }],
    ['refundPayment', { path, body: {} }],
    ['disputeMarketOrder', { path, body: { reason: 'It never came.' } }],
  ];
  const others: Rows = [
    ['createMarketSearch', { body: named }],
    ['createMarketOrder', { body: orderBody }],
    ['executeMarketService', { path: { serviceId: service.id }, body: bodyOf(dealer) }],
  ];
  return [...others, ...ofOrder].map(([operationId, options]) => ({
    operationId,
    isOfOrder: options.path !== undefined && 'orderId' in options.path,
    send: (token) =>
      ctx.call(operationId, token === undefined ? options : { ...options, pairingToken: token }),
  }));
}

/** The calls as cases of a rejection. */
export function toCases(calls: readonly MarketCall[], what: string, token: Token) {
  return calls.map(({ operationId, send }) => ({
    what: `${operationId} ${what}`,
    request: () => send(token),
  }));
}
