import { isHex, recoverTypedDataAddress, size } from 'viem/utils';
import { isCanonicalSignature, isSameAddress } from '../signature.ts';
import type { X402Requirement } from './x402-challenge.ts';
import type { Fields } from './x402-encoding.ts';
import { isFields } from './x402-encoding.ts';

type Hex = `0x${string}`;

/** A signed EIP-3009 transfer, which whoever holds it can carry out. Addresses are in lower case. */
export interface TransferAuthorization {
  from: Hex;
  to: Hex;
  /** In base units of the token. */
  value: bigint;
  /** In seconds since the epoch, as `validBefore`. */
  validAfter: bigint;
  validBefore: bigint;
  nonce: Hex;
  signature: string;
}

/** The authorization in a payment payload; null when there is none or it is not well-formed. */
export function toAuthorization({ authorization, signature }: Fields): TransferAuthorization | null {
  if (!isFields(authorization) || typeof signature !== 'string') return null;
  const from = readHex(authorization['from'], 20);
  const to = readHex(authorization['to'], 20);
  const nonce = readHex(authorization['nonce'], 32);
  const value = readInteger(authorization['value']);
  const validAfter = readInteger(authorization['validAfter']);
  const validBefore = readInteger(authorization['validBefore']);
  if (from === null || to === null || nonce === null) return null;
  if (value === null || validAfter === null || validBefore === null) return null;
  return { from, to, value, validAfter, validBefore, nonce, signature };
}

function readHex(value: unknown, bytes: number): Hex | null {
  return isHex(value) && value.length === 2 + 2 * bytes ? (value.toLowerCase() as Hex) : null;
}

function readInteger(value: unknown): bigint | null {
  return typeof value === 'string' && /^\d{1,78}$/.test(value) ? BigInt(value) : null;
}

/** True when an offer is paid by such an authorization and nothing else. */
export function isPaidByAuthorization({ scheme, asset, extra }: X402Requirement): boolean {
  const method = extra['assetTransferMethod'] || 'eip3009';
  return scheme === 'exact' && readHex(asset, 20) !== null && method === 'eip3009';
}

/**
 * False when the signature is certainly not the payer's for this offer. A longer one is of a smart wallet, and a token
 * whose EIP-712 domain the offer does not tell cannot be hashed: such signatures only the seller can check.
 */
export async function mayBeSignedByPayer(
  authorization: TransferAuthorization,
  offer: X402Requirement,
): Promise<boolean> {
  const { signature, from, to, value, validAfter, validBefore, nonce } = authorization;
  if (!isHex(signature) || signature.length % 2 === 1) return false;
  if (size(signature) > 65) return true;
  if (!isCanonicalSignature(signature)) return false;
  const domain = await findDomain(offer);
  if (domain === null) return true;
  const { authorizationTypes } = await import('@x402/evm');
  try {
    const message = { from, to, value, validAfter, validBefore, nonce };
    const primaryType = 'TransferWithAuthorization';
    const types = authorizationTypes;
    return isSameAddress(
      from,
      await recoverTypedDataAddress({ domain, types, primaryType, message, signature }),
    );
  } catch {
    return false;
  }
}

async function findDomain({ network, asset, extra }: X402Requirement) {
  const { name, version } = extra;
  const chainId = await findChainId(network);
  if (typeof name !== 'string' || typeof version !== 'string' || chainId === null) return null;
  return { name, version, chainId, verifyingContract: asset.toLowerCase() as Hex };
}

/** The EVM chain of a CAIP-2 name, or of a name of x402 version 1; null for any other chain. */
async function findChainId(network: string): Promise<number | null> {
  const reference = /^eip155:(\d{1,15})$/.exec(network)?.[1];
  if (reference !== undefined) return Number(reference);
  const { EVM_NETWORK_CHAIN_ID_MAP } = await import('@x402/evm/v1');
  const named = new Map<string, number>(Object.entries(EVM_NETWORK_CHAIN_ID_MAP));
  return named.get(network) ?? null;
}
