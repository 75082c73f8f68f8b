import { assertDelegated } from '../../domain/delegation/assert-delegated.ts';
import { DomainError } from '../../domain/errors.ts';
import type { ExecutionRecords } from '../../domain/executions/execution.ts';
import type { Dispatch, ExecutionEnd } from '../../domain/executions/create-records.ts';
import { createDispatch, createRecords } from '../../domain/executions/create-records.ts';
import {
  assertPaid,
  attemptTtlMs,
  decideExecution,
  isSoldByX402,
} from '../../domain/executions/execution-gate.ts';
import { refuseOrder } from '../../domain/orders/order-transitions.ts';
import type { MarketOrder } from '../../domain/orders/order.ts';
import type { MarketPayment } from '../../domain/payments/payment.ts';
import { hashPaymentSignature, isSameDigest } from '../../domain/payments/x402-reference.ts';
import { assertPoliciesAllow } from '../../domain/policies/machine-policy.ts';
import type { PreparedCall, Settlement } from '../../providers/provider-adapter.ts';
import type { Repositories } from '../../store/store.ts';
import { findMachine } from '../find-or-refuse.ts';
import { assertMachineStands } from '../machine-standing.ts';
import type { PairingToken } from '../market-actor.ts';
import { findActivePairing } from '../market-actor.ts';
import { saveOrder } from '../orders/change-order.ts';
import { findOwnOrder, lockOrder } from '../orders/find-order.ts';
import { loadPolicies } from '../policies/load-policies.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { timestamp } from '../service-deps.ts';
import { recordSettlement } from './record-settlement.ts';
import { resolveCall } from './provider-call.ts';

export interface ExecuteOrder {
  /** Merged over the order's input for this attempt. */
  input: Record<string, unknown>;
  /** Goes to the provider and is forgotten (contract E.9). */
  paymentSignature: string | null;
}

export interface ExecutedOrder {
  order: MarketOrder;
  records: ExecutionRecords;
}

/**
 * Executes an order once: whoever sets the attempt in one transaction calls the provider, everybody else is refused or gets
 * the saved result. What the provider does is a result, not an error. Raises NOT_FOUND, the actor, machine and policy codes,
 * ORDER_CLOSED, PAYMENT_REQUIRED, VALIDATION_ERROR and EXECUTION_UNSUPPORTED, the order unchanged (contract E.7, E.11).
 */
export async function executeOrder(
  deps: ServiceDeps,
  token: PairingToken,
  orderId: string,
  command: ExecuteOrder,
): Promise<ExecutedOrder> {
  const order = await findOwnOrder(deps, token, orderId);
  await assertStillAllowed(deps, order);
  if (decideExecution(order, timestamp(deps.clock)) === 'replay') return replay(deps.store, order);
  const payment = await deps.store.payments.findByOrder(orderId);
  assertExecutable(deps, order, payment, command);
  const { prepared, runtimeEndpointId } = await prepare(deps, order, command);
  const attempt = { ...command, runtimeEndpointId };
  if (prepared === null) return handOver(deps, orderId, attempt);
  const begun = await begin(deps, orderId, attempt);
  if ('records' in begun) return begun;
  try {
    return await callAndFinish(deps, begun, prepared);
  } catch (error) {
    await giveUp(deps, begun.order);
    throw error;
  }
}

/** Machine, pairing and policies are looked at again: they may have changed since the order was placed (contract E.2, E.5). */
async function assertStillAllowed(deps: ServiceDeps, order: MarketOrder): Promise<void> {
  const machine = await findMachine(deps.store, order.machineId);
  await assertMachineStands(deps, machine, { withoutProof: 'MACHINE_NOT_ACTIVATED', bond: true });
  const pairing = await findActivePairing(deps.store, order.machineId, order.agentPairingId);
  assertDelegated(pairing.delegationPolicy, { skillKey: order.skillKey, id: order.serviceId });
  assertPoliciesAllow(await loadPolicies(deps.store, machine), order.serviceSnapshot, order.spend);
}

/** Raises PAYMENT_REQUIRED, and VALIDATION_ERROR for another signature than the one whose proof was recorded. */
function assertExecutable(
  deps: ServiceDeps,
  order: MarketOrder,
  payment: MarketPayment | null,
  { paymentSignature }: ExecuteOrder,
): void {
  assertPaid(order, payment, {
    requirePaymentBeforeExecute: deps.config.requirePaymentBeforeExecute,
    hasPaymentSignature: paymentSignature !== null,
  });
  const known = payment?.signatureDigest ?? null;
  if (!isSoldByX402(order) || paymentSignature === null || known === null) return;
  if (!isSameDigest(hashPaymentSignature(paymentSignature), known)) {
    throw new DomainError('VALIDATION_ERROR', 'The payment signature does not fit.', {
      issues: [{ path: 'payment.paymentSignature', message: 'must be the one that was proven' }],
    });
  }
}

/** The call, checked as far as that goes without the network; null for a hand-off. */
async function prepare(
  deps: ServiceDeps,
  order: MarketOrder,
  { input, paymentSignature }: ExecuteOrder,
): Promise<{ prepared: PreparedCall | null; runtimeEndpointId: string | null }> {
  const { machineId, serviceSnapshot: service, operation } = order;
  if (service.executionMode === 'external-handoff') return { prepared: null, runtimeEndpointId: null };
  const { adapter, call, runtimeEndpointId } = await resolveCall(deps, {
    machineId,
    service,
    operation,
    input: { ...order.input, ...input },
    credentials: deps.credentials.find(order.id) ?? null,
    paymentSignature,
  });
  return { prepared: adapter.prepare(call), runtimeEndpointId };
}

interface Attempt extends ExecuteOrder {
  runtimeEndpointId: string | null;
}

