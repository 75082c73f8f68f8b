import { DomainError } from '../../domain/errors.ts';
import type { MarketPayment } from '../../domain/payments/payment.ts';
import type { TransferClaim } from '../../domain/payments/proof-rules.ts';
import { assertSameReference, checkClaim, railAfterProof } from '../../domain/payments/proof-rules.ts';
import { assertTransferred } from '../../domain/payments/receipt-rules.ts';
import { decideProof } from '../../domain/payments/settle.ts';
import type { PairingToken } from '../market-actor.ts';
import { saveOrder, savePayment } from '../orders/change-order.ts';
import { findOwnOrder, lockOrder } from '../orders/find-order.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { timestamp } from '../service-deps.ts';
import { demandPayment } from './find-payment.ts';
import { checkX402Claim } from './x402-claim.ts';

/** A transfer, or with `payment` an x402 signature; nulls left out. */
export interface ProofCommand extends TransferClaim {
  payment?: { paymentSignature?: string };
}

/** What a proof adds to its payment. */
export type Proven = Pick<MarketPayment, 'proof' | 'rail' | 'notes' | 'reference' | 'signatureDigest'>;

/**
 * Records or verifies how an order was paid: payment `held`, order `ready`. The same proof again changes nothing; one that
 * cannot be verified neither. Raises NOT_FOUND, the codes of assertActsForOrder, ORDER_CLOSED, VALIDATION_ERROR and the
 * payment codes (contract E.7 to E.10).
 */
export async function submitPaymentProof(
  deps: ServiceDeps,
  token: PairingToken,
  orderId: string,
  command: ProofCommand,
): Promise<MarketPayment> {
  const order = await findOwnOrder(deps, token, orderId);
  const present = await deps.store.payments.findByOrder(orderId);
  decideProof(order.status, present?.status ?? null);
  const proven = await prove(deps, demandPayment(present), command);
  return deps.store.transaction(async (repositories) => {
    const locked = await lockOrder(repositories, orderId);
    const payment = demandPayment(await repositories.payments.findByOrder(orderId));
    const decision = decideProof(locked.status, payment.status);
    if (payment.status === decision.paymentStatus) {
      assertSameReference(payment, proven.reference ?? '', pathOf(command));
      return payment;
    }
    await saveOrder(deps, repositories, locked, { status: decision.orderStatus });
    const changes = { ...proven, status: decision.paymentStatus ?? payment.status };
    return savePayment(deps, repositories, locked, { before: payment, changes });
  });
}

/** The field by which a proof names its payment. */
function pathOf({ payment, transactionSignature }: ProofCommand): string {
  if (payment) return 'payment.paymentSignature';
  return transactionSignature === undefined ? 'transactionHash' : 'transactionSignature';
}

async function prove(deps: ServiceDeps, payment: MarketPayment, command: ProofCommand): Promise<Proven> {
  const { payment: x402, ...claim } = command;
  if (x402) return checkX402Claim(deps, payment, { ...claim, paymentSignature: x402.paymentSignature ?? '' });
  return proveTransfer(deps, payment, claim);
}

async function proveTransfer(
  deps: ServiceDeps,
  payment: MarketPayment,
  claim: TransferClaim,
): Promise<Proven> {
  const { config, paymentRpc } = deps;
  const checked = checkClaim(claim, payment, {
    forceRpc: config.requirePaymentRpcVerification,
    hasRpc: paymentRpc !== null,
    usdtContract: config.usdtContract,
    usdtDecimals: config.usdtDecimals,
  });
  // A proof that is held already is not asked of the chain again.
  const isKnown = payment.reference === checked.reference;
  const block =
    checked.expected && !isKnown ? await findBlock(deps, checked.reference, checked.expected) : {};
  const now = timestamp(deps.clock);
  return {
    rail: railAfterProof(payment.rail),
    proof: { ...checked.proof, ...block, recordedAt: now, ...(checked.expected ? { verifiedAt: now } : {}) },
    notes: [...payment.notes, ...checked.notes],
    reference: checked.reference,
    signatureDigest: null,
  };
}

async function findBlock(
  { paymentRpc }: ServiceDeps,
  transactionHash: string,
  expected: Parameters<typeof assertTransferred>[1],
): Promise<{ blockNumber?: number }> {
  if (!paymentRpc) throw new DomainError('PAYMENT_RPC_REQUIRED', 'This deployment has no payment RPC node.');
  const { blockNumber } = assertTransferred(await paymentRpc.findReceipt(transactionHash), expected);
  return blockNumber === null ? {} : { blockNumber };
}
