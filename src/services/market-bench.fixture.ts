import { startProviderStandIns } from '../../conformance/registry/providers/provider-stand-ins.ts';
import type { ProviderStandIns } from '../../conformance/registry/providers/provider-stand-ins.ts';
import type { Environment } from '../config/config.ts';
import type { DelegationPolicyInput } from '../domain/delegation-policy.ts';
import { DomainError } from '../domain/errors.ts';
import type { CreateOrder } from './orders/create-order.ts';
import { createOrder } from './orders/create-order.ts';
import { pairAgent } from './pair-agent.ts';
import { createPaymentIntent } from './payments/create-payment-intent.ts';
import { submitPaymentProof } from './payments/submit-payment-proof.ts';
import type { ServiceDeps } from './service-deps.ts';
import type { Workbench } from './services.fixture.ts';
import { mint, onboard, openWorkbench, pairCommand, proveAgent } from './services.fixture.ts';

/** A paired agent, as a verified token says it. */
export interface Actor {
  machineId: string;
  pairingId: string;
}

/** Where payments to the operator of the market go. */
export const payee = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';

/** The workbench with providers that answer. */
export interface MarketBench extends Workbench {
  providers: ProviderStandIns;
}

export async function openMarketBench(variables: Environment = {}): Promise<MarketBench> {
  const providers = await startProviderStandIns();
  const bench = await openWorkbench({
    PEAQOS_MARKET_PAYEE_ADDRESS: payee,
    PEAQOS_WALRUS_PUBLISHER_URL: providers.urls.walrus,
    PEAQOS_WALRUS_AGGREGATOR_URL: providers.urls.walrus,
    PEAQOS_PAY_SH_URL: providers.urls.x402,
    ...variables,
  });
  return {
    ...bench,
    providers,
    close: async () => {
      await Promise.all([bench.close(), providers.close()]);
    },
  };
}

/** A machine of its own with a paired agent. */
export async function trade(
  bench: MarketBench,
  delegationPolicy: DelegationPolicyInput | null = null,
): Promise<Actor> {
  const machineId = await onboard(bench.deps, mint(bench));
  const agentProof = await proveAgent(bench.deps, machineId);
  const { pairing } = await pairAgent(bench.deps, machineId, pairCommand({ agentProof, delegationPolicy }));
  return { machineId, pairingId: pairing.id };
}

/** An order for storage, which costs 0.02 USDT, unless a test says something else. */
export function orderCommand(actor: Actor, changes: Partial<CreateOrder> = {}): CreateOrder {
  return {
    machineId: actor.machineId,
    agentPairingId: actor.pairingId,
    serviceId: 'walrus:store-blob',
    searchId: null,
    quoteId: null,
    operation: null,
    input: { data: 'bytes' },
    budget: null,
    credentials: null,
    ...changes,
  };
}

export const place = (deps: ServiceDeps, actor: Actor, changes: Partial<CreateOrder> = {}) =>
  createOrder(deps, actor, orderCommand(actor, changes));

export const noWish = { rail: {}, amount: null, currency: null };

let transactions = 0;

/** A transaction that nobody has named yet. */
export function nextTransaction(): string {
  transactions += 1;
  return `0x${transactions.toString(16).padStart(64, '0')}`;
}

/** An order for storage that is paid. */
export async function placePaid(deps: ServiceDeps, actor: Actor): Promise<string> {
  const { id } = await place(deps, actor);
  await createPaymentIntent(deps, actor, id, noWish);
  await submitPaymentProof(deps, actor, id, { transactionHash: nextTransaction() });
  return id;
}

export const nothing = { input: {}, paymentSignature: null };

/** The refusal that the work ends with. Raises an Error when it succeeds. */
export async function refused(work: Promise<unknown>): Promise<DomainError> {
  const failure: unknown = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (failure instanceof DomainError) return failure;
  throw new Error('This should have been refused.', { cause: failure });
}
