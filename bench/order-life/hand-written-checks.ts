import type { FastifyRequest } from 'fastify';
import { jwtVerify } from 'jose';
import { secret } from './hand-written-machines.ts';
import { textOf } from './hand-written-records.ts';
import type { HandStore, Row } from './hand-written-store.ts';

export class Refusal extends Error {
  readonly statusCode: number;

  constructor(statusCode: number, code: string) {
    super(code);
    this.statusCode = statusCode;
  }
}

const text = { type: 'string', minLength: 1, pattern: '\\S' };
const hash = { type: 'string', pattern: '^0x[0-9a-fA-F]{64}$' };
const address = { type: 'string', pattern: '^0x[0-9a-fA-F]{40}$' };

/** What the bodies are checked against. */
export const schemas = {
  create: {
    type: 'object',
    required: ['machineId', 'agentPairingId', 'serviceId'],
    properties: {
      machineId: text,
      agentPairingId: text,
      serviceId: text,
      operation: text,
      input: { type: 'object' },
    },
  },
  intent: {
    type: 'object',
    properties: {
      rail: { type: 'object', properties: { type: text, chain: text, token: text, payeeAddress: address } },
      amount: { type: 'number', exclusiveMinimum: 0 },
      currency: text,
    },
  },
  proof: {
    type: 'object',
    required: ['chain', 'token', 'payerAddress', 'payeeAddress', 'amount', 'transactionHash'],
    properties: {
      verificationMode: { enum: ['recorded', 'rpc'] },
      chain: text,
      token: text,
      payerAddress: address,
      payeeAddress: address,
      amount: text,
      transactionHash: hash,
    },
  },
  execute: { type: 'object', properties: { input: { type: 'object' } } },
} as const;

interface Claims {
  machineId: string;
  pairingId: string;
  sessionId: string;
  jti: string;
}

/** The pairing of a verified token whose session is current. */
export async function authorise(store: HandStore, request: FastifyRequest): Promise<Row> {
  const token = String(request.headers['x-agent-pairing-token']);
  const { payload } = await jwtVerify<Claims>(token, secret, { algorithms: ['HS256'] });
  const pairing = store.find('pairings', payload.pairingId);
  const session = JSON.parse(pairing?.['session'] ?? '{}') as { id?: string; tokenId?: string };
  if (!pairing || session.id !== payload.sessionId || session.tokenId !== payload.jti)
    throw new Refusal(401, 'AGENT_AUTH_INVALID');
  if (pairing['status'] !== 'active') throw new Refusal(403, 'AGENT_PAIRING_INACTIVE');
  return pairing;
}

export function demand(row: Row | undefined): Row {
  if (!row) throw new Refusal(404, 'NOT_FOUND');
  return row;
}

/** The order of this pairing. */
export function findOwn(store: HandStore, pairing: Row, id: string): Row {
  const order = demand(store.find('market_orders', id));
  if (order['agent_pairing_id'] !== pairing['id']) throw new Refusal(401, 'AGENT_AUTH_INVALID');
  return order;
}

export function assertActive(store: HandStore, machineId: string): void {
  if (textOf(demand(store.find('machines', machineId)), 'status') !== 'active')
    throw new Refusal(409, 'MACHINE_NOT_ACTIVE');
}
