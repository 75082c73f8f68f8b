import type { OperationId, Operations } from '../../generated/operations.gen.ts';
import type { DelegationPolicy } from '../domain/pairing.ts';

/** What a verified pairing token proves. Machine activation is checked separately at each write (contract E.4). */
export interface PairingAuthorisation {
  machineId: string;
  pairingId: string;
  sessionId: string;
  agentAddress: string;
  delegationPolicy: DelegationPolicy;
}

/** Who calls and under which correlation id. */
export interface RequestContext {
  requestId: string;
  /** Null when the request carried no pairing token. */
  pairing: PairingAuthorisation | null;
}

export interface HandlerInput<Id extends OperationId> {
  path: Operations[Id]['path'];
  query: Operations[Id]['query'];
  body: Operations[Id]['body'];
  context: RequestContext;
}

/** Unpacks a request, calls one service and wraps its value. Refusals are thrown as DomainError, never returned. */
export type Handler<Id extends OperationId> = (
  input: HandlerInput<Id>,
) => Operations[Id]['reply'] | Promise<Operations[Id]['reply']>;

/** One handler per operation: a missing one does not compile. */
export type Handlers = { [Id in OperationId]: Handler<Id> };
