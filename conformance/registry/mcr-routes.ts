import { toStatusReply, toVerifyError } from './faults.ts';
import { toCardReply, toMcrReply, toOperatorReply, toProfileReply, toVerifyReply } from './machine-reply.ts';
import type { AddressPlace } from './machine-reply.ts';
import type { MachineStore } from './machine-store.ts';
import { isMachineId, toAccountAddress, toMachineKey } from './machine.ts';
import type { MachineKey, RegistryMachine } from './machine.ts';
import { toErrorReply } from './reply.ts';
import type { Reply } from './reply.ts';

/** What a route needs to answer: `now` in ms, and whether the addresses are to be left out on purpose. */
export interface AnswerContext {
  store: MachineStore;
  now: number;
  isWithoutControllers: boolean;
}

/** A request understood: whom it is about, and how to answer it. */
export interface McrRoute {
  key?: MachineKey;
  isVerify?: boolean;
  answer(context: AnswerContext): Reply;
}

const index = {
  name: 'Local identity registry',
  purpose: 'A stand-in of peaqOS MCR for development and conformance runs only; its machines are made up.',
  reads: [
    'GET /machine/{did}',
    'GET /mcr/{did}',
    'GET /operator/{did}/machines?offset&limit',
    'GET /machines/{machine_id}',
    'GET /v1/verify/machines/{machine_id}',
  ],
  admin: [
    'GET /admin/machines',
    'POST /admin/machines',
    'PATCH /admin/machines/{machine_id}',
    'DELETE /admin/machines/{machine_id}',
    'GET /admin/faults',
    'PUT /admin/faults/{machine_id|all}',
    'DELETE /admin/faults/{machine_id|all}',
    'GET /admin/requests',
  ],
};

function toRefusal(status: number, detail: string): McrRoute {
  return { answer: () => toErrorReply(status, detail) };
}

function placeOf(machine: RegistryMachine, context: AnswerContext): AddressPlace {
  return context.isWithoutControllers ? 'nowhere' : (machine.addressSource ?? 'profile');
}

function toMachineRoute(
  key: MachineKey,
  toBody: (machine: RegistryMachine, context: AnswerContext) => Record<string, unknown>,
): McrRoute {
  return {
    key,
    answer: (context) => {
      const machine = context.store.find(key);
      return machine === undefined
        ? toStatusReply(404, false)
        : { status: 200, body: toBody(machine, context) };
    },
  };
}

function toDidRoute(did: string, toBody: Parameters<typeof toMachineRoute>[1]): McrRoute {
  const key = toMachineKey(did);
  return key === undefined
    ? toRefusal(400, 'Invalid DID: give did:peaq:<decimal machine id> or did:peaq:0x<40 hex>')
    : toMachineRoute(key, toBody);
}

function toCardRoute(machineId: string): McrRoute {
  return isMachineId(machineId)
    ? toMachineRoute({ machineId }, (machine, context) => toCardReply(machine, placeOf(machine, context)))
    : toRefusal(422, 'machine_id must be a decimal integer');
}

function toVerifyRoute(machineId: string): McrRoute {
  if (!isMachineId(machineId) || machineId === '0') {
    const reply = toVerifyError(400, 'INVALID_MACHINE_ID', 'Give a decimal machine id from 1 to 2^256-1');
    return { isVerify: true, answer: () => reply };
  }
  return {
    key: { machineId },
    isVerify: true,
    answer: ({ store, isWithoutControllers }) => {
      const machine = store.find({ machineId });
      // A verify record always names a controller, so a machine without any has no record.
      if (machine === undefined || isWithoutControllers) return toStatusReply(404, true);
      return { status: 200, body: toVerifyReply(machine) };
    },
  };
}

function findWholeNumber(query: URLSearchParams, name: string, fallback: number): number | undefined {
  const text = query.get(name);
  if (text === null) return fallback;
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

function toOperatorRoute(operatorDid: string, query: URLSearchParams): McrRoute {
  const address = toAccountAddress(operatorDid);
  if (address === undefined) return toRefusal(400, 'Invalid Ethereum address format');
  const offset = findWholeNumber(query, 'offset', 0);
  const limit = findWholeNumber(query, 'limit', 20);
  if (offset === undefined) return toRefusal(422, 'offset must be a whole number of at least 0');
  if (limit === undefined || limit < 1 || limit > 20)
    return toRefusal(422, 'limit must be a whole number from 1 to 20');
  return {
    answer: ({ store }) => ({
      status: 200,
      body: toOperatorReply(operatorDid, store.listOfOperator(address), { offset, limit }),
    }),
  };
}

/** Matches decoded path segments to one of the registry's reads; undefined when there is no such route. */
export function findMcrRoute(segments: readonly string[], query: URLSearchParams): McrRoute | undefined {
  const [first = '', second = '', third, fourth] = segments;
  const pattern = [first, ...segments.slice(1).map(() => '*')].join('/');
  if (pattern === '') return { answer: () => ({ status: 200, body: index }) };
  if (pattern === 'machine/*') {
    return toDidRoute(second, (machine, context) => toProfileReply(machine, placeOf(machine, context)));
  }
  if (pattern === 'mcr/*') return toDidRoute(second, (machine, context) => toMcrReply(machine, context.now));
  if (pattern === 'machines/*') return toCardRoute(second);
  if (pattern === 'operator/*/*' && third === 'machines') return toOperatorRoute(second, query);
  if (pattern === 'v1/*/*/*' && second === 'verify' && third === 'machines')
    return toVerifyRoute(fourth ?? '');
  return undefined;
}
