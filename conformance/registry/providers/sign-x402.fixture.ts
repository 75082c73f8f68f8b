import { randomBytes } from 'node:crypto';
import type { PrivateKeyAccount } from 'viem/accounts';
import { privateKeyToAccount } from 'viem/accounts';
import { transferAuthorizationTypes } from '../evm/transfer-authorization.ts';

/** A well-known development account. */
export const payer = privateKeyToAccount(
  '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80',
);

type Hex = `0x${string}`;

interface Offer {
  network: string;
  asset: Hex;
  amount?: string;
  maxAmountRequired?: string;
  payTo: Hex;
  extra: { name: string; version: string };
}

const chainIds: Record<string, number> = { 'base-sepolia': 84_532 };

/** Pays the first offer of a challenge as clients do; `changes` go into the authorization before it is signed. */
export async function signX402(
  paymentRequired: string,
  changes: { value?: string; to?: Hex; validBefore?: string; signer?: PrivateKeyAccount } = {},
): Promise<string> {
  const challenge = JSON.parse(Buffer.from(paymentRequired, 'base64').toString('utf8')) as {
    x402Version: number;
    resource?: unknown;
    accepts: [Offer];
  };
  const [offer] = challenge.accepts;
  const { signer = payer, ...rest } = changes;
  const now = Math.floor(Date.now() / 1_000);
  const authorization = {
    from: payer.address,
    to: offer.payTo,
    value: offer.amount ?? offer.maxAmountRequired ?? '0',
    validAfter: String(now - 60),
    validBefore: String(now + 60),
    nonce: `0x${randomBytes(32).toString('hex')}` as Hex,
    ...rest,
  };
  const { value, validAfter, validBefore } = authorization;
  const chainId = chainIds[offer.network] ?? Number(offer.network.split(':')[1]);
  const signature = await signer.signTypedData({
    domain: { ...offer.extra, chainId, verifyingContract: offer.asset },
    types: transferAuthorizationTypes,
    primaryType: 'TransferWithAuthorization',
    message: {
      ...authorization,
      value: BigInt(value),
      validAfter: BigInt(validAfter),
      validBefore: BigInt(validBefore),
    },
  });
  const { x402Version, resource } = challenge;
  const payload = { authorization, signature };
  const payment =
    x402Version === 1
      ? { x402Version, scheme: 'exact', network: offer.network, payload }
      : { x402Version, resource, accepted: offer, payload };
  return Buffer.from(JSON.stringify(payment)).toString('base64');
}
