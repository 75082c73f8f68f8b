import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { answer } from './answer.ts';
import type { RegistryParts } from './answer.ts';
import { readFault, readFaultTarget } from './faults.ts';
import type { Fault } from './faults.ts';
import { MachineStore } from './machine-store.ts';
import type { RegistryMachine } from './machine.ts';
import { sendReply, toErrorReply } from './reply.ts';
import { RequestLog } from './request-log.ts';
import type { RecordedRequest } from './request-log.ts';

export type { Fault } from './faults.ts';
export type { RegistryMachine } from './machine.ts';
export type { RecordedRequest } from './request-log.ts';

export interface RegistryOptions {
  /** Absent or 0: any free port. */
  port?: number;
  /** Absent: 127.0.0.1. */
  host?: string;
  machines?: RegistryMachine[];
  /** Together with `defaultOwner`: an unknown decimal id is minted, bonded, with that owner. Removed ids stay unknown. */
  mintOnDemand?: boolean;
  defaultOwner?: string;
  /** The clock, in ms since the epoch. */
  now?: () => number;
}

/** A running stand-in of MCR. Wrong input to any method raises RegistryInputError. */
export interface Registry {
  url: string;
  port: number;
  add(machine: RegistryMachine): void;
  /** Adds a bonded machine with an id nobody had; `extra` may also fix the id. */
  mint(owner: string, extra?: Partial<RegistryMachine>): RegistryMachine;
  get(machineId: string): RegistryMachine | undefined;
  list(): RegistryMachine[];
  update(machineId: string, patch: Partial<RegistryMachine>): void;
  /** The machine becomes unknown: 404. */
  remove(machineId: string): void;
  /** Breaks the whole registry (`all`) or the answers about one machine; null repairs. Admin routes never break. */
  setFault(target: string, fault: Fault | null): void;
  /** The last 10,000 requests, oldest first, without those to /admin. */
  requests(): RecordedRequest[];
  /** Ends every connection, also hanging ones, and frees the port. May be called twice. */
  close(): Promise<void>;
}

function toUrl({ address, family, port }: AddressInfo): string {
  const reachable = address === '0.0.0.0' ? '127.0.0.1' : address === '::' ? '::1' : address;
  return `http://${family === 'IPv6' ? `[${reachable}]` : reachable}:${port}`;
}

function listen(server: Server, port: number, host: string): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      if (address === null || typeof address === 'string')
        reject(new Error('The registry listens on no TCP port'));
      else resolve(address);
    });
  });
}

/** Starts a registry and resolves once it listens. Rejects with the system's error when the port cannot be had. */
export async function startRegistry(options: RegistryOptions = {}): Promise<Registry> {
  const { port = 0, host = '127.0.0.1', machines = [], now = Date.now } = options;
  const store = new MachineStore(options.mintOnDemand === true ? options.defaultOwner : undefined);
  for (const machine of machines) store.add(machine);
  const parts: RegistryParts = { store, faults: new Map(), log: new RequestLog(), now };
  const server = createServer((request, response) => {
    answer(parts, request, response).catch(() =>
      sendReply(response, toErrorReply(500, 'Internal Server Error')),
    );
  });
  // Longer than any client's pool keeps a connection, so that none dies under a request.
  server.keepAliveTimeout = 60_000;
  const address = await listen(server, port, host);
  return { url: toUrl(address), port: address.port, ...toControls(parts), close: () => stop(server) };
}

function toControls({ store, faults, log }: RegistryParts): Omit<Registry, 'url' | 'port' | 'close'> {
  return {
    add: (machine) => void store.add(machine),
    mint: (owner, extra) => store.mint(owner, extra),
    get: (machineId) => store.get(machineId),
    list: () => store.list(),
    update: (machineId, patch) => void store.update(machineId, patch),
    remove: (machineId) => void store.remove(machineId),
    setFault: (target, fault) => {
      const on = readFaultTarget(target);
      if (fault === null) faults.delete(on);
      else faults.set(on, readFault(fault));
    },
    requests: () => log.list(),
  };
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