interface Begun {
  order: MarketOrder;
  dispatch: Dispatch;
}

/** Takes the order for this attempt, or gives the result that another attempt has left meanwhile. */
async function begin(deps: ServiceDeps, orderId: string, attempt: Attempt): Promise<Begun | ExecutedOrder> {
  return deps.store.transaction(async (repositories) => {
    const order = await lockOrder(repositories, orderId);
    const now = timestamp(deps.clock);
    if (decideExecution(order, now) === 'replay') return replay(repositories, order);
    assertExecutable(deps, order, await repositories.payments.findByOrder(orderId), attempt);
    const dispatch = await writeDispatch(deps, repositories, order, attempt);
    const taken = await saveOrder(deps, repositories, order, {
      status: 'executing',
      attempt: { id: deps.ids.id('try'), expiresAt: timestamp(deps.clock, attemptTtlMs) },
      taskId: dispatch.task.id,
      routeId: dispatch.route.id,
    });
    return { order: taken, dispatch };
  });
}

/** Task and route of the attempt; an order that is tried again keeps its first attempt's records beside them. */
async function writeDispatch(
  deps: ServiceDeps,
  repositories: Repositories,
  order: MarketOrder,
  { input, runtimeEndpointId }: Attempt,
): Promise<Dispatch> {
  const { machineId, agentPairingId, operation, serviceSnapshot: service } = order;
  const dispatch = createDispatch(
    {
      machineId,
      agentPairingId,
      orderId: order.id,
      service,
      operation,
      input: { ...order.input, ...input },
      runtimeEndpointId,
    },
    { task: deps.ids.id('task'), route: deps.ids.id('route') },
    timestamp(deps.clock),
  );
  await repositories.executions.insertTask(dispatch.task);
  await repositories.executions.insertRoute(dispatch.route);
  return dispatch;
}

async function callAndFinish(
  deps: ServiceDeps,
  { order, dispatch }: Begun,
  prepared: PreparedCall,
): Promise<ExecutedOrder> {
  const { settlement, ...result } = await prepared.run();
  const executed = await deps.store.transaction((repositories) =>
    finish(deps, repositories, { order, dispatch, end: result, settlement }),
  );
  deps.credentials.drop(order.id);
  return executed;
}

interface Finished extends Begun {
  end: ExecutionEnd;
  settlement: Settlement | null;
}

/** Saves what came of the attempt. An order that was disputed or refunded meanwhile keeps its status, and the result. */
async function finish(
  deps: ServiceDeps,
  repositories: Repositories,
  { order, dispatch, end, settlement }: Finished,
): Promise<ExecutedOrder> {
  const present = await lockOrder(repositories, order.id);
  if (present.attempt?.id !== order.attempt?.id) throw refuseOrder('ORDER_CLOSED', present.status);
  const records = await writeEnd(deps, repositories, dispatch, end);
  const status = end.status === 'completed' ? ('delivered' as const) : ('failed' as const);
  const finished = await saveOrder(deps, repositories, present, {
    attempt: null,
    status: present.status === 'executing' ? status : present.status,
    errorMessage: records.outcome.errorMessage,
    runId: records.run.id,
    outcomeId: records.outcome.id,
  });
  if (settlement) await recordSettlement(deps, repositories, finished, settlement);
  return { order: finished, records };
}

async function writeEnd(
  deps: ServiceDeps,
  repositories: Repositories,
  dispatch: Dispatch,
  end: ExecutionEnd,
): Promise<ExecutionRecords> {
  const ids = { run: deps.ids.id('run'), outcome: deps.ids.id('out') };
  const records = createRecords(dispatch, end, ids, timestamp(deps.clock));
  const { executions } = repositories;
  await executions.insertRun(records.run);
  await executions.insertOutcome(records.outcome);
  await executions.updateTask(records.task);
  await executions.updateRoute(records.route);
  return records;
}

/** A hand-off calls nobody, so it begins and ends in one transaction. */
async function handOver(deps: ServiceDeps, orderId: string, attempt: Attempt): Promise<ExecutedOrder> {
  return deps.store.transaction(async (repositories) => {
    const order = await lockOrder(repositories, orderId);
    if (decideExecution(order, timestamp(deps.clock)) === 'replay') return replay(repositories, order);
    assertExecutable(deps, order, await repositories.payments.findByOrder(orderId), attempt);
    const handoff = order.serviceSnapshot.handoff;
    if (!handoff)
      throw new DomainError('EXECUTION_UNSUPPORTED', 'The service says nowhere to go on.', {
        reason: 'no-handoff',
      });
    const dispatch = await writeDispatch(deps, repositories, order, attempt);
    const records = await writeEnd(deps, repositories, dispatch, { status: 'external', handoff });
    const handed = await saveOrder(deps, repositories, order, {
      status: 'handoff',
      attempt: null,
      handoff,
      taskId: records.task.id,
      routeId: records.route.id,
      runId: records.run.id,
      outcomeId: records.outcome.id,
    });
    return { order: handed, records };
  });
}

async function replay(repositories: Repositories, order: MarketOrder): Promise<ExecutedOrder> {
  const records =
    order.outcomeId === null ? null : await repositories.executions.findByOutcome(order.outcomeId);
  if (!records) throw new Error(`The order ${order.id} is ${order.status} and has no saved result.`);
  return { order, records };
}

/** Something of ours broke: the order can be tried again at once. */
async function giveUp(deps: ServiceDeps, order: MarketOrder): Promise<void> {
  await deps.store.transaction(async (repositories) => {
    const present = await lockOrder(repositories, order.id);
    if (present.attempt?.id === order.attempt?.id)
      await saveOrder(deps, repositories, present, { attempt: null });
  });
}
