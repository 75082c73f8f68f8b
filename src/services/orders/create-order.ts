import type { MarketService } from '../../domain/catalog/market-service.ts';
import { assertDelegated } from '../../domain/delegation/assert-delegated.ts';
import { assertWithinLimits, startOfUtcDay } from '../../domain/delegation/spend-limits.ts';
import { amountOf } from '../../domain/delegation/spend.ts';
import { chooseOperation, chooseQuote } from '../../domain/orders/choose-quote.ts';
import type { MarketOrder, Spend } from '../../domain/orders/order.ts';
import { assertPoliciesAllow } from '../../domain/policies/machine-policy.ts';
import type { MarketQuote } from '../../domain/search/market-search.ts';
import type { ProviderCredentials } from '../../ports/credential-vault.ts';
import type { Repositories } from '../../store/store.ts';
import { findOffered } from '../catalog/read-services.ts';
import type { MarketActor, PairingToken } from '../market-actor.ts';
import { authoriseActor, lockActivePairing } from '../market-actor.ts';
import { loadPolicies } from '../policies/load-policies.ts';
import { recordAuditEvent } from '../record-audit-event.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { timestamp } from '../service-deps.ts';

export interface CreateOrder {
  machineId: string;
  agentPairingId: string;
  serviceId: string;
  searchId: string | null;
  quoteId: string | null;
  operation: string | null;
  input: Record<string, unknown>;
  budget: { amount?: number; max?: number; currency?: string } | null;
  credentials: ProviderCredentials | null;
}

/**
 * Places an order. The limits of the pairing are decided in the transaction of the order itself, with the pairing held,
 * so that parallel orders never exceed them together. Raises the codes of authoriseActor, NOT_FOUND for a service that is
 * not on offer, AGENT_POLICY_DENIED, VALIDATION_ERROR or QUOTE_EXPIRED, AGENT_SPEND_LIMIT_EXCEEDED and
 * AGENT_DAILY_LIMIT_EXCEEDED (contract B.5, E.5, E.6).
 */
export async function createOrder(
  deps: ServiceDeps,
  token: PairingToken,
  command: CreateOrder,
): Promise<MarketOrder> {
  const demand = { withoutProof: 'MACHINE_NOT_ACTIVATED', bond: true } as const;
  const actor = await authoriseActor(deps, token, command, demand);
  const service = await findOffered(deps, command.serviceId);
  assertDelegated(actor.pairing.delegationPolicy, service);
  const quote = await findQuote(deps, command);
  const operation = chooseOperation(service, quote, command.operation);
  const spend = amountOf({ quote, service, budget: command.budget });
  assertPoliciesAllow(await loadPolicies(deps.store, actor.machine), service, spend);
  const order = newOrder(deps, command, { actor, service, quote, operation, spend });
  await deps.store.transaction((repositories) => placeWithinLimits(deps, repositories, order));
  if (command.credentials) deps.credentials.keep(order.id, command.credentials);
  return order;
}

async function findQuote(deps: ServiceDeps, command: CreateOrder): Promise<MarketQuote | null> {
  const { searchId, quoteId, serviceId, machineId, agentPairingId } = command;
  const [search, bound] = await Promise.all([
    searchId === null ? null : deps.store.searches.find(searchId),
    quoteId === null ? null : deps.store.searches.findQuote(quoteId),
  ]);
  return chooseQuote(
    { searchId, quoteId, serviceId, machineId, agentPairingId },
    { search, bound },
    { requireQuotes: deps.config.requireMarketQuotes, now: timestamp(deps.clock) },
  );
}

async function placeWithinLimits(
  deps: ServiceDeps,
  repositories: Repositories,
  order: MarketOrder,
): Promise<void> {
  const pairing = await lockActivePairing(repositories, order.machineId, order.agentPairingId);
  const since = startOfUtcDay(order.createdAt);
  const spent = await repositories.orders.spendSince(pairing.id, since, null);
  assertWithinLimits(pairing.delegationPolicy, order.spend, spent);
  await repositories.orders.insert(order);
  await recordAuditEvent(deps, repositories, {
    type: 'market-order.created',
    actor: `agent:${pairing.id}`,
    resourceId: order.id,
    machineId: order.machineId,
    payload: { serviceId: order.serviceId, operation: order.operation, quoteId: order.quoteId },
  });
}

interface Decided {
  actor: MarketActor;
  service: MarketService;
  quote: MarketQuote | null;
  operation: string;
  spend: Spend;
}

function newOrder(deps: ServiceDeps, command: CreateOrder, decided: Decided): MarketOrder {
  const { actor, service, quote, operation, spend } = decided;
  const now = timestamp(deps.clock);
  const { skillKey, providerKey, serviceType, executionMode, integrationStatus } = service;
  return {
    id: deps.ids.id('ord'),
    machineId: actor.machine.id,
    agentPairingId: actor.pairing.id,
    serviceId: service.id,
    skillKey,
    providerKey,
    serviceType,
    operation,
    executionMode,
    integrationStatus,
    status: 'created',
    input: command.input,
    payment: quote?.payment ?? service.payment,
    budget: command.budget,
    handoff: null,
    errorMessage: null,
    serviceSnapshot: service,
    searchId: command.searchId,
    quoteId: command.quoteId,
    taskId: null,
    routeId: null,
    runId: null,
    outcomeId: null,
    spend,
    attempt: null,
    createdAt: now,
    updatedAt: now,
  };
}
