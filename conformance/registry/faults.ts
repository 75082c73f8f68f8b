import { RegistryInputError, readMachineId } from './machine-input.ts';
import type { Reply } from './reply.ts';

const faultStatuses = [404, 409, 429, 500, 503] as const;
type FaultStatus = (typeof faultStatuses)[number];

/** A way in which the registry, or its answers about one machine, can be broken on purpose. */
export type Fault =
  | { kind: 'status'; status: FaultStatus; body?: unknown }
  /** The right answer, `delayMs` ms late. */
  | { kind: 'slow'; delayMs: number }
  /** The connection is cut without an answer. */
  | { kind: 'reset' }
  /** No answer until the registry closes. */
  | { kind: 'hang' }
  /** 200 with a body that is no JSON. */
  | { kind: 'garbage' }
  /** Valid replies that name no address at all. */
  | { kind: 'no-controllers' }
  /** 409 MACHINE_HOMED_ELSEWHERE; the chain id is 5 (Solana) unless given. */
  | { kind: 'homed-elsewhere'; homeProtocolChainId?: number };

const solanaProtocolChainId = 5;
const longestDelayMs = 600_000;

const statusReplies: Record<FaultStatus, { detail: string; verifyCode?: string }> = {
  404: { detail: 'Machine not found', verifyCode: 'MACHINE_NOT_FOUND' },
  409: { detail: 'Conflict' },
  429: { detail: 'Rate limit exceeded: 90 per 1 minute', verifyCode: 'RATE_LIMITED' },
  500: { detail: 'Internal Server Error', verifyCode: 'INTERNAL_ERROR' },
  503: { detail: 'Chain unavailable', verifyCode: 'VERIFY_READ_UNAVAILABLE' },
};

/** An error of the verify route, whose envelope always has a code. */
export function toVerifyError(status: number, code: string, message: string): Reply {
  return { status, body: { detail: { code, message } } };
}

/** The registry's usual answer with an error status; the verify route words it in its own envelope. */
export function toStatusReply(status: FaultStatus, isVerify: boolean): Reply {
  const { detail, verifyCode } = statusReplies[status];
  return isVerify && verifyCode !== undefined
    ? toVerifyError(status, verifyCode, detail)
    : { status, body: { detail } };
}

/** The reply a fault forces, or undefined when the connection or the usual answer is touched instead. */
export function toFaultReply(fault: Fault, isVerify: boolean): Reply | undefined {
  if (fault.kind === 'garbage') return { status: 200, text: '{"schema_version": "1.0", <garbage>' };
  if (fault.kind === 'status') {
    return fault.body === undefined
      ? toStatusReply(fault.status, isVerify)
      : { status: fault.status, body: fault.body };
  }
  if (fault.kind !== 'homed-elsewhere') return undefined;
  if (isVerify) return toStatusReply(503, true);
  const chainId = fault.homeProtocolChainId ?? solanaProtocolChainId;
  const message = `Machine is registered on protocol chain ${chainId}, which this registry cannot read`;
  const detail = { code: 'MACHINE_HOMED_ELSEWHERE', message, home_protocol_chain_id: chainId };
  return { status: 409, body: { detail } };
}

/** Reads what a fault applies to: `all` or a machine id. Raises RegistryInputError. */
export function readFaultTarget(target: string): string {
  return target === 'all' ? target : readMachineId(target);
}

function readWholeNumber(value: unknown, name: string, largest: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= largest) return value;
  throw new RegistryInputError(`${name}: give a whole number from 0 to ${largest}`);
}

function isFaultStatus(value: unknown): value is FaultStatus {
  return faultStatuses.some((status) => status === value);
}

type FaultReader = (input: Record<string, unknown>) => Fault;

const faultReaders: Record<Fault['kind'], FaultReader> = {
  status: ({ status, body }) => {
    if (!isFaultStatus(status))
      throw new RegistryInputError(`status: give one of ${faultStatuses.join(', ')}`);
    return { kind: 'status', status, ...(body === undefined ? {} : { body }) };
  },
  slow: ({ delayMs }) => ({ kind: 'slow', delayMs: readWholeNumber(delayMs, 'delayMs', longestDelayMs) }),
  reset: () => ({ kind: 'reset' }),
  hang: () => ({ kind: 'hang' }),
  garbage: () => ({ kind: 'garbage' }),
  'no-controllers': () => ({ kind: 'no-controllers' }),
  'homed-elsewhere': ({ homeProtocolChainId: id }) => ({
    kind: 'homed-elsewhere',
    ...(id === undefined ? {} : { homeProtocolChainId: readWholeNumber(id, 'homeProtocolChainId', 2 ** 31) }),
  }),
};

function isFaultKind(kind: unknown): kind is Fault['kind'] {
  return typeof kind === 'string' && Object.hasOwn(faultReaders, kind);
}

/** Reads a fault. Raises RegistryInputError with the correction, also for keys the kind does not have. */
export function readFault(input: unknown): Fault {
  const fields: Record<string, unknown> = typeof input === 'object' && input !== null ? { ...input } : {};
  if (!isFaultKind(fields['kind'])) {
    throw new RegistryInputError(`kind: give one of ${Object.keys(faultReaders).join(', ')}`);
  }
  const fault = faultReaders[fields['kind']](fields);
  const unknown = Object.keys(fields).filter(
    (key) => fields[key] !== undefined && !Object.hasOwn(fault, key),
  );
  if (unknown.length > 0)
    throw new RegistryInputError(`remove ${unknown.join(', ')}: kind ${fault.kind} has no such key`);
  return fault;
}
