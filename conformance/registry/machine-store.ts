import {
  RegistryInputError,
  readAddress,
  readMachineId,
  toMachine,
  toMachinePatch,
} from './machine-input.ts';
import { toOperator } from './machine.ts';
import type { MachineKey, RegistryMachine } from './machine.ts';

// Above 2^53 on purpose: a client that reads ids as JSON numbers asks for another machine and is caught.
const firstMintedId = 2n ** 53n + 1n;

/** The machines of one registry, in memory, in the order they came. Wrong input raises RegistryInputError. */
export class MachineStore {
  readonly #machines = new Map<string, RegistryMachine>();
  readonly #removed = new Set<string>();
  readonly #defaultOwner: string | undefined;
  #nextId = firstMintedId;

  /** With `defaultOwner`, an unknown id that was never removed is minted when somebody asks for it. */
  constructor(defaultOwner?: string) {
    this.#defaultOwner = defaultOwner === undefined ? undefined : readAddress(defaultOwner);
  }

  add(machine: RegistryMachine): RegistryMachine {
    const added = toMachine(machine);
    if (!this.#machines.has(added.machineId)) return this.#put(added);
    throw new RegistryInputError(`machine ${added.machineId} exists already; update it or choose another id`);
  }

  /** Adds a machine with an id nobody had, unless `extra` names one. */
  mint(owner: string, extra: Partial<RegistryMachine> = {}): RegistryMachine {
    return this.add({ machineId: extra.machineId ?? this.#newId(), ...extra, owner });
  }

  get(machineId: string): RegistryMachine | undefined {
    return this.#machines.get(machineId);
  }

  list(): RegistryMachine[] {
    return [...this.#machines.values()];
  }

  update(machineId: string, patch: Partial<RegistryMachine>): RegistryMachine {
    const machine = this.#machines.get(machineId);
    if (machine === undefined) throw new RegistryInputError(`machine ${machineId} is unknown; add it first`);
    const changes = toMachinePatch(patch);
    if (changes.machineId !== undefined && changes.machineId !== machineId) {
      throw new RegistryInputError('machineId cannot change; add a machine with the new id instead');
    }
    return this.#put(toMachine({ ...machine, ...changes }));
  }

  /** Makes a machine unknown; false when it was not there. */
  remove(machineId: string): boolean {
    this.#removed.add(readMachineId(machineId));
    return this.#machines.delete(machineId);
  }

  /** By id, by the machine's own address, then by owner (the machine that came first). */
  find(key: MachineKey): RegistryMachine | undefined {
    if ('machineId' in key) return this.#findById(key.machineId);
    const all = this.list();
    return (
      all.find(({ address }) => address === key.address) ?? all.find(({ owner }) => owner === key.address)
    );
  }

  /** Machines an account owns or operates. */
  listOfOperator(address: string): RegistryMachine[] {
    return this.list().filter((machine) => machine.owner === address || toOperator(machine) === address);
  }

  #findById(machineId: string): RegistryMachine | undefined {
    const owner = this.#defaultOwner;
    return owner === undefined || this.#isTaken(machineId)
      ? this.get(machineId)
      : this.#put({ machineId, owner });
  }

  #isTaken(machineId: string): boolean {
    return this.#machines.has(machineId) || this.#removed.has(machineId);
  }

  #newId(): string {
    while (this.#isTaken(String(this.#nextId))) this.#nextId += 1n;
    return String(this.#nextId);
  }

  #put(machine: RegistryMachine): RegistryMachine {
    this.#machines.set(machine.machineId, machine);
    this.#removed.delete(machine.machineId);
    return machine;
  }
}
