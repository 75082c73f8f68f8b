import { DomainError } from '../../domain/errors.ts';
import type { MarketPayment, PaymentProof } from '../../domain/payments/payment.ts';
import { decodeChallenge } from '../../domain/payments/x402-challenge.ts';
import { createX402Reference, hashPaymentSignature } from '../../domain/payments/x402-reference.ts';
import { assertSignatureFits } from '../../domain/payments/x402-signature.ts';
import { findPaymentSecrets } from '../../providers/redact-secrets.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { timestamp } from '../service-deps.ts';
import type { Proven } from './submit-payment-proof.ts';

export interface X402Claim {
  paymentSignature: string;
  paymentReference?: string;
  metadata?: Record<string, unknown>;
}

const refuse = (message: string) =>
  new DomainError('VALIDATION_ERROR', 'The payment signature does not fit.', {
    issues: [{ path: 'payment.paymentSignature', message }],
  });

/**
 * What is kept of an x402 payment: its reference, network, header name, payer and digest, never the signature (contract
 * E.9). Raises VALIDATION_ERROR when the signature does not pay what the seller asked for.
 */
export async function checkX402Claim(
  deps: ServiceDeps,
  payment: MarketPayment,
  { paymentSignature, paymentReference, metadata }: X402Claim,
): Promise<Proven> {
  if (payment.rail.type !== 'x402') throw refuse('goes with the x402 rail only');
  if (paymentSignature.trim() === '') throw refuse('is required');
  const secrets = await findPaymentSecrets(paymentSignature);
  if (holdsAny(paymentReference ?? '', secrets)) throw refuse('must not stand in paymentReference');
  const challenge = await readChallenge(payment);
  const signature = await assertSignatureFits(paymentSignature, challenge, deps.clock.now());
  const network = signature.network ?? payment.rail.chain ?? 'unknown';
  const now = timestamp(deps.clock);
  const reference = createX402Reference(network, paymentSignature);
  const proof: PaymentProof = {
    verificationMode: 'recorded',
    chain: network,
    ...(signature.payerAddress === null ? {} : { payerAddress: signature.payerAddress }),
    ...(signature.payTo === null ? {} : { payeeAddress: signature.payTo }),
    ...(signature.amount === null ? {} : { rawAmount: signature.amount }),
    paymentReference: paymentReference ?? reference,
    recordedAt: now,
    metadata: {
      ...withoutSecrets(metadata ?? {}, secrets),
      network,
      headerName: signature.headerName,
    },
  };
  return {
    rail: payment.rail,
    proof,
    notes: payment.notes,
    // Not the client's own text: with that it could occupy the reference of somebody else's payment.
    reference,
    signatureDigest: hashPaymentSignature(paymentSignature),
  };
}

async function readChallenge(payment: MarketPayment): ReturnType<typeof decodeChallenge> {
  const request = payment.rail.metadata?.['paymentRequest'];
  const encoded =
    typeof request === 'object' && request !== null && 'paymentRequired' in request
      ? request.paymentRequired
      : undefined;
  return typeof encoded === 'string' ? decodeChallenge(encoded) : null;
}

/** A client that put the signature, or the part that signs, into its own notes too must not make us keep it. */
function withoutSecrets(
  metadata: Record<string, unknown>,
  secrets: readonly string[],
): Record<string, unknown> {
  return holdsAny(JSON.stringify(metadata), secrets) ? {} : metadata;
}

/** Hex may be written in either case. */
function holdsAny(text: string, secrets: readonly string[]): boolean {
  return secrets.some((secret) => text.toLowerCase().includes(secret.toLowerCase()));
}
