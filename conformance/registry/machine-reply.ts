import { toControllers, toDid, toOperator } from './machine.ts';
import type { RegistryMachine } from './machine.ts';

/** Which reply carries the signers' addresses; `nowhere` is a valid registry that names none. */
export type AddressPlace = 'profile' | 'card' | 'verify' | 'nowhere';

/** The peaq chain id, as the card and the verify record name the home chain. */
const chainId = '3338';
const noRegistryAddress = `0x${'0'.repeat(40)}`;
const registrationType = 'peaqos:registration:v1';

function ratingOf(machine: RegistryMachine): Record<string, unknown> {
  return {
    mcr: machine.mcr ?? (machine.bondStatus === 'unbonded' ? 'NR' : 'Provisioned'),
    mcr_score: machine.mcrScore ?? 0,
    negative_flag: machine.negativeFlag ?? false,
  };
}

function operatorDidOf(machine: RegistryMachine, place: AddressPlace): string | null {
  const operator = place === 'profile' ? toOperator(machine) : null;
  return operator === null ? null : toDid(operator);
}

/**
 * `GET /machine/{did}` (contract E.3). Real clients take `owner` and `controller` for base58 keys of a Solana home and
 * refuse EVM addresses in them, so signers travel in `controller_addresses` and `operator`.
 */
export function toProfileReply(machine: RegistryMachine, place: AddressPlace): Record<string, unknown> {
  const { machineId } = machine;
  return {
    schema_version: '1.0',
    name: machine.name ?? `Machine #${machineId}`,
    peaqos: {
      machine_id: machine.machineIdForm === 'integer' ? Number(machineId) : machineId,
      did: toDid(machineId),
      operator: operatorDidOf(machine, place),
      ...ratingOf(machine),
      bond_status: machine.bondStatus ?? 'bonded',
      event_count: machine.eventCount ?? 0,
      data_visibility: machine.dataVisibility ?? 'private',
      documentation_url: machine.documentationUrl ?? null,
      ...(place === 'profile' ? { controller_addresses: toControllers(machine) } : {}),
    },
  };
}

/** `GET /mcr/{did}` (contract E.3); `now` in ms, the reply counts seconds. */
export function toMcrReply(machine: RegistryMachine, now: number): Record<string, unknown> {
  return {
    did: toDid(machine.machineId),
    machine_id: machine.machineId,
    ...ratingOf(machine),
    bond_status: machine.bondStatus ?? 'bonded',
    event_count: machine.eventCount ?? 0,
    revenue_event_count: 0,
    activity_event_count: machine.eventCount ?? 0,
    revenue_trend: 'insufficient',
    total_revenue: 0,
    average_revenue_per_event: null,
    last_updated: Math.floor(now / 1000),
    mcr_degraded: false,
  };
}

/** `GET /operator/{did}/machines` (contract E.3): one page of `machines`, which is the whole fleet. */
export function toOperatorReply(
  operatorDid: string,
  machines: RegistryMachine[],
  page: { offset: number; limit: number },
): Record<string, unknown> {
  const shown = machines.slice(page.offset, page.offset + page.limit);
  return {
    operator_did: operatorDid,
    machines: shown.map((machine) => ({
      did: toDid(machine.machineId),
      machine_id: machine.machineId,
      ...ratingOf(machine),
    })),
    pagination: { ...page, total: machines.length },
  };
}

/** `GET /machines/{machine_id}`, the machine card; its `did` has the address form when the card may name addresses. */
export function toCardReply(machine: RegistryMachine, place: AddressPlace): Record<string, unknown> {
  const isAddressForm = place === 'profile' || place === 'card';
  const wallet = machine.address ?? toControllers(machine)[0] ?? machine.owner;
  return {
    type: registrationType,
    name: machine.name ?? `Machine #${machine.machineId}`,
    description: 'peaqOS machine',
    did: toDid(isAddressForm ? wallet : machine.machineId),
    active: true,
    services: [],
    data_visibility: machine.dataVisibility ?? 'private',
    documentation_url: machine.documentationUrl ?? '',
    operator: operatorDidOf(machine, place),
    bond_status: machine.bondStatus ?? 'bonded',
    event_count: machine.eventCount ?? 0,
    registrations: [
      {
        type: registrationType,
        machineId: machine.machineId,
        machineRegistry: `eip155:${chainId}:${noRegistryAddress}`,
      },
    ],
  };
}

/** `GET /v1/verify/machines/{id}`; clients refuse any further key here. */
export function toVerifyReply(machine: RegistryMachine): Record<string, unknown> {
  const controller = machine.controllerAddresses?.[0] ?? machine.controller ?? machine.owner;
  return {
    machineId: machine.machineId,
    machineDid: toDid(machine.machineId),
    homeChain: { kind: 'evm', chainId },
    didController: { kind: 'evm', address: controller },
    operator: { kind: 'evm', address: toOperator(machine) ?? machine.owner },
    verification: { kyb: { status: 'unverified' }, chip: { status: 'unverified' } },
  };
}
