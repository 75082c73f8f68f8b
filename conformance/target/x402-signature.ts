import { randomBytes } from 'node:crypto';
import { getEvmChainIdV1 } from '@x402/evm/v1';
import type { Hex } from 'viem';
import type { PrivateKeyAccount } from 'viem/accounts';
import { isRecord, parseJson } from '../contract/json.ts';
import type { Authorization402 } from '../engine/market.ts';
import { Untestable } from '../engine/outcomes.ts';
import { transferAuthorizationTypes } from '../registry/evm/transfer-authorization.ts';

/** What is signed of an offer, in either version of x402. */
interface Offer {
  network: string;
  asset: string;
  amount: string;
  payTo: string;
  maxTimeoutSeconds: number;
  name: string;
  version: string;
  raw: Record<string, unknown>;
}

interface Challenge {
  x402Version: number;
  resource: unknown;
  offer: Offer;
}

/** Signs the first offer of a base64 challenge. Raises Untestable when it cannot be signed. */
export async function signChallenge(
  challenge: string,
  account: PrivateKeyAccount,
  replaced: Partial<Authorization402>,
): Promise<{ header: string; signature: string }> {
  const { x402Version, resource, offer } = readChallenge(challenge);
  const authorization = { ...authorize(offer, account.address), ...replaced };
  const signature = await account.signTypedData({
    domain: {
      name: offer.name,
      version: offer.version,
      chainId: toChainId(offer.network),
      verifyingContract: offer.asset as Hex,
    },
    types: transferAuthorizationTypes,
    primaryType: 'TransferWithAuthorization',
    message: {
      from: authorization.from as Hex,
      to: authorization.to as Hex,
      value: BigInt(authorization.value),
      validAfter: BigInt(authorization.validAfter),
      validBefore: BigInt(authorization.validBefore),
      nonce: authorization.nonce as Hex,
    },
  });
  const payload = { authorization, signature };
  const envelope =
    x402Version === 1
      ? { x402Version, scheme: 'exact', network: offer.network, payload }
      : { x402Version, payload, accepted: offer.raw, ...(resource === undefined ? {} : { resource }) };
  return { header: Buffer.from(JSON.stringify(envelope)).toString('base64'), signature };
}

function authorize(offer: Offer, from: string): Authorization402 {
  const now = Math.floor(Date.now() / 1000);
  return {
    from,
    to: offer.payTo,
    value: offer.amount,
    // The clock of whoever checks may be behind.
    validAfter: String(now - 600),
    validBefore: String(now + offer.maxTimeoutSeconds),
    nonce: `0x${randomBytes(32).toString('hex')}`,
  };
}

function readChallenge(challenge: string): Challenge {
  const json = parseJson(Buffer.from(challenge, 'base64').toString('utf8'));
  const accepts: unknown = isRecord(json) ? json['accepts'] : undefined;
  const [raw] = Array.isArray(accepts) ? (accepts as unknown[]) : [];
  if (!isRecord(json) || !isRecord(raw))
    throw new Untestable('Set-up: the x402 challenge is no base64 of JSON with an offer in accepts.');
  const { x402Version, resource } = json;
  return { x402Version: x402Version === 1 ? 1 : 2, resource, offer: toOffer(raw) };
}

function toOffer(raw: Record<string, unknown>): Offer {
  const { network, asset, payTo, maxTimeoutSeconds } = raw;
  const amount = raw['amount'] ?? raw['maxAmountRequired'];
  const extra = isRecord(raw['extra']) ? raw['extra'] : {};
  const { name, version } = extra;
  const isComplete = [network, asset, payTo, amount, name, version].every(
    (value) => typeof value === 'string',
  );
  if (!isComplete)
    throw new Untestable(
      'Set-up: the first offer of the x402 challenge lacks network, asset, payTo, amount, extra.name or extra.version.',
    );
  return {
    network: String(network),
    asset: String(asset),
    amount: String(amount),
    payTo: String(payTo),
    maxTimeoutSeconds: typeof maxTimeoutSeconds === 'number' ? maxTimeoutSeconds : 60,
    name: String(name),
    version: String(version),
    raw,
  };
}

function toChainId(network: string): number {
  const [namespace, reference] = network.split(':');
  if (namespace === 'eip155') return Number(reference);
  try {
    return getEvmChainIdV1(network);
  } catch {
    throw new Untestable(
      `Set-up: the x402 challenge asks for the network ${network}, which is no EVM chain.`,
    );
  }
}
