import type { MarketService } from '../../domain/catalog/market-service.ts';
import { assertDelegated } from '../../domain/delegation/assert-delegated.ts';
import type { ExecutionRecords } from '../../domain/executions/execution.ts';
import { createDispatch, createRecords } from '../../domain/executions/create-records.ts';
import { assertDirectlyExecutable } from '../../domain/executions/execution-gate.ts';
import { assertPoliciesAllow } from '../../domain/policies/machine-policy.ts';
import type { ProviderCredentials } from '../../ports/credential-vault.ts';
import { findOffered } from '../catalog/read-services.ts';
import type { PairingToken } from '../market-actor.ts';
import { authoriseActor } from '../market-actor.ts';
import { loadPolicies } from '../policies/load-policies.ts';
import { recordAuditEvent } from '../record-audit-event.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { timestamp } from '../service-deps.ts';
import { resolveCall } from './provider-call.ts';

export interface ExecuteService {
  serviceId: string;
  machineId: string;
  agentPairingId: string;
  operation: string;
  input: Record<string, unknown>;
  credentials: ProviderCredentials | null;
}

/**
 * Runs a free, native operation that changes nothing, without an order. Raises NOT_FOUND, the codes of authoriseActor,
 * AGENT_POLICY_DENIED, EXECUTION_UNSUPPORTED, PAYMENT_REQUIRED and VALIDATION_ERROR (contract B.4, E.11).
 */
export async function executeService(
  deps: ServiceDeps,
  token: PairingToken,
  command: ExecuteService,
): Promise<{ service: MarketService; records: ExecutionRecords }> {
  const service = await findOffered(deps, command.serviceId);
  const demand = { withoutProof: 'MACHINE_NOT_ACTIVATED', bond: true } as const;
  const { machine, pairing } = await authoriseActor(deps, token, command, demand);
  assertDelegated(pairing.delegationPolicy, service);
  assertPoliciesAllow(await loadPolicies(deps.store, machine), service, { amount: 0, currency: null });
  assertDirectlyExecutable(service, command.operation);
  const { adapter, call, runtimeEndpointId } = await resolveCall(deps, {
    ...command,
    service,
    paymentSignature: null,
  });
  const prepared = adapter.prepare(call);
  const dispatch = createDispatch(
    { ...command, orderId: null, service, runtimeEndpointId },
    { task: deps.ids.id('task'), route: deps.ids.id('route') },
    timestamp(deps.clock),
  );
  const { settlement: _none, ...end } = await prepared.run();
  const ids = { run: deps.ids.id('run'), outcome: deps.ids.id('out') };
  const records = createRecords(dispatch, end, ids, timestamp(deps.clock));
  await save(deps, records);
  return { service, records };
}

async function save(deps: ServiceDeps, records: ExecutionRecords): Promise<void> {
  const { task, route, run, outcome } = records;
  await deps.store.transaction(async (repositories) => {
    await repositories.executions.insertTask(task);
    await repositories.executions.insertRoute(route);
    await repositories.executions.insertRun(run);
    await repositories.executions.insertOutcome(outcome);
    await recordAuditEvent(deps, repositories, {
      type: `task.${task.status}`,
      actor: `agent:${task.agentPairingId}`,
      resourceId: task.id,
      machineId: task.machineId,
      payload: { serviceId: route.serviceId, operation: task.operation },
    });
  });
}
