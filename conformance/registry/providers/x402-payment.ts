import { recoverTypedDataAddress } from 'viem/utils';
import { transferAuthorizationTypes } from '../evm/transfer-authorization.ts';

type Hex = `0x${string}`;

/** What a seller wants for one call, and the token's EIP-712 domain. */
export interface X402Terms {
  chainId: number;
  /** CAIP-2 in version 2, a name such as `base-sepolia` in version 1. */
  network: string;
  asset: Hex;
  /** Integer text in base units of the token. */
  amount: string;
  payTo: Hex;
  maxTimeoutSeconds: number;
  name: string;
  version: string;
}

export type Payment = { payer: Hex; nonce: string } | { refused: string };

type Fields = Readonly<Record<string, unknown>>;

const toFields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? { ...value } : {};

/** Base64 of JSON, as x402 headers are written. */
export function encodeHeader(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64');
}

function decodeHeader(text: string): Fields {
  try {
    return toFields(JSON.parse(Buffer.from(text, 'base64').toString('utf8')));
  } catch {
    return {};
  }
}

/** Checks a payment header as a facilitator does, with the reasons it gives. `now` is in seconds since the epoch. */
export async function checkPayment(
  header: string,
  x402Version: 1 | 2,
  terms: X402Terms,
  now: number,
): Promise<Payment> {
  const payment = decodeHeader(header);
  const payload = toFields(payment['payload']);
  const authorization = toFields(payload['authorization']);
  if (payment['x402Version'] !== x402Version) return { refused: 'invalid_x402_version' };
  const named = x402Version === 1 ? payment : toFields(payment['accepted']);
  if (named['scheme'] !== 'exact') return { refused: 'unsupported_scheme' };
  if (named['network'] !== terms.network) return { refused: 'invalid_network' };
  const isOffer =
    x402Version === 1 || (isSame(named['asset'], terms.asset) && named['amount'] === terms.amount);
  if (!isOffer) return { refused: 'invalid_payment_requirements' };
  const refused = findMismatch(authorization, terms, now);
  if (refused !== undefined) return { refused };
  return (await isSigned(authorization, payload['signature'], terms))
    ? { payer: authorization['from'] as Hex, nonce: String(authorization['nonce']) }
    : { refused: 'invalid_exact_evm_payload_signature' };
}

function findMismatch(authorization: Fields, terms: X402Terms, now: number): string | undefined {
  const { to, value, validAfter, validBefore } = authorization;
  if (!isSame(to, terms.payTo)) return 'invalid_exact_evm_payload_recipient_mismatch';
  if (value !== terms.amount) return 'invalid_exact_evm_payload_authorization_value';
  if (!(Number(validAfter) <= now)) return 'invalid_exact_evm_payload_authorization_valid_after';
  if (!(Number(validBefore) > now)) return 'invalid_exact_evm_payload_authorization_valid_before';
  return undefined;
}

const isSame = (a: unknown, b: string) => typeof a === 'string' && a.toLowerCase() === b.toLowerCase();

async function isSigned(authorization: Fields, signature: unknown, terms: X402Terms): Promise<boolean> {
  const { name, version, chainId, asset } = terms;
  try {
    const signer = await recoverTypedDataAddress({
      domain: { name, version, chainId, verifyingContract: asset },
      types: transferAuthorizationTypes,
      primaryType: 'TransferWithAuthorization',
      message: {
        from: authorization['from'] as Hex,
        to: authorization['to'] as Hex,
        value: BigInt(String(authorization['value'])),
        validAfter: BigInt(String(authorization['validAfter'])),
        validBefore: BigInt(String(authorization['validBefore'])),
        nonce: authorization['nonce'] as Hex,
      },
      signature: signature as Hex,
    });
    return isSame(authorization['from'], signer);
  } catch {
    return false;
  }
}
