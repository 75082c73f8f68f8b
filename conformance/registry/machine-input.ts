import { isMachineId, mcrRatings, toAccountAddress, toAddress } from './machine.ts';
import type { RegistryMachine } from './machine.ts';

/** A mistake in what somebody handed to the registry; the message says the correction. */
export class RegistryInputError extends Error {
  override name = 'RegistryInputError';
}

type Reader = (value: unknown) => unknown;

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

/** Reads a canonical decimal machine id; raises RegistryInputError. */
export function readMachineId(value: unknown): string {
  if (typeof value === 'number') throw new RegistryInputError(`write the id as a string, "${value}"`);
  if (typeof value === 'string' && isMachineId(value)) return value;
  throw new RegistryInputError(
    `${shown(value)} is no machine id; give a decimal string below 2^256 without sign or leading zeros, such as "77"`,
  );
}

/** Reads an EVM address in any case and returns it in EIP-55 form; raises RegistryInputError. */
export function readAddress(value: unknown): string {
  const address = typeof value === 'string' ? toAddress(value) : undefined;
  if (address !== undefined) return address;
  throw new RegistryInputError(`${shown(value)} is no EVM address; give 0x and 40 hexadecimal digits`);
}

function readAccount(value: unknown): string {
  return (typeof value === 'string' ? toAccountAddress(value) : undefined) ?? readAddress(value);
}

function readAddresses(value: unknown): string[] {
  if (Array.isArray(value) && value.length > 0) return value.map(readAddress);
  throw new RegistryInputError(
    'give a list with at least one address, or leave it out (owner and controller then count)',
  );
}

function readText(value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new RegistryInputError(`${shown(value)} is no text; give a non-empty string`);
}

function readFlag(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw new RegistryInputError(`${shown(value)} is neither true nor false; give one of them without quotes`);
}

function orNull(read: Reader): Reader {
  return (value) => (value === null ? null : read(value));
}

function oneOf(choices: readonly string[]): Reader {
  return (value) => {
    if (typeof value === 'string' && choices.includes(value)) return value;
    throw new RegistryInputError(`${shown(value)} is not known; give one of ${choices.join(', ')}`);
  };
}

function integer(from: number, to: number): Reader {
  return (value) => {
    if (Number.isInteger(value) && Number(value) >= from && Number(value) <= to) return value;
    throw new RegistryInputError(
      `${shown(value)} is out of range; give a whole number from ${from} to ${to}`,
    );
  };
}

const readers: Record<keyof RegistryMachine, Reader> = {
  machineId: readMachineId,
  owner: readAddress,
  controller: orNull(readAddress),
  operator: orNull(readAccount),
  controllerAddresses: readAddresses,
  bondStatus: oneOf(['bonded', 'unbonded']),
  address: readAddress,
  name: readText,
  addressSource: oneOf(['profile', 'card', 'verify']),
  machineIdForm: oneOf(['string', 'integer']),
  mcr: oneOf(mcrRatings),
  mcrScore: integer(0, 100),
  negativeFlag: readFlag,
  eventCount: integer(0, Number.MAX_SAFE_INTEGER),
  dataVisibility: oneOf(['private', 'onchain', 'public']),
  documentationUrl: orNull(readText),
};

const knownKeys = Object.keys(readers);

function isKnownKey(key: string): key is keyof RegistryMachine {
  return Object.hasOwn(readers, key);
}

function correctionOf(key: string): string {
  const plain = (text: string): string => text.replaceAll(/[_-]/g, '').toLowerCase();
  const meant = knownKeys.find((known) => plain(known) === plain(key));
  return meant === undefined ? `known keys are ${knownKeys.join(', ')}` : `write ${meant}`;
}

function readField(key: string, value: unknown): unknown {
  if (isKnownKey(key)) return readers[key](value);
  throw new RegistryInputError(`unknown key; ${correctionOf(key)}`);
}

/** Reads some fields of a machine, addresses in EIP-55 form. Raises one RegistryInputError that lists every mistake. */
export function toMachinePatch(input: unknown, where = ''): Partial<RegistryMachine> {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new RegistryInputError(
      `${where}${shown(input)} is no machine; give an object with at least "owner"`,
    );
  }
  const patch: Record<string, unknown> = {};
  const mistakes: string[] = [];
  for (const [key, value] of Object.entries(input)) {
    if (value === undefined) continue;
    try {
      patch[key] = readField(key, value);
    } catch (error) {
      if (!(error instanceof RegistryInputError)) throw error;
      mistakes.push(`${where}${key}: ${error.message}`);
    }
  }
  if (mistakes.length > 0) throw new RegistryInputError(mistakes.join('\n'));
  return patch;
}

/** Reads a whole machine. Raises RegistryInputError, also when `machineId` or `owner` is missing. */
export function toMachine(input: unknown, where = ''): RegistryMachine {
  const { machineId, owner, ...rest } = toMachinePatch(input, where);
  if (machineId === undefined) {
    throw new RegistryInputError(
      `${where}machineId is missing; give the decimal id as a string, such as "77"`,
    );
  }
  if (owner === undefined) throw new RegistryInputError(`${where}owner is missing; give its EVM address`);
  if (rest.machineIdForm === 'integer' && !Number.isSafeInteger(Number(machineId))) {
    throw new RegistryInputError(
      `${where}machineIdForm: integer needs a machineId below 2^53; give a smaller one`,
    );
  }
  return { machineId, owner, ...rest };
}
