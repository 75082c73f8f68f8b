import type { Answer } from './call.ts';

/** A price as Hermes gives it: integer text, to be multiplied by 10^expo. */
export interface PythPrice {
  price: string;
  conf: string;
  expo: number;
  /** In seconds since the epoch. */
  publishTime: number;
}

/** BTC/USD. */
export const btcUsdFeedId = 'e62df6c8b4a85fe1a67db44dc12de5db330f7ac66b72dc658afedf0f4a415b43';

export interface PythStandIn {
  /** By feed id, without 0x. */
  prices: Map<string, PythPrice>;
  /** Set: calls need `Authorization: Bearer` with it. */
  apiKey: string | null;
}

/** A Hermes price service with the one endpoint that is used here. */
export function createPythStandIn(): PythStandIn & { answer: Answer } {
  const standIn: PythStandIn = {
    prices: new Map([
      [btcUsdFeedId, { price: '6754312345678', conf: '2150000000', expo: -8, publishTime: 1_790_000_000 }],
    ]),
    apiKey: null,
  };
  return Object.assign(standIn, { answer: (call: Parameters<Answer>[0]) => answerPrice(standIn, call) });
}

function answerPrice(standIn: PythStandIn, { method, path, query, headers }: Parameters<Answer>[0]) {
  if (path !== '/v2/updates/price/latest' || method !== 'GET') return text(404, 'Not Found');
  if (standIn.apiKey !== null && headers['authorization'] !== `Bearer ${standIn.apiKey}`) {
    return text(401, 'Unauthorized');
  }
  const ids = query.getAll('ids[]').map((id) => id.replace(/^0x/, '').toLowerCase());
  if (ids.length === 0 || ids.some((id) => !/^[0-9a-f]{64}$/.test(id))) {
    return text(400, 'Failed to deserialize query string');
  }
  const unknown = ids.filter((id) => !standIn.prices.has(id));
  if (unknown.length > 0) {
    return text(404, `Price ids not found: ${unknown.map((id) => `0x${id}`).join(', ')}`);
  }
  const parsed = ids.flatMap((id) => toParsed(id, standIn.prices.get(id)));
  return { status: 200, body: { binary: { encoding: 'hex', data: ['504e4155'] }, parsed } };
}

function toParsed(id: string, found: PythPrice | undefined): object[] {
  if (!found) return [];
  const { publishTime: publish_time, ...rest } = found;
  const price = { ...rest, publish_time };
  const metadata = {
    slot: 1,
    proof_available_time: publish_time + 1,
    prev_publish_time: publish_time - 1,
  };
  return [{ id, price, ema_price: price, metadata }];
}

function text(status: number, message: string) {
  return { status, headers: { 'content-type': 'text/plain' }, bytes: Buffer.from(message) };
}
