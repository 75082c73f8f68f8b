import { getAddress, isAddress } from 'viem';

/** One machine as the registry knows it. Addresses are EVM addresses, EIP-55 once stored. */
export interface RegistryMachine {
  /** The on-chain id as a canonical decimal string, 0 to 2^256-1. */
  machineId: string;
  owner: string;
  /** A second address that may sign for the machine; null or absent when there is none. */
  controller?: string | null;
  /** Absent: the owner operates the machine itself. null: no operator designated. An operator counts as a controller (E.3). */
  operator?: string | null;
  /** The addresses that may sign; absent: owner and controller. */
  controllerAddresses?: string[];
  /** Absent: bonded. */
  bondStatus?: 'bonded' | 'unbonded';
  /** The machine's own EVM address, for the `did:peaq:0x…` form. */
  address?: string;
  name?: string;
  /** The reply that carries the signers' addresses: the profile (absent), only the card, or only the verify record. */
  addressSource?: 'profile' | 'card' | 'verify';
  /** `integer` gives the older wire form of `machine_id` in the profile, which current clients refuse. Absent: string. */
  machineIdForm?: 'string' | 'integer';
  mcr?: (typeof mcrRatings)[number];
  /** 0 to 100; absent: 0. */
  mcrScore?: number;
  negativeFlag?: boolean;
  eventCount?: number;
  dataVisibility?: 'private' | 'onchain' | 'public';
  documentationUrl?: string | null;
}

export const mcrRatings = ['AAA', 'AA', 'A', 'BBB', 'BB', 'B', 'NR', 'Provisioned'] as const;

const didPrefix = 'did:peaq:';
const largestMachineId = 2n ** 256n - 1n;

/** True for a canonical decimal machine id: no sign, no leading zero except `0`, below 2^256 (contract A.5). */
export function isMachineId(text: string): boolean {
  return /^(?:0|[1-9]\d{0,77})$/.test(text) && BigInt(text) <= largestMachineId;
}

/** The EIP-55 form of an address given in any case, or undefined when it is none. */
export function toAddress(text: string): string | undefined {
  return isAddress(text, { strict: false }) ? getAddress(text) : undefined;
}

/** What a path segment names: a machine id, an address, or neither. */
export type MachineKey = { machineId: string } | { address: string };

/** Reads `did:peaq:<decimal>`, `did:peaq:0x…` or a bare `0x…` address; undefined for anything else. */
export function toMachineKey(segment: string): MachineKey | undefined {
  const isDid = segment.startsWith(didPrefix);
  const subject = isDid ? segment.slice(didPrefix.length) : segment;
  const address = toAddress(subject);
  if (address !== undefined) return { address };
  return isDid && isMachineId(subject) ? { machineId: subject } : undefined;
}

/** The DID of a machine id or of an address. */
export function toDid(subject: string): string {
  return didPrefix + subject;
}

/** The address inside `did:peaq:0x…` or `0x…`, or undefined. */
export function toAccountAddress(text: string): string | undefined {
  return toAddress(text.startsWith(didPrefix) ? text.slice(didPrefix.length) : text);
}

/** The addresses that may sign for a machine, without repetition. */
export function toControllers(machine: RegistryMachine): string[] {
  if (machine.controllerAddresses !== undefined) return [...new Set(machine.controllerAddresses)];
  return [...new Set([machine.owner, ...(machine.controller ? [machine.controller] : [])])];
}

/** The operator's address; an owner who may sign operates its own machine unless another choice was made. */
export function toOperator(machine: RegistryMachine): string | null {
  if (machine.operator !== undefined) return machine.operator;
  return toControllers(machine).includes(machine.owner) ? machine.owner : null;
}
