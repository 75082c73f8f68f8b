import type { IncomingMessage } from 'node:http';

import type { Fault } from './faults.ts';
import { readFault, readFaultTarget } from './faults.ts';
import { RegistryInputError, toMachinePatch } from './machine-input.ts';
import type { MachineStore } from './machine-store.ts';
import type { RegistryMachine } from './machine.ts';
import { toErrorReply } from './reply.ts';
import type { Reply } from './reply.ts';
import type { RequestLog } from './request-log.ts';

/** The parts of a registry that the admin routes change. */
export interface AdminParts {
  store: MachineStore;
  faults: Map<string, Fault>;
  log: RequestLog;
}

/** One admin request; `segments` are those after `/admin`. */
export interface AdminRequest {
  method: string;
  segments: readonly string[];
  /** The address of the peer as the socket gives it. */
  peer: string | undefined;
  /** Reads and parses the body; raises RegistryInputError. */
  readBody(): Promise<unknown>;
}

const largestBody = 64 * 1024;

/** True for an address of this machine's loopback: 127.0.0.0/8 (also inside IPv6) and ::1. */
export function isLoopback(peer: string | undefined): boolean {
  return peer !== undefined && /^(?:(?:::ffff:)?127\.\d+\.\d+\.\d+|::1)$/i.test(peer);
}

/** Reads a JSON body of up to 64 KiB; raises RegistryInputError. */
export async function readJsonBody(message: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    // The rest is read and dropped: stopping early would cut the connection before the answer.
    if (size <= largestBody) chunks.push(bytes);
  }
  if (size > largestBody) throw new RegistryInputError('the body is too large; send at most 64 KiB');
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new RegistryInputError('the body is no valid JSON; send a JSON object');
  }
}

type Action = (request: AdminRequest, id: string) => Promise<Reply> | Reply;

function toUnknownMachine(id: string): Reply {
  return toErrorReply(404, `Machine ${id} is not in this registry`);
}

function toMint(store: MachineStore, input: unknown): RegistryMachine {
  const { owner, ...extra } = toMachinePatch(input);
  if (owner === undefined) throw new RegistryInputError('owner is missing; give its EVM address');
  return store.mint(owner, extra);
}

function toActions({ store, faults, log }: AdminParts): Record<string, Record<string, Action>> {
  return {
    machines: {
      GET: () => ({ status: 200, body: store.list() }),
      POST: async (request) => ({ status: 201, body: toMint(store, await request.readBody()) }),
    },
    'machines/*': {
      PATCH: async (request, id) => {
        const patch = toMachinePatch(await request.readBody());
        return store.get(id) === undefined
          ? toUnknownMachine(id)
          : { status: 200, body: store.update(id, patch) };
      },
      DELETE: (_request, id) => (store.remove(id) ? { status: 204 } : toUnknownMachine(id)),
    },
    faults: { GET: () => ({ status: 200, body: Object.fromEntries(faults) }) },
    'faults/*': {
      PUT: async (request, id) => {
        const target = readFaultTarget(id);
        const fault = readFault(await request.readBody());
        faults.set(target, fault);
        return { status: 200, body: fault };
      },
      DELETE: (_request, id) => {
        faults.delete(readFaultTarget(id));
        return { status: 204 };
      },
    },
    requests: { GET: () => ({ status: 200, body: log.list() }) },
  };
}

/** Answers the admin routes, to loopback peers only. Bad input is 400 with the correction in `detail`. */
export async function answerAdmin(parts: AdminParts, request: AdminRequest): Promise<Reply> {
  if (!isLoopback(request.peer)) return toErrorReply(403, 'Admin routes answer only to this machine');
  const [first = '', id = ''] = request.segments;
  const actions = toActions(parts);
  const pattern = [first, ...request.segments.slice(1).map(() => '*')].join('/');
  const methods = Object.hasOwn(actions, pattern) ? actions[pattern] : undefined;
  if (methods === undefined) return toErrorReply(404, 'Not Found');
  const action = methods[request.method];
  if (action === undefined)
    return toErrorReply(405, 'Method Not Allowed', { allow: Object.keys(methods).join(', ') });
  try {
    return await action(request, id);
  } catch (error) {
    if (error instanceof RegistryInputError) return toErrorReply(400, error.message);
    throw error;
  }
}
