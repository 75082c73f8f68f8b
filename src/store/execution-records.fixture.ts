import type { ExecutionRecords } from '../domain/executions/execution.ts';
import type { MarketOrder } from '../domain/orders/order.ts';
import { aQuote } from './market-records.fixture.ts';
import { LATER, NOW, TRICKY_TEXT, newId } from './records.fixture.ts';

/** The records of one execution of an order, with a value in every field. */
export function anExecution(order: MarketOrder): ExecutionRecords {
  const [taskId, routeId, runId, outcomeId] = [newId('task'), newId('route'), newId('run'), newId('out')];
  const { machineId, serviceId, skillKey, providerKey, executionMode, integrationStatus } = order;
  const about = { machineId, serviceId, skillKey, executionMode };
  const times = { createdAt: NOW, updatedAt: NOW };
  return {
    task: {
      id: taskId,
      machineId,
      agentPairingId: order.agentPairingId,
      orderId: order.id,
      serviceType: order.serviceType,
      operation: order.operation,
      input: { text: TRICKY_TEXT, list: [], nothing: null },
      requiredCapabilities: ['iot'],
      status: 'executing',
      candidates: [aQuote()],
      routeId,
      runId,
      outcomeId,
      errorMessage: TRICKY_TEXT,
      ...times,
    },
    route: {
      ...about,
      id: routeId,
      taskId,
      providerKey,
      integrationStatus,
      status: 'dispatched',
      handoff: { label: 'Desk', url: 'https://desk.example', notes: [TRICKY_TEXT] },
      runtimeEndpointId: 'rte_0123456789ab',
      ...times,
    },
    run: {
      ...about,
      id: runId,
      taskId,
      routeId,
      orderId: order.id,
      status: 'completed',
      outcomeId,
      startedAt: NOW,
      finishedAt: LATER,
    },
    outcome: {
      ...about,
      id: outcomeId,
      runId,
      taskId,
      orderId: order.id,
      status: 'completed',
      result: { rows: [[0.1, null, TRICKY_TEXT]], '\ud800': '\0' },
      errorMessage: TRICKY_TEXT,
      errorCode: 'E7',
      externalRef: 'job/7',
      createdAt: NOW,
    },
  };
}
