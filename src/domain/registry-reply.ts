import { getAddress, isAddress } from 'viem/utils';
import { isMachineNumber } from './identity-ref.ts';
import type { ResolvedIdentity } from './identity-resolution.ts';

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What one machine profile says. `controllerAddresses` may still be empty: then other reads may name one. */
export type RegistryProfile = ResolvedIdentity & { machineId: string };

/** The address in a text, also behind `did:peaq:`; null when there is none. */
export function findAddress(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const text = value.replace(/^did:peaq:/, '');
  return isAddress(text, { strict: false }) ? getAddress(text) : null;
}

/**
 * Reads the registry's machine profile (contract E.3): the id as decimal string or integer, and every address that may
 * sign. Null when the reply is no profile. `askedAddress` is the address of an address-form question.
 */
export function toRegistryProfile(reply: unknown, askedAddress: string | null): RegistryProfile | null {
  const peaqos = isFields(reply) ? reply['peaqos'] : undefined;
  if (!isFields(peaqos)) return null;
  const machineId = toDecimal(peaqos['machine_id']);
  if (machineId === null) return null;
  const listed = Array.isArray(peaqos['controller_addresses']) ? peaqos['controller_addresses'] : [];
  const candidates = [
    ...listed,
    peaqos['controller'],
    peaqos['owner'],
    peaqos['operator'],
    peaqos['did'],
    askedAddress,
  ];
  const addresses = candidates.map(findAddress).filter((address) => address !== null);
  return {
    machineId,
    identityRef: `did:peaq:${machineId}`,
    controllerAddresses: [...new Set(addresses)],
    bondStatus: typeof peaqos['bond_status'] === 'string' ? peaqos['bond_status'] : 'unknown',
  };
}

function toDecimal(value: unknown): string | null {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  return typeof text === 'string' && isMachineNumber(text) ? text : null;
}

/** The controller that the machine card names in its `did`, when the profile named none. */
export function findCardController(card: unknown): string | null {
  return isFields(card) ? findAddress(card['did']) : null;
}

/** The controller that the verify API names, when neither profile nor card named one. */
export function findVerifiedController(verification: unknown): string | null {
  const controller = isFields(verification) ? verification['didController'] : undefined;
  return isFields(controller) ? findAddress(controller['address']) : null;
}
