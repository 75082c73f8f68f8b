import { RegistryInputError, readAddress, toMachine, toMachinePatch } from './machine-input.ts';
import { toOperator } from './machine.ts';
import type { MachineKey, RegistryMachine } from './machine.ts';

/** The machines of one registry, in memory, in the order they came. */
export interface MachineStore {
  add(machine: RegistryMachine): void;
  mint(owner: string, extra?: Partial<RegistryMachine>): RegistryMachine;
  get(machineId: string): RegistryMachine | undefined;
  list(): RegistryMachine[];
  update(machineId: string, patch: Partial<RegistryMachine>): RegistryMachine;
  remove(machineId: string): boolean;
  /** By id, by the machine's own address, then by owner (the machine that came first). */
  find(key: MachineKey): RegistryMachine | undefined;
  /** Machines an account owns or operates. */
  listOfOperator(address: string): RegistryMachine[];
}

// Above 2^53 on purpose: a client that reads ids as JSON numbers asks for another machine and is caught.
const firstMintedId = 2n ** 53n + 1n;

/** Creates a store. With `defaultOwner`, an unknown id that was never removed is minted when somebody asks for it. */
export function createMachineStore(defaultOwner?: string): MachineStore {
  const owner = defaultOwner === undefined ? undefined : readAddress(defaultOwner);
  const machines = new Map<string, RegistryMachine>();
  const removed = new Set<string>();
  let nextId = firstMintedId;

  const isTaken = (machineId: string): boolean => machines.has(machineId) || removed.has(machineId);

  function put(machine: RegistryMachine): RegistryMachine {
    machines.set(machine.machineId, machine);
    removed.delete(machine.machineId);
    return machine;
  }

  function newId(): string {
    while (isTaken(String(nextId))) nextId += 1n;
    return String(nextId);
  }

  function findById(machineId: string): RegistryMachine | undefined {
    if (owner !== undefined && !isTaken(machineId)) return put({ machineId, owner });
    return machines.get(machineId);
  }

  function findByAddress(address: string): RegistryMachine | undefined {
    const all = [...machines.values()];
    return all.find((machine) => machine.address === address) ?? all.find((machine) => machine.owner === address);
  }

  return {
    add: (machine) => {
      const added = toMachine(machine);
      if (machines.has(added.machineId)) {
        throw new RegistryInputError(`machine ${added.machineId} exists already; update it or choose another id`);
      }
      put(added);
    },
    mint: (mintOwner, extra = {}) => put(toMachine({ machineId: newId(), ...extra, owner: mintOwner })),
    get: (machineId) => machines.get(machineId),
    list: () => [...machines.values()],
    update: (machineId, patch) => {
      const machine = machines.get(machineId);
      if (machine === undefined) throw new RegistryInputError(`machine ${machineId} is unknown; add it first`);
      const changes = toMachinePatch(patch);
      if (changes.machineId !== undefined && changes.machineId !== machineId) {
        throw new RegistryInputError('machineId cannot change; add a machine with the new id instead');
      }
      return put(toMachine({ ...machine, ...changes }));
    },
    remove: (machineId) => {
      removed.add(machineId);
      return machines.delete(machineId);
    },
    find: (key) => ('machineId' in key ? findById(key.machineId) : findByAddress(key.address)),
    listOfOperator: (address) =>
      [...machines.values()].filter((machine) => machine.owner === address || toOperator(machine) === address),
  };
}
